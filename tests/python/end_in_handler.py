# bench: [["wire", "GP8", "GP9"], ["clock", "GP2", 10]]
# A handler that resets the board or puts it to sleep ends the program, which then begins again.
import machine
from machine import Pin

print(machine.reset_cause())
if machine.reset_cause() == machine.DEEPSLEEP_RESET:
    raise SystemExit

out = Pin('GP8', Pin.OUT, value=0)
pin = Pin('GP9', Pin.IN)


def reset(p):
    machine.reset()
    print('not reached')


def hibernate(p):
    Pin('GP2').irq(trigger=Pin.IRQ_RISING, wake=machine.DEEPSLEEP)
    machine.deepsleep()
    print('not reached')


pin.irq(trigger=Pin.IRQ_RISING, handler=reset if machine.reset_cause() == machine.PWRON_RESET else hibernate)
out(1)
print('not reached')
