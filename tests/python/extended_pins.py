# bench: [["wire", "GP8", "GP9"]]
# A class that extends Pin has methods of its own and acts on the same pin.
from machine import Pin


class Led(Pin):
    def on(self):
        self.value(1)

    def off(self):
        self.value(0)


class Button(Pin):
    def __init__(self, on_press):
        super().__init__('GP9', Pin.IN, Pin.PULL_DOWN)
        self.on_press = on_press
        self.irq(trigger=Pin.IRQ_RISING, handler=self.pressed)

    def pressed(self, pin):
        self.on_press(pin is self, pin.id(), pin())


class Unfinished(Pin):
    def __init__(self):
        self.count = 0


led = Led('GP8', Pin.OUT, value=0)
button = Button(print)
print(led, isinstance(led, Pin), Pin(led) is Pin('GP8'))
led.on()
print(Pin('GP8')(), led(), button())
led.off()
Pin('GP8').mode(Pin.IN)
led.value(1)
Pin('GP8').mode(Pin.OUT)
print('what was written to one is driven by the other', led())
for call in (lambda: Unfinished()(), lambda: Led(), lambda: Led('GP99'), lambda: led.high()):
    try:
        call()
        print('accepted')
    except (AttributeError, TypeError, ValueError) as error:
        print(type(error).__name__, error)
