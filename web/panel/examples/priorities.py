from machine import Pin
import time

def slow(pin):
    print(pin.id(), 'begins')
    time.sleep(3 if pin.id() == 'GP10' else 1)
    print(pin.id(), 'ends')

# GP17 is more urgent: its handler interrupts the one of GP10.
Pin('GP10', mode=Pin.IN, pull=Pin.PULL_DOWN).irq(trigger=Pin.IRQ_RISING, priority=1, handler=slow)
Pin('GP17', mode=Pin.IN, pull=Pin.PULL_DOWN).irq(trigger=Pin.IRQ_RISING, priority=7, handler=slow)
