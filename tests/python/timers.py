# bench: []
# The timers: their settings, their printed text, and what is refused.
from machine import Pin, Timer
import os


def refusal(call):
    try:
        print('accepted', call())
    except Exception as error:
        print(type(error).__name__, error)


print('-- every timer counts in both halves, once, again and again, or as PWM')
for id in range(4):
    timer = Timer(id, mode=Timer.PERIODIC)
    print(timer, timer.channel(Timer.A, freq=5), timer.channel(Timer.B, freq=5))
    timer = Timer(id, mode=Timer.ONE_SHOT)
    print(timer, timer.channel(Timer.A, freq=50), timer.channel(Timer.B, freq=50))
    timer = Timer(id, mode=Timer.PWM)
    print(timer.channel(Timer.A, freq=50000, duty_cycle=2000, polarity=Timer.POSITIVE))
    print(timer.channel(Timer.B, freq=50000, duty_cycle=8000, polarity=Timer.NEGATIVE))
    print(timer.deinit(), timer)

print('-- one object for each timer, whose name alone changes nothing')
timer = Timer(0, Timer.PERIODIC, width=32)
print(Timer(0) is timer, Timer(0), timer.channel(Timer.A | Timer.B))
channel = timer.channel(Timer.A | Timer.B, period=5000000)
print(channel, channel is timer.channel(Timer.A | Timer.B))
print(channel.freq(), channel.period(), channel.freq(2), channel.freq(), channel.period())
print(channel.period(150000), channel.freq(), channel.period(), channel.duty_cycle())

print('-- PWM takes the pin that offers it')
for name, id, half in (('GP24', 0, Timer.A), ('GP25', 1, Timer.A), ('GP9', 2, Timer.B), ('GP10', 3, Timer.A),
                       ('GP11', 3, Timer.B)):
    Pin(name, Pin.OUT)
    timer = Timer(id)
    if half == Timer.A or id == 2:
        timer.init(Timer.PWM)
    channel = timer.channel(half, freq=1000, duty_cycle=5055)
    print(Pin(name), channel)
print(channel.duty_cycle(), channel.duty_cycle(12000), channel.duty_cycle(), channel.duty_cycle(-1, Timer.NEGATIVE))
print(channel)

print('-- what is refused')
timer = Timer(1, mode=Timer.PERIODIC)
whole = Timer(2, mode=Timer.PERIODIC, width=32)
channel = timer.channel(Timer.A, freq=10)
off = Timer(3)
off.deinit()
pwm = Timer(0, mode=Timer.PWM).channel(Timer.A, period=1000)
for call in (
        lambda: Timer(4), lambda: Timer(-1), lambda: Timer('0'), lambda: Timer(),
        lambda: Timer(0, mode=12), lambda: Timer(0, mode='PWM'), lambda: Timer(0, mode=Timer.PWM, width=32),
        lambda: Timer(0, mode=Timer.PERIODIC, width=24), lambda: timer.init(),
        lambda: timer.init(period=1000), lambda: timer.init(Timer.PERIODIC, callback=print, freq=5),
        lambda: timer.channel(Timer.A | Timer.B, freq=1), lambda: timer.channel(3), lambda: whole.channel(Timer.A, freq=1),
        lambda: timer.channel(Timer.A, freq=4), lambda: timer.channel(Timer.A, freq=40000001),
        lambda: timer.channel(Timer.A, period=209716), lambda: timer.channel(Timer.A, period=-1),
        lambda: timer.channel(Timer.A, period=53687091 * 5), lambda: whole.channel(Timer.A | Timer.B, period=53687092),
        lambda: timer.channel(Timer.A, freq=10, period=10), lambda: timer.channel(Timer.A, polarity=Timer.NEGATIVE),
        lambda: timer.channel(Timer.A, 10), lambda: timer.channel(Timer.A, freq=10, polarity=3),
        lambda: timer.channel(Timer.A, freq='10'), lambda: timer.channel(Timer.A, freq=10, callback=print),
        lambda: channel.freq(0), lambda: channel.period(0), lambda: channel.freq(4),
        lambda: off.channel(Timer.A), lambda: off.channel(Timer.A, freq=10),
        lambda: channel.irq(), lambda: channel.irq(trigger=Timer.MATCH), lambda: pwm.irq(trigger=Timer.TIMEOUT),
        lambda: channel.irq(trigger=Timer.TIMEOUT, priority=8), lambda: channel.irq(trigger=Timer.TIMEOUT, wake=2),
        lambda: channel.irq(trigger=Timer.TIMEOUT, handler=3), lambda: channel.irq(handler=print)):
    refusal(call)
print(channel, channel.freq(), timer.channel(Timer.A) is channel)
timer.deinit()
refusal(channel.duty_cycle)
refusal(lambda: channel.freq(10))
print(timer.deinit())

print('-- a thousand of them lose no memory')
for _ in range(1000):
    Timer(0, mode=Timer.PERIODIC).channel(Timer.A, freq=1000)
print('done')
