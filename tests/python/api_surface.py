# bench: [["drive", "GP4", "high"]]
# The API of a pin: names, settings, values and printed text.
from machine import Pin
import machine

print('-- id')
p = Pin('GP23')
print(p.id(), Pin('GP23') is p, Pin(p) is p, Pin(Pin.board.GP23) is p, Pin.board.GP23 is p)
for wrong in ('GP99', 'gp23', 'L3', 23, None, ''):
    try:
        Pin(wrong)
    except ValueError as error:
        print(error)

print('-- the id alone touches nothing')
p.init(Pin.OUT, Pin.PULL_UP, value=1, drive=Pin.LOW_POWER)
print(Pin('GP23'))
print(p)

print('-- init: two positional, the rest by keyword, defaults for what is not given')
p.init(Pin.OPEN_DRAIN, Pin.PULL_DOWN, drive=Pin.HIGH_POWER)
print(p)
print(p.init(Pin.IN))
print(p)
p.init()
print(p)
for call in (lambda: p.init(Pin.OUT, None, 1), lambda: p.init(speed=1), lambda: p.value(0, 1), lambda: p(value=1),
             lambda: p.init('OUT'), lambda: p.init(None), lambda: p.pull('up'), lambda: p.drive(None),
             lambda: p.init(Pin.ALT, alt='UART'), lambda: Pin()):
    try:
        call()
        print('accepted')
    except TypeError:
        print('TypeError')

print('-- a refused call changes nothing')
for call in (lambda: p.init(5), lambda: p.init(Pin.OUT, 1), lambda: p.init(Pin.OUT, drive=1),
             lambda: p.init(Pin.OUT, alt=0), lambda: p.init(Pin.OUT, alt=3), lambda: p.init(Pin.ALT, alt=99),
             lambda: p.mode(7), lambda: p.pull(3), lambda: p.drive(0), lambda: p.init(1 << 40)):
    try:
        call()
        print('accepted')
    except ValueError as error:
        print(error)
print(p)

print('-- value')
out = Pin('GP9', Pin.OUT, value=0)
for truth in (1, 0, True, False, 'x', '', [0], [], None, 2.5):
    out.value(truth)
    print(out.value(), out(), end=' ')
print()
print(out.value(1), out(0), out.toggle(), out(), out.toggle(), out())

print('-- a value written to an input is remembered, and driven as an output')
i = Pin('GP4', Pin.IN)
i(0)
print(i())
i.mode(Pin.OUT)
print(i())
i = Pin('GP12', Pin.IN)
i.toggle()
i.mode(Pin.OUT)
print(i())
i.init(Pin.IN)
i.init(Pin.OUT)
print(i())
i.init(Pin.OUT, value=0)
print(i())

print('-- open drain reads the pad')
d = Pin('GP13', Pin.OPEN_DRAIN, Pin.PULL_UP, value=1)
print(d())
d(0)
print(d())

print('-- getters and setters')
for mode in (Pin.IN, Pin.OUT, Pin.OPEN_DRAIN):
    print(p.mode(mode), p.mode(), end=' ')
for pull in (None, Pin.PULL_UP, Pin.PULL_DOWN):
    print(p.pull(pull), p.pull(), end=' ')
for drive in (Pin.LOW_POWER, Pin.MED_POWER, Pin.HIGH_POWER):
    print(p.drive(drive), p.drive(), end=' ')
print()
print(p)

print('-- alternate functions')
print(Pin('GP2').alt_list())
print(Pin('GP25').alt_list())
a = Pin('GP1', Pin.ALT, alt=3)
print(a)
b = Pin('GP12')
for name, number in Pin('GP16').alt_list():
    print(name, number, end=' ')
print()
a.init(Pin.ALT)
print(a)
a.init(Pin.ALT, alt=0)
print(a)

print('-- Pin.board')
print([pin.id() for pin in Pin.board])
print(len(Pin.board), Pin.board.GP25)
try:
    Pin.board.GP99
except AttributeError:
    print('AttributeError')

print('-- constants')
print(Pin.IN, Pin.OUT, Pin.OPEN_DRAIN, Pin.ALT, Pin.ALT_OPEN_DRAIN, Pin.PULL_UP, Pin.PULL_DOWN)
print(Pin.LOW_POWER, Pin.MED_POWER, Pin.HIGH_POWER)
print(Pin.IRQ_FALLING, Pin.IRQ_RISING, Pin.IRQ_LOW_LEVEL, Pin.IRQ_HIGH_LEVEL)
print(machine.Sleep.ACTIVE, machine.Sleep.SUSPENDED, machine.Sleep.HIBERNATE, machine.IDLE, machine.SLEEP, machine.DEEPSLEEP)
