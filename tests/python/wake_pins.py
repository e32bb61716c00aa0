# The pins that can wake the board. They include GP10 or GP13, depending on the profile.
import machine
from machine import Pin
import os

print(os.uname().machine)
for pin in Pin.board:
    for wake in (machine.Sleep.SUSPENDED, machine.Sleep.HIBERNATE):
        try:
            pin.irq(trigger=Pin.IRQ_FALLING, wake=wake)
            print(pin.id(), wake)
        except ValueError as error:
            if pin.id() in ('GP10', 'GP13', 'GP25'):
                print(error)
