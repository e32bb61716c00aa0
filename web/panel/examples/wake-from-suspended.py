from machine import Pin
import machine

for name in ('GP2', 'GP17'):
    pin = Pin(name, mode=Pin.IN, pull=Pin.PULL_DOWN)
    pin.irq(trigger=Pin.IRQ_RISING, handler=print, wake=machine.Sleep.SUSPENDED)

# Only the pin that was armed last wakes the board, and the script continues here.
machine.sleep()
print('awake')
