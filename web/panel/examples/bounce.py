from machine import Pin

led = Pin('GP25', mode=Pin.OUT, value=0)
on = Pin('GP10', mode=Pin.IN, pull=Pin.PULL_DOWN)
off = Pin('GP11', mode=Pin.IN, pull=Pin.PULL_DOWN)
clean = Pin('GP9', mode=Pin.IN)
edges = {}

def count(pin):
    edges[pin.id()] = edges.get(pin.id(), 0) + 1
    if pin is not clean:
        led(pin is on)
    print(edges)

# Both buttons bounce, but one only sets the LED and the other only clears it, so GP9 counts one edge each time.
on.irq(trigger=Pin.IRQ_RISING, handler=count)
off.irq(trigger=Pin.IRQ_RISING, handler=count)
clean.irq(trigger=Pin.IRQ_RISING | Pin.IRQ_FALLING, handler=count)
