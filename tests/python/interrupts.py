# bench: [["wire", "GP8", "GP9"]]
# Interrupts: which pins fire, their order, and the callback object.
from machine import Pin
import machine

out = Pin('GP8', Pin.OUT, value=0)
pin = Pin('GP9', Pin.IN)
seen = []


def record(p):
    seen.append((p.id(), p.irq().flags()))


def print_seen():
    print(seen)
    seen.clear()


def edges():
    out(1)
    out(0)


print('-- edges')
for trigger in (Pin.IRQ_RISING, Pin.IRQ_FALLING, Pin.IRQ_RISING | Pin.IRQ_FALLING):
    irq = pin.irq(trigger=trigger, handler=record)
    edges()
    print_seen()
print(irq.flags())

print('-- the manual\'s name for the trigger')
pin.irq(mode=Pin.IRQ_RISING, handler=record)
edges()
print_seen()

print('-- by hand, disabled, enabled, set again')
irq()
pin.irq()()
print_seen()
irq.disable()
edges()
print_seen()
irq.enable()
edges()
print_seen()
print(irq.init(trigger=Pin.IRQ_FALLING, handler=record))
edges()
print_seen()
pin.irq().disable()
edges()
print_seen()

print('-- no handler')
none = pin.irq(trigger=Pin.IRQ_RISING)
edges()
none()
print_seen()

print('-- levels fire until they go away')


def lower(p):
    record(p)
    if len(seen) == 3:
        out(0)


pin.irq(trigger=Pin.IRQ_HIGH_LEVEL, handler=lower)
out(1)
print_seen()
pin.irq().disable()

print('-- a higher priority preempts')
high = Pin('GP17', Pin.IN, Pin.PULL_DOWN)


def low_handler(p):
    seen.append('low begins')
    high.pull(Pin.PULL_UP)
    seen.append('low ends')


def high_handler(p):
    seen.append('high')
    p.pull(Pin.PULL_DOWN)


for low_priority, high_priority in ((1, 7), (7, 1)):
    pin.irq(trigger=Pin.IRQ_RISING, priority=low_priority, handler=low_handler)
    high.irq(trigger=Pin.IRQ_RISING, priority=high_priority, handler=high_handler)
    edges()
    print_seen()

print('-- held back, the most urgent goes first')
state = machine.disable_irq()
pin.irq(trigger=Pin.IRQ_RISING, priority=1, handler=record)
high.irq(trigger=Pin.IRQ_RISING, priority=7, handler=record)
edges()
high.pull(Pin.PULL_UP)
machine.enable_irq(state)
print_seen()

print('-- a handler that fails is disarmed')


def wrong(p):
    seen.append('once')
    return p.nothing


pin.irq(trigger=Pin.IRQ_RISING, handler=wrong)
edges()
edges()
print_seen()

print('-- refusals')
for settings in (dict(), dict(trigger=5), dict(trigger=15), dict(trigger=0), dict(trigger=None), dict(trigger='rising'),
                 dict(trigger=1, priority=0), dict(trigger=1, priority=8), dict(trigger=1, wake=8), dict(trigger=1, wake=0),
                 dict(trigger=1, handler=1), dict(handler=record), dict(trigger=1, hard=True), dict(trigger=1, wake=2),
                 dict(trigger=3, wake=4)):
    for on in (Pin('GP7'), Pin('GP2')):
        try:
            on.irq(**settings)
            print(on.id(), settings, 'accepted')
        except (ValueError, TypeError) as error:
            print(type(error).__name__, error)
try:
    Pin('GP6').irq(Pin.IRQ_RISING, record)
except TypeError as error:
    print('TypeError', error)
