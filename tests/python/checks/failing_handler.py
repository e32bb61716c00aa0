# A handler fails, although the main program goes on.
import time
from machine import Pin

Pin('GP10', pull=Pin.PULL_DOWN).irq(trigger=Pin.IRQ_RISING, handler=lambda pin: pin.missing)
while True:
    time.sleep_ms(10)
