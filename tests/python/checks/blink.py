# The LED blinks once in 200 ms, and a loop counts how often.
import time
from machine import Pin

led = Pin('GP25', mode=Pin.OUT, value=0)
count = 0
while True:
    led.toggle()
    time.sleep_ms(100)
    count += 1
    if count % 10 == 0:
        print('toggled', count)
