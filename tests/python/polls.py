# bench: [["wire", "GP12", "GP17"], ["wire", "GP16", "GP13"]]
# The module select: a poll waits for UARTs in simulated time, and handlers are called while it waits.
import select
import time
import uselect
import machine
from machine import Timer, UART

a = UART(0, 115200, pins=('GP12', 'GP13'))
b = UART(1, 115200, pins=('GP16', 'GP17'))
NAMES = {a: 'a', b: 'b'}


def named(ready):
    return [(NAMES[uart], events) for uart, events in ready]


def refusal(call):
    try:
        print('accepted', call())
    except Exception as error:
        print(type(error).__name__, error)


# Prints the answer of a call and how many milliseconds it took.
def timed(call):
    start = time.ticks_ms()
    answer = call()
    print(answer, time.ticks_diff(time.ticks_ms(), start), 'ms')


print('-- names')
print(' '.join(name for name in sorted(dir(select)) if name[0] != '_'), uselect is select)
print(select.POLLIN, select.POLLOUT, select.POLLERR, select.POLLHUP)

print('-- a poll without a wait')
poller = select.poll()
print(poller.poll(0), poller.register(a), poller.register(b, select.POLLIN))
print(named(poller.poll(0)), named(poller.poll()))
a.write(b'x')
a.flush()
print(named(poller.poll(0)), b.read(1), named(poller.poll(0)))

print('-- a timeout')
print(poller.modify(a, select.POLLIN))
for timeout in (0, 1, 25, 3000):
    timed(lambda: poller.poll(timeout))

print('-- bytes that come while a poll waits')
ticks = []


def send(timer):
    ticks.append(time.ticks_ms())
    a.write(b'hello\n')


timer = Timer(2, mode=Timer.ONE_SHOT).channel(Timer.A, period=20000)
timer.irq(trigger=Timer.TIMEOUT, handler=send)
timed(lambda: named(poller.poll()))
print(len(ticks), b.readline(), poller.poll(0))
timer = Timer(2, mode=Timer.ONE_SHOT).channel(Timer.A, period=20000)
timer.irq(trigger=Timer.TIMEOUT, handler=send)
timed(lambda: named(poller.poll(-1)))
print(b.readline())

print('-- a handler that reads the bytes leaves nothing to poll')


def read(uart):
    ticks.append(uart.read())


ticks.clear()
b.irq(trigger=UART.RX_ANY, handler=read)
# From a tick on, the interrupt comes before the next tick.
machine.idle()
a.write(b'taken')
timed(lambda: poller.poll(10))
print(ticks)
b.irq(trigger=UART.RX_ANY, handler=None)

print('-- a slow line is seen at the next tick after its first byte')
a.init(300)
b.init(300)
a.write(b'slow')
timed(lambda: named(poller.poll()))
print(b.read())
a.init(115200)
b.init(115200)

print('-- room to write')
poller.modify(a, select.POLLOUT)
a.write(bytes(16))
timed(lambda: named(poller.poll()))
a.write(bytes(1))
print(named(poller.poll(0)))
timed(lambda: named(poller.poll()))
print(len(b.read()))

print('-- iterators')
a.write(b'1')
a.flush()
print(named(poller.ipoll(5)), [NAMES[uart] for uart, _ in poller.ipoll()])
print(named(poller.ipoll(0, 1)), named(poller.ipoll(0)))
poller.register(b)
print(named(poller.poll(0)), poller.unregister(b), poller.unregister(b), poller.poll(0))

print('-- select.select')
print(b.read())
timed(lambda: [[NAMES[uart] for uart in uarts] for uarts in select.select([b], (), [], 0)])
timed(lambda: [[NAMES[uart] for uart in uarts] for uarts in select.select([b], [], [], 1)])
timed(lambda: [[NAMES[uart] for uart in uarts] for uarts in select.select([b], [], [], 0.25)])
a.write(b'2')
timed(lambda: [[NAMES[uart] for uart in uarts] for uarts in select.select([a, b], [], [b])])
print([[NAMES[uart] for uart in uarts] for uarts in select.select([a, b], [a, b], [b], -1)], b.read())

print('-- what is refused')
for call in (
        lambda: poller.register(5), lambda: poller.register('GP12'), lambda: poller.register(None, select.POLLIN),
        lambda: poller.register(b, 'in'), lambda: poller.register(), lambda: poller.modify(b, 1),
        lambda: poller.modify(a),
        lambda: poller.poll('1'), lambda: poller.poll(1.5), lambda: select.select([5], [], []),
        lambda: select.select(a, [], []), lambda: select.select([a], [])):
    refusal(call)
poller = select.poll()
poller.register(a)
a.deinit()
refusal(lambda: poller.poll(0))
a.init(9600)
print(named(poller.poll(0)))
