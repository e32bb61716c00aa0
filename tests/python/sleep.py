# bench: [["clock", "GP2", 10], ["clock", "GP17", 3]]
# Sleep and wake, time, and information about the board.
import machine
import os
import time
import wipy
from machine import Pin

print(machine.reset_cause(), machine.wake_reason())
if machine.reset_cause() == machine.DEEPSLEEP_RESET:
    print('begun again', Pin('GP9'))
    raise SystemExit

print('-- time')
start = time.ticks_ms()
time.sleep_ms(250)
time.sleep(0.5)
time.sleep_us(1000)
print(time.ticks_diff(time.ticks_ms(), start), time.time() - 473385600)
start = time.ticks_us()
turns = 0
while time.ticks_diff(time.ticks_us(), start) < 2000:
    turns += 1
print(turns > 100)

print('-- the board')
print(os.uname().sysname, os.uname().machine, machine.freq(), len(machine.unique_id()))
print(wipy.heartbeat(), wipy.heartbeat(False), wipy.heartbeat())

seen = []
out = Pin('GP9', Pin.OUT, value=1)
a = Pin('GP2')
b = Pin('GP17')


def record(p):
    seen.append((p.id(), p.irq().flags(), machine.wake_reason()))
    p.irq().disable()


def print_seen():
    print(seen)
    seen.clear()


print('-- idle ends with the next tick, and with any interrupt')
start = time.ticks_us()
machine.idle()
print(time.ticks_diff(time.ticks_us(), start) <= 1004)
a.irq(trigger=Pin.IRQ_RISING, handler=record)
while not seen:
    machine.idle()
print_seen()

print('-- without ACTIVE it does not interrupt while the board runs')
a.irq(trigger=Pin.IRQ_RISING, handler=record, wake=machine.Sleep.SUSPENDED)
time.sleep_ms(500)
print_seen()

print('-- SUSPENDED goes on after the call; pins stay as they are')
machine.sleep()
print_seen()
print(out)

print('-- one pin at a time: the last')
a.irq(trigger=Pin.IRQ_RISING, handler=record, wake=machine.SLEEP)
b.irq(trigger=Pin.IRQ_FALLING, handler=record, wake=machine.SLEEP)
machine.lightsleep()
print_seen()

print('-- HIBERNATE begins again from the top')
a.irq(trigger=Pin.IRQ_RISING, wake=machine.Sleep.HIBERNATE | machine.Sleep.SUSPENDED)
machine.deepsleep()
print('not reached')
