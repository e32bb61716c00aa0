from machine import Pin
import machine

for name in ('GP2', 'GP4', 'GP10', 'GP11', 'GP17', 'GP24'):
    Pin(name).irq(trigger=Pin.IRQ_RISING, wake=machine.Sleep.HIBERNATE)

# HIBERNATE ends in a reset, after which the script runs again from its top.
if machine.reset_cause() == machine.DEEPSLEEP_RESET:
    print('a pin woke the board:', machine.wake_reason() == machine.PIN_WAKE)
else:
    machine.deepsleep()
