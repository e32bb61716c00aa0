from machine import Pin

# The pull-up of one pin raises the bus. Each of the three pins pulls it low or releases it.
bus = [
    Pin('GP8', mode=Pin.OPEN_DRAIN, pull=Pin.PULL_UP, value=1),
    Pin('GP9', mode=Pin.OPEN_DRAIN, value=1),
    Pin('GP10', mode=Pin.OPEN_DRAIN, value=1),
]
buttons = [Pin(name, mode=Pin.IN, pull=Pin.PULL_DOWN) for name in ('GP2', 'GP4', 'GP17')]

def switch(pin):
    bus[buttons.index(pin)].toggle()
    print('the bus is', bus[0]())

for button in buttons:
    button.irq(trigger=Pin.IRQ_RISING | Pin.IRQ_FALLING, handler=switch)
