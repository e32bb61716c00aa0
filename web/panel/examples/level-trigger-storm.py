from machine import Pin

served = 0

def storm(pin):
    global served
    served += 1
    if served % 100 == 0:
        print(served)

# Nothing changes the level, so the interrupt comes back as long as it is high.
Pin('GP10', mode=Pin.IN, pull=Pin.PULL_DOWN).irq(trigger=Pin.IRQ_HIGH_LEVEL, handler=storm)
