from machine import Pin, Sleep
import machine

Pin('GP9').irq(trigger=Pin.IRQ_RISING, wake=Sleep.ACTIVE)
Pin('GP2').irq(trigger=Pin.IRQ_RISING, wake=Sleep.SUSPENDED)
Pin('GP4').irq(trigger=Pin.IRQ_RISING, wake=Sleep.ACTIVE)
Pin('GP11').irq(trigger=Pin.IRQ_RISING | Pin.IRQ_FALLING, wake=Sleep.ACTIVE)
Pin('GP24').irq(trigger=Pin.IRQ_RISING, wake=Sleep.SUSPENDED)
Pin('GP24').irq().disable()
Pin('GP17').irq(trigger=Pin.IRQ_RISING, wake=Sleep.SUSPENDED)

# The tab "wake" shows for each pin why it did not wake the board.
machine.sleep()
print('GP17 did')
