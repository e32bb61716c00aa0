from machine import Pin

led = Pin('GP25', mode=Pin.OUT, value=0)
probe = Pin('GP9', mode=Pin.IN)
clock = Pin('GP10', mode=Pin.IN)

# GP9 is wired to the LED and reads what it drives.
def beat(pin):
    led.toggle()
    print(led(), probe())

clock.irq(trigger=Pin.IRQ_RISING, handler=beat)
