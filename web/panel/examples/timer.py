from machine import Pin, Timer

led = Pin('GP25', mode=Pin.OUT, value=0)

def blink(channel):
    led.toggle()

# Frequencies below 5 Hz need both halves of a timer, which are then one counter of 32 bits.
timer = Timer(0, mode=Timer.PERIODIC, width=32)
channel = timer.channel(Timer.A | Timer.B, freq=2)
channel.irq(trigger=Timer.TIMEOUT, handler=blink)
print('the timer goes on')
