# bench: [["wire", "GP12", "GP13"]]
# Both edges while interrupts are disabled: the chip remembers one of them, and the level at the call decides its flag.
import machine
import time
from machine import Pin

pin = Pin('GP13', Pin.IN, Pin.PULL_UP)
driver = Pin('GP12', Pin.OPEN_DRAIN, value=1)
got = []


def edge(p):
    got.append((p.irq().flags(), p()))


irq = pin.irq(trigger=Pin.IRQ_RISING | Pin.IRQ_FALLING, handler=edge)
state = machine.disable_irq()
driver(0)
driver(1)
machine.enable_irq(state)
driver(0)
time.sleep_ms(1)
driver(1)
time.sleep_ms(1)
state = machine.disable_irq()
driver(0)
driver(1)
driver(0)
machine.enable_irq(state)
print(got, irq.flags())
