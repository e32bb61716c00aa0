from machine import Timer

# The PWM of timer 1 has the pin of the LED, GP25.
led = Timer(1, mode=Timer.PWM).channel(Timer.A, freq=1000, duty_cycle=500)
step = 500

def breathe(channel):
    global step
    duty = led.duty_cycle() + step
    if duty in (500, 9500):
        step = -step
    led.duty_cycle(duty)

steps = Timer(0, mode=Timer.PERIODIC).channel(Timer.A, freq=20)
steps.irq(trigger=Timer.TIMEOUT, handler=breathe)
print(led)
