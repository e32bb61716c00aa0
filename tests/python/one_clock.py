# bench: [["clock", "GP2", 10000], ["clock", "GP17", 1000, 0.58]]
# Measured times are right to two rows of the cost table, and a handler is called for each edge that the chip can see.
import random
import time
from machine import Pin

print(time.ticks_us() < 100, random.getrandbits(8))


def near(value, expected, tolerance=8):
    return abs(value - expected) <= tolerance or value


count = 0


def on_edge(p):
    global count
    count += 1


irq = Pin('GP2').irq(trigger=Pin.IRQ_RISING, handler=on_edge)
time.sleep_ms(100)
irq.disable()
print('calls', near(count, 1000, 1))

widths = []
rose = None


def on_change(p):
    global rose
    if p():
        rose = time.ticks_us()
    elif rose is not None:
        widths.append(time.ticks_diff(time.ticks_us(), rose))


irq = Pin('GP17').irq(trigger=Pin.IRQ_RISING | Pin.IRQ_FALLING, handler=on_change)
time.sleep_ms(20)
irq.disable()
print('widths', len(widths) >= 19, all(near(width, 580) is True for width in widths))

pin = Pin('GP17')


def wait_for_rise():
    while pin():
        pass
    while not pin():
        pass


wait_for_rise()
start = time.ticks_us()
for i in range(3):
    wait_for_rise()
print('three periods', near(time.ticks_diff(time.ticks_us(), start), 3000, 12))

start = time.ticks_us()
time.sleep_us(10)
print('a short sleep', time.ticks_diff(time.ticks_us(), start))

# The stimuli beside this file drive GP10 high at 200 ms and low at 250 ms.
log = []
Pin('GP10').irq(trigger=Pin.IRQ_RISING | Pin.IRQ_FALLING, handler=lambda p: log.append(time.ticks_ms()))
time.sleep_ms(300)
print('stimuli', log)
