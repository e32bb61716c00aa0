# bench: [["wire", "GP8", "GP17"]]
# Python that runs here and not on a WiPy, which has no floats and no async, and whose ticks stand still in a handler.
import time
from machine import Pin

start = time.ticks_ms()
time.sleep(0.5)
print(time.ticks_diff(time.ticks_ms(), start))
print(7 / 2)


async def nothing():
    pass


print(type(nothing()).__name__)
out = Pin('GP8', Pin.OUT, value=1)
pin = Pin('GP17', Pin.IN, Pin.PULL_UP)


def edge(p):
    start = time.ticks_ms()
    while time.ticks_diff(time.ticks_ms(), start) < 20:
        pass
    print('debounced', p())


pin.irq(trigger=Pin.IRQ_FALLING, handler=edge)
out(0)
time.sleep(3)
print('ended')
