# bench: [["wire", "GP12", "GP17"], ["wire", "GP16", "GP13"]]
# Interrupts of UARTs: bytes are kept until they are read, with and without a handler.
import time
from machine import UART

a = UART(0, 1000000, pins=('GP12', 'GP13'))
b = UART(1, 1000000, pins=('GP16', 'GP17'))
calls = []


def received(uart):
    calls.append((uart is b, irqs[b].flags()))


def received_a(uart):
    calls.append(uart is a)


irqs = {}
print('-- a handler is called')
irqs[a] = a.irq(trigger=UART.RX_ANY, handler=received_a)
irqs[b] = b.irq(trigger=UART.RX_ANY, handler=received)
for source, target, text in ((a, b, b'123'), (b, a, b'456'), (a, b, b'x')):
    calls.clear()
    source.write(text)
    time.sleep_us(200)
    print(target.any(), calls, irqs[target].flags(), target.read())

print('-- and not while it is disabled, but the bytes come')
irqs[b].disable()
calls.clear()
a.write(b'123')
time.sleep_us(200)
print(b.any(), calls, b.read())
irqs[b].enable()
a.write(b'123')
time.sleep_us(200)
print(b.any(), calls, b.read())
irqs[b].init(trigger=UART.RX_ANY, handler=None)
a.write(b'123')
time.sleep_us(200)
print(b.any(), len(calls), b.read())

print('-- 255 bytes wait to be read')
for _ in range(30):
    a.write(b'0123456789')
time.sleep_ms(5)
print(b.any(), b.read() == b'0123456789' * 25 + b'01234')

print('-- the flow is held by RTS and CTS')
a = UART(0, 115200, pins=('GP1', 'GP2', 'GP7', 'GP6'))
print(a, a.write(b'held'), a.txdone(), time.sleep_ms(10), a.txdone())

print('-- a handler that fails is not called again')


def fail(uart):
    raise ValueError('in a handler')


a = UART(0, 1000000, pins=('GP12', 'GP13'))
b.irq(trigger=UART.RX_ANY, handler=fail)
for _ in range(2):
    a.write(b'1')
    time.sleep_us(200)
print(b.read())

print('-- a thousand of them lose no memory')
for _ in range(1000):
    b.irq(trigger=UART.RX_ANY, handler=received)
print('done')
