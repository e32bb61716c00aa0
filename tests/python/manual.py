# bench: []
# The manual's two examples and its quick reference on pins. The handler has a body, which Python requires.
from machine import Pin
import machine
g = machine.Pin('GP9', mode=Pin.OUT, pull=None, drive=Pin.MED_POWER, alt=-1)
print(g)

def pincb(pin):
    print(pin.id())

pin_int = Pin('GP10', mode=Pin.IN, pull=Pin.PULL_DOWN)
pin_int.irq(mode=Pin.IRQ_RISING, handler=pincb)
# the callback can be triggered manually
pin_int.irq()()
# to disable the callback
pin_int.irq().disable()

led = Pin(Pin.board.GP25, mode=Pin.OUT)
print(led)

# the quick reference
p_out = Pin('GP2', mode=Pin.OUT)
p_out.value(1)
p_out.value(0)
p_out.toggle()
print(p_out(), p_out(True), p_out())
p_in = Pin('GP1', mode=Pin.IN, pull=Pin.PULL_UP)
print(p_in(), p_in.value())
