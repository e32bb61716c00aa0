# The script hibernates and starts again, resets the chip, polls a pin and swallows every error.
import machine
import time
from machine import Pin

print(machine.reset_cause())
Pin('GP2', pull=Pin.PULL_DOWN).irq(trigger=Pin.IRQ_RISING, wake=machine.Sleep.HIBERNATE)
if machine.reset_cause() == machine.PWRON_RESET:
    time.sleep_ms(10)
    machine.deepsleep()
if machine.reset_cause() == machine.DEEPSLEEP_RESET:
    time.sleep_ms(10)
    machine.reset()
led = Pin('GP25', mode=Pin.OUT)
button = Pin('GP10', pull=Pin.PULL_DOWN)
while True:
    try:
        while True:
            led(button())
    except BaseException:
        pass
