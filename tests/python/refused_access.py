# bench: []
# An access that is refused does not change the level that a pin remembers.
import machine
from machine import Pin

pin = Pin('GP9')
pin(0)
hidden = machine.idle.__globals__
working = hidden['_write'], hidden['_toggle']
hidden['_write'] = hidden['_toggle'] = lambda *_: -1
for access in (lambda: pin(1), lambda: pin.value(1), pin.toggle):
    try:
        access()
        print('accepted')
    except ValueError:
        print('refused')
hidden['_write'], hidden['_toggle'] = working
pin.mode(Pin.OUT)
print(pin())
