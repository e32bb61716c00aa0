from machine import Pin, RTC
import machine

led = Pin('GP25', mode=Pin.OUT, value=0)
rtc = RTC(datetime=(2026, 5, 1, 12, 0, 0))

def woken(clock):
    led(1)
    print('the alarm has come at', clock.now()[3:6])

rtc.irq(trigger=RTC.ALARM0, handler=woken, wake=machine.SLEEP)
rtc.alarm(time=2000)
machine.sleep()
print('awake, because of the clock:', machine.wake_reason() == machine.RTC_WAKE)
