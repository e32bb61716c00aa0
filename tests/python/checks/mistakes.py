# The LED is on while the button is pressed, and each press is printed.
from machine import Pin

led = Pin('GP25', mode=Pin.OUT, value=0)
button = Pin('GP10', mode=Pin.IN, pull=Pin.PULL_DOWN)


def on_edge(pin):
    led(pin())
    if pin():
        print('pressed')


button.irq(trigger=Pin.IRQ_RISING | Pin.IRQ_FALLING, handler=on_edge)
