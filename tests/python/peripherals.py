# bench: [["voltage", "GP3", 0.7335]]
# The calls of the manual's quick reference for timers, PWM, the ADC, UARTs, the watchdog and the clock, one after the other.
import machine
import os
import time
from machine import ADC, Pin, RTC, Timer, UART, WDT

print('-- timers')
timer = Timer(0, mode=Timer.PERIODIC)
channel = timer.channel(Timer.A, freq=1000)
channel.freq(5)
out = Pin('GP2', mode=Pin.OUT)
toggles = []
channel.irq(trigger=Timer.TIMEOUT, handler=lambda t: toggles.append(out.toggle()))
time.sleep(2)
print(channel, len(toggles) in (9, 10))

print('-- PWM')
timer = Timer(1, mode=Timer.PWM, width=16)
print(timer.channel(Timer.A, freq=1000, duty_cycle=5055), Pin('GP25').mode() == Pin.ALT)

print('-- ADC')
adc = ADC()
apin = adc.channel(pin='GP3')
print(apin() // 10)

print('-- UART')
uart = UART(0, baudrate=9600)
print(uart.write('hello'), uart.read(5))

print('-- random numbers')
print(0 <= machine.rng() < 1 << 24, machine.rng() != machine.rng(), len(os.urandom(10)), len(set(os.urandom(100))) > 30)

print('-- the clock')
rtc = RTC()
rtc.init((2014, 5, 1, 4, 13, 0, 0, None))
print(rtc.now()[:6], time.localtime()[:6])


def alarm(clock):
    print('alarm')


rtc.alarm(time=5000, repeat=False)
irq = rtc.irq(trigger=RTC.ALARM0, handler=alarm, wake=machine.SLEEP)
machine.lightsleep()
print(rtc.now()[:6])

print('-- the watchdog')
watchdog = WDT(timeout=5000)
print(watchdog.feed())
