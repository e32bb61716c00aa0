from machine import ADC, Timer

pin = ADC().channel(pin='GP3')
shown = -1

def show(channel):
    global shown
    value = pin()
    if abs(value - shown) > 2:
        shown = value
        # 4095 is the voltage of the reference, 1.467 V.
        print('GP3 has %.2f V' % (value * 1.467 / 4095))

Timer(0, mode=Timer.PERIODIC).channel(Timer.A, freq=10).irq(trigger=Timer.TIMEOUT, handler=show)
