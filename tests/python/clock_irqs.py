# bench: []
# Alarms of the real-time clock that interrupt, repeat, and end both sleeps.
import machine
import time
from machine import RTC

rtc = RTC()
seen = []
if machine.reset_cause() == machine.DEEPSLEEP_RESET:
    print('begun again', machine.wake_reason() == machine.RTC_WAKE, rtc.now()[:6], rtc.alarm_left())
    raise SystemExit


def alarm(clock):
    seen.append((clock is rtc, irq.flags()))


def near(value, expected, tolerance):
    return abs(value - expected) <= tolerance or value


irq = rtc.irq(trigger=RTC.ALARM0, handler=alarm)
print('-- once')
rtc.alarm(0, 500)
time.sleep_ms(400)
print(seen)
time.sleep_ms(1000)
print(seen, rtc.alarm_left(), irq.flags())

print('-- soon')
seen.clear()
for ms in (0, 1, 2, 5):
    rtc.alarm(0, ms)
    time.sleep_ms(20)
print(len(seen))

print('-- again and again')
for period, count in ((500, 2), (200, 5), (100, 10)):
    seen.clear()
    rtc.alarm(0, period, repeat=True)
    time.sleep_ms(1002)
    print(period, len(seen) == count or len(seen))
rtc.alarm_cancel()
seen.clear()
time.sleep_ms(500)
print(seen)

print('-- again and again without a handler')
irq.disable()
rtc.alarm(0, 1000, repeat=True)
time.sleep_ms(1500)
print(near(rtc.alarm_left(), 500, 15), seen)
rtc.alarm_cancel()

print('-- a handler by hand')
irq.enable()
irq()
print(seen)

print('-- SUSPENDED ends with the alarm')
for wake in (machine.SLEEP, machine.SLEEP | machine.IDLE):
    seen.clear()
    irq = rtc.irq(trigger=RTC.ALARM0, handler=alarm, wake=wake)
    rtc.alarm(0, 500)
    before = rtc.now()
    machine.lightsleep()
    after = rtc.now()
    ms = (after[5] - before[5]) % 60 * 1000 + (after[6] - before[6]) // 1000
    print(wake, near(ms, 500, 20), machine.wake_reason() == machine.RTC_WAKE, seen)
seen.clear()
rtc.alarm(0, 50)
machine.sleep()
print(seen, rtc.alarm_left())
rtc.alarm(0, 10)
machine.sleep()
print(len(seen))

print('-- without SLEEP in wake, no alarm interrupts SUSPENDED; without IDLE, none interrupts the program')
irq = rtc.irq(trigger=RTC.ALARM0, handler=alarm, wake=machine.SLEEP)
seen.clear()
rtc.alarm(0, 100)
time.sleep_ms(300)
print(seen)

print('-- HIBERNATE ends with the alarm, and the script begins again')
rtc.init((2020, 5, 5, 5, 5, 5))
irq = rtc.irq(trigger=RTC.ALARM0, handler=alarm, wake=machine.DEEPSLEEP)
rtc.alarm(0, 5000)
machine.deepsleep()
print('not reached')
