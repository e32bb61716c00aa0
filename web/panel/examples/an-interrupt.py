from machine import Pin

led = Pin(Pin.board.GP25, mode=Pin.OUT)

def pincb(pin):
    print(pin.id())
    led.toggle()

pin_int = Pin('GP10', mode=Pin.IN, pull=Pin.PULL_DOWN)
pin_int.irq(mode=Pin.IRQ_RISING, handler=pincb)
# the callback can be triggered manually
# pin_int.irq()()
# to disable the callback
# pin_int.irq().disable()
