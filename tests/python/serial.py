# bench: [["wire", "GP12", "GP17"], ["wire", "GP16", "GP13"]]
# The UARTs, whose lines are crossed: their printed text, bytes both ways, lines, and what is refused.
import os
import time
from machine import Pin, UART

PINS = (('GP12', 'GP13'), ('GP16', 'GP17'))


def refusal(call):
    try:
        print('accepted', call())
    except Exception as error:
        print(type(error).__name__, error)


print('-- settings')
for id in range(2):
    uart = UART(id, 38400)
    print(uart)
    uart.init(57600, 8, None, 1, pins=PINS[id])
    print(uart, UART(id, 9600, pins=PINS[id]) is uart)
    uart.init(baudrate=9600, stop=2, parity=UART.EVEN, bits=5, pins=PINS[id])
    print(uart)
    uart.init(baudrate=115200, parity=UART.ODD, stop=0, pins=PINS[id])
    print(uart)
    print(uart.sendbreak())
print(UART(), UART(baudrate=115200, pins=('GP16', None)), UART(pins=('GP12', 'GP13')), UART(pins=(None, 'GP17')))
print(UART(0).deinit(), UART(1).deinit())

for baudrate in (9600, 115200, 1000000, 10000000):
    print('-- bytes both ways at', baudrate)
    a = UART(0, baudrate, pins=PINS[0])
    b = UART(1, baudrate, pins=PINS[1])
    print(a.write(b'123456'), b.read(1), b.read(2), b.read(), b.read())
    print(b.write('abc\r\ndef'), a.readline(), a.readline(), a.readline(), a.txdone())
    buffer = bytearray(4)
    print(a.write(b'123'), b.readinto(buffer, 1), buffer, b.readinto(buffer), buffer, b.readinto(buffer))
    print(a.write(b'0123456789'), a.flush(), a.txdone(), time.sleep_ms(2), b.any(), b.read(), b.any())

print('-- lines one after the other')
a.write('one\ntwo\n')
print(list(b))

print('-- parity, data bits and stop bits')
for settings in ((7, UART.EVEN, 1), (5, UART.ODD, 2), (8, None, 2), (6, None, 1)):
    a.init(38400, *settings)
    b.init(38400, *settings)
    a.write(b'\x15\x7f\xff')
    print(b.read())

print('-- only one direction')
a = UART(0, 1000000, pins=('GP12', None))
b.init(1000000)
print(a.write(b'123456'), b.read(), b.write(b'1'), a.read())
a = UART(0, 1000000, pins=(None, 'GP13'))
print(a.write(b'123'), b.read(), b.write(b'321'), a.read())
a.init(1000000, pins=(None, None))
print(a.write(b'123'), b.read(), b.write(b'321'), a.read(), Pin('GP12'), Pin('GP13'))

print('-- the terminal')
a = UART(0, 115200, pins=PINS[0])
b = UART(1, 115200, pins=PINS[1])
print(os.dupterm(a))
print('to both', 1)
previous = os.dupterm(None)
print(previous is a, b.read())

print('-- what is refused')
for call in (
        lambda: UART(2), lambda: UART(0, 0), lambda: UART(0, 20000000), lambda: UART(0, 9600, 9), lambda: UART(0, parity=2),
        lambda: UART(0, pins=('GP12', 'GP13', 'GP15')), lambda: UART(0, pins=('GP12', 'GP14')), lambda: UART(0, pins='GP12'),
        lambda: UART(pins=('GP99', None)), lambda: UART(pins=('GP15', None)),
        lambda: UART(0, pins=('GP1', None, 'GP6', None)), lambda: a.sendbreak(1),
        lambda: a.irq(trigger=100), lambda: a.irq(trigger=0), lambda: a.irq(trigger=UART.RX_ANY, wake=2),
        lambda: a.irq(trigger=UART.RX_ANY, priority=0)):
    refusal(call)
print(a, a.deinit(), a)
for call in (a.any, a.read, lambda: a.write(b'1'), a.flush, a.txdone, a.sendbreak, lambda: a.irq(trigger=UART.RX_ANY)):
    refusal(call)
print(a.init(115200), a)

print('-- a thousand of them lose no memory')
for _ in range(1000):
    UART(0, 1000000, pins=PINS[0])
print('done')
