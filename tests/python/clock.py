# bench: []
# The real-time clock: its dates, its alarm without a handler, and what is refused.
import time
from machine import RTC


def refusal(call):
    try:
        print('accepted', call())
    except Exception as error:
        print(type(error).__name__, error)


def near(value, expected, tolerance):
    return abs(value - expected) <= tolerance or value


print('-- the date')
rtc = RTC()
print(rtc, rtc.now()[:6], RTC() is rtc, rtc.now()[7])
rtc = RTC(datetime=(2016, 2, 29, 23, 59, 58, 0, None))
print(rtc.now()[:6])
time.sleep_ms(1000)
print(rtc.now()[:6], time.localtime()[:6])
time.sleep_ms(1000)
print(rtc.now()[:6], RTC().now()[:6])
print(rtc.deinit(), rtc.now()[:6])
print(rtc.init((2031, 8, 7, 6, 5, 4, 321000)), rtc.now()[:6], near(rtc.now()[6], 321000, 5000))
for date in ((2015, 9, 19, 8, 30, 1, 5), (2015, 9, 19, 8, 30, 1), [2015, 9, 19, 8, 30], (2015, 9, 19, 8), (2015, 9, 19),
             (2000, 1, 1, 0, 0, 0), (2000, 2, 29), (2036, 2, 29), (2099, 12, 31, 23, 59, 59)):
    rtc.init(date)
    print(rtc.now()[:6])
print(time.time() == time.mktime(rtc.now()[:3] + rtc.now()[3:6] + (0, 0)))

print('-- an alarm')
rtc.init((2020, 1, 1))
print(rtc.alarm(0, 5000), near(rtc.alarm_left(), 5000, 10))
rtc.alarm(time=2000)
time.sleep_ms(1000)
print(near(rtc.alarm_left(), 1000, 10))
time.sleep_ms(1000)
print(rtc.alarm_left(), rtc.alarm_left(0))
rtc.alarm(0, (2020, 1, 1, 0, 0, 50))
time.sleep_ms(1000)
print(near(rtc.alarm_left(0), 47000, 100))
print(rtc.alarm_cancel(), rtc.alarm_left())

print('-- what is refused')
for call in (
        lambda: RTC(1), lambda: RTC(200000000), lambda: RTC((2014, 1, 1)), lambda: RTC(datetime=(2014, 1)),
        lambda: rtc.init((2014, 1, 1, 0, 0, 0, 0, None, 1)), lambda: rtc.init((1999, 1, 1)), lambda: rtc.init((2100, 1, 1)),
        lambda: rtc.init((2014, 13, 1)), lambda: rtc.init((2014, 0, 1)), lambda: rtc.init((2015, 2, 29)),
        lambda: rtc.init((2099, 2, 29)), lambda: rtc.init((2014, 1, 1, 24)), lambda: rtc.init((2014, 1, 1, 0, 60)),
        lambda: rtc.init((2014, 1, 1, 0, 0, 60)), lambda: rtc.init((2014, 1, '1')), lambda: rtc.init(5),
        lambda: rtc.alarm(5000), lambda: rtc.alarm(), lambda: rtc.alarm(0, [2020, 1, 1]), lambda: rtc.alarm(0, -1),
        lambda: rtc.alarm(0, (2020, 1, 1), repeat=True), lambda: rtc.alarm(0, 1000, True),
        lambda: rtc.alarm_left(1), lambda: rtc.alarm_cancel(1),
        lambda: rtc.irq(), lambda: rtc.irq(trigger=10), lambda: rtc.irq(trigger=RTC.ALARM0, wake=8),
        lambda: rtc.irq(trigger=RTC.ALARM0, handler=3)):
    refusal(call)
print(rtc.now()[:3])
