# bench: [["wire", "GP8", "GP9"]]
# Handlers that allocate, handlers that fail, and handlers that are replaced.
import sys
import time
from machine import Pin

out = Pin('GP8', Pin.OUT, value=0)
pin = Pin('GP9', Pin.IN)
seen = []


def record(p):
    seen.append((p.id(), len(seen)))


def print_seen():
    print(seen)
    seen.clear()


def edges(count=3):
    for _ in range(count):
        out(1)
        time.sleep_ms(2)
        out(0)
        time.sleep_ms(2)


print('-- a handler may allocate')
pin.irq(trigger=Pin.IRQ_RISING, handler=record)
edges()
print_seen()


def divide(p):
    seen.append('divided')
    return 1 // 0


def leave(p):
    seen.append('left')
    sys.exit(3)


def close(p):
    seen.append('closed')
    raise GeneratorExit('now')


print('-- a handler that fails is reported and disarmed, and the program goes on')
for handler in (divide, leave, close):
    pin.irq(trigger=Pin.IRQ_RISING, handler=handler)
    edges()
    pin.irq()()
    print_seen()

print('-- also one that is called by hand')
for handler in (divide, leave):
    by_hand = pin.irq(trigger=Pin.IRQ_RISING, handler=handler)
    print(by_hand())
    edges()
    by_hand()
    by_hand.enable()
    edges()
    print_seen()

print('-- a pin that is armed again is served again')
pin.irq(trigger=Pin.IRQ_RISING, handler=record)
edges(1)
print_seen()


def first(p):
    seen.append('first')
    p.irq().disable()


def second(p):
    seen.append('second')
    p.irq().disable()


print('-- the handler that is set last serves an interrupt that is due at once')
for handler in (first, second, None):
    pin.irq(trigger=Pin.IRQ_LOW_LEVEL, handler=handler)
    pin.irq().disable()
    print_seen()
# A level without a handler does not end. The processor leaves it alone for 10 ms.
time.sleep_ms(20)

print('-- a refused call leaves the handler before it armed')
pin.irq(trigger=Pin.IRQ_RISING, handler=record)
for call in (lambda: pin.irq(handler=None), lambda: pin.irq(trigger=0, handler=first),
             lambda: pin.irq(Pin.IRQ_RISING, first), lambda: pin.irq(trigger=Pin.IRQ_RISING, handler=first, hard=True),
             lambda: pin.irq(trigger=Pin.IRQ_RISING, handler=first, priority=8), lambda: pin.irq().init(first),
             lambda: pin.irq().init()):
    try:
        call()
        print('accepted')
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
    edges(1)
    print_seen()

print('-- a handler that is None is silent')
pin.irq(trigger=Pin.IRQ_RISING)
edges()
print_seen()
