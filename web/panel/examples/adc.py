from machine import ADC, Timer

pin = ADC().channel(pin='GP3')
shown = -100

def show(channel):
    global shown
    value = pin()
    if abs(value - shown) > 2:
        shown = value
        # 4095 is the voltage of the reference, 1.467 V.
        print('GP3 has', value * 1467 // 4095, 'mV')

Timer(0, mode=Timer.PERIODIC).channel(Timer.A, freq=10).irq(trigger=Timer.TIMEOUT, handler=show)
