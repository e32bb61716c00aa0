# bench: [["wire", "GP24", "GP8"], ["wire", "GP10", "GP12"]]
# Interrupts of timers: how often they come, their handlers, and PWM that interrupts another pin.
import machine
import time
from machine import Pin, Timer

ticks = []


def count(channel):
    ticks.append(channel)


def count_in(ms):
    ticks.clear()
    time.sleep_ms(ms)
    return len(ticks)


print('-- a period gives exactly as many timeouts as fit')
timer = Timer(0, mode=Timer.PERIODIC)
channel = timer.channel(Timer.A, freq=5)
irq = channel.irq(handler=count, trigger=Timer.TIMEOUT)
print(channel.freq(), count_in(1001), all(tick is channel for tick in ticks))
channel.freq(100)
print(count_in(1001))
channel.freq(1000)
# The counter is above the new end of its period, so it first goes on until it wraps.
time.sleep_ms(1500)
print(count_in(2000))

print('-- both halves of every timer')
timer.deinit()
for id in range(4):
    timer = Timer(id, mode=Timer.PERIODIC)
    for half, freq, priority in ((Timer.A, 50, 3), (Timer.B, 20, 7)):
        timer.channel(half, freq=freq).irq(trigger=Timer.TIMEOUT, priority=priority, handler=count)
    print(count_in(1001), sum(tick is timer.channel(Timer.A) for tick in ticks))
    timer.deinit()
    print(count_in(100))

print('-- one shot')
timer = Timer(0, mode=Timer.ONE_SHOT)
timer.channel(Timer.A, period=100000).irq(handler=count, trigger=Timer.TIMEOUT)
print(count_in(101), count_in(101))
timer = Timer(1, mode=Timer.PERIODIC, width=32)
timer.channel(Timer.A | Timer.B, period=500000).irq(handler=count, trigger=Timer.TIMEOUT)
print(count_in(5001))

print('-- the callback object')
timer.init(Timer.PERIODIC)
channel = timer.channel(Timer.B, freq=10)
seen = []
irq = channel.irq(trigger=Timer.TIMEOUT, handler=lambda ch: seen.append(irq.flags()))
time.sleep_ms(250)
irq.disable()
print(seen, irq.flags(), count_in(500))
irq()
irq.enable()
time.sleep_ms(200)
print(seen[2:])
irq.init(trigger=Timer.TIMEOUT, handler=count)
print(count_in(500), len(seen))


def fail(channel):
    raise ValueError('in a handler')


channel.irq(trigger=Timer.TIMEOUT, handler=fail)
print(count_in(500))
timer.deinit()

print('-- a handler that waits is interrupted by a more urgent one')
order = []
slow = Timer(0, mode=Timer.ONE_SHOT).channel(Timer.A, period=1000)
fast = Timer(1, mode=Timer.ONE_SHOT).channel(Timer.A, period=2000)


def wait(channel):
    order.append('slow')
    time.sleep_ms(5)
    order.append('slow ends')


slow.irq(trigger=Timer.TIMEOUT, priority=1, handler=wait)
fast.irq(trigger=Timer.TIMEOUT, priority=2, handler=lambda channel: order.append('fast'))
time.sleep_ms(20)
print(order)

print('-- PWM interrupts the input that it is wired to')
edges = []
Pin('GP8', Pin.IN).irq(trigger=Pin.IRQ_RISING, handler=lambda pin: edges.append(time.ticks_us()))
pwm = Timer(0, mode=Timer.PWM).channel(Timer.A, freq=100, duty_cycle=2500)
time.sleep_ms(105)
print(len(edges), [(time.ticks_diff(b, a) + 50) // 100 for a, b in zip(edges, edges[1:])][:3])
Pin('GP8').irq().disable()
probe = Pin('GP8')
for duty in (2500, 7500):
    pwm.duty_cycle(duty)
    high = 0
    for _ in range(1000):
        high += probe()
        time.sleep_us(97)
    print(duty, abs(high - duty // 10) < 30)
pwm.duty_cycle(2500, Timer.NEGATIVE)
high = 0
for _ in range(1000):
    high += probe()
    time.sleep_us(97)
print(abs(high - 750) < 30)

print('-- the hardware never interrupts at the match, and has a pulse at a duty cycle of 0')
ticks.clear()
pwm.irq(trigger=Timer.MATCH, handler=count)
time.sleep_ms(100)
print(ticks)
edges.clear()
Pin('GP8').irq(trigger=Pin.IRQ_RISING, handler=lambda pin: edges.append(0))
pwm.duty_cycle(0, Timer.POSITIVE)
time.sleep_ms(100)
print(8 <= len(edges) <= 11)

print('-- a timer and its interrupt go on after SUSPENDED')
Pin('GP8').irq().disable()
timer = Timer(1, mode=Timer.PERIODIC)
timer.channel(Timer.A, freq=50).irq(trigger=Timer.TIMEOUT, handler=count)
rtc = machine.RTC()
rtc.irq(trigger=rtc.ALARM0, wake=machine.SLEEP)
rtc.alarm(0, 500)
machine.lightsleep()
print(machine.wake_reason() == machine.RTC_WAKE, count_in(1001), Pin('GP24').mode() == Pin.ALT)
