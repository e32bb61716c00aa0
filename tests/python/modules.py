# bench: []
# The modules of a WiPy: their names, and how what Pinscope lacks is refused.
import machine
import os
import sys
import time

import micropython
from micropython import alloc_emergency_exception_buf, const


def public(module):
    return ' '.join(sorted(name for name in dir(module) if not name.startswith('_')))


def refusal(call):
    try:
        print('accepted', call())
    except Exception as error:
        print(type(error).__name__, error)


print('-- names')
print(public(machine))
print(public(machine.Pin))
print(public(machine.Sleep))

print('-- micropython')
micropython.alloc_emergency_exception_buf(100)
alloc_emergency_exception_buf(100)
print(const(7), micropython.const(7), micropython.opt_level(), micropython)

print('-- sys, and the names with a u')
print(sys.platform, sys.byteorder, '/lib' in sys.path, sys)
import uos, utime, usys, umachine
print(uos is os, utime is time, umachine is machine, usys.platform)

print('-- small functions')
print(machine.freq() // 1000000, machine.POWER_ON == machine.PWRON_RESET, 0 <= machine.rng() < 1 << 24)
print(machine.main('main.py'), len(os.urandom(5)))
refusal(lambda: machine.main(3))
refusal(lambda: machine.freq(80000000))

print('-- parts that can be imported and not used')
from machine import Pin, ADC, I2C, RTC, SD, SPI, Timer, UART, WDT
for part in (I2C, SD, SPI, lambda: os.mkfs('/flash'), os.sync):
    refusal(part)

print('-- modules that cannot be imported')
for name in ('network', 'usocket', 'socket', 'ussl', '_thread', 'asyncio', 'uasyncio', 'pyb', 'js', '_board',
             '_host', 'nothing'):
    refusal(lambda: __import__(name))
refusal(lambda: exec('from network import WLAN'))
refusal(lambda: exec('from machine import Pin, PWM'))
refusal(lambda: exec('from machine import Signal'))

print('-- methods of other boards, and other ways to give arguments')
pin = Pin('GP9')
for call in (lambda: pin.on(), lambda: pin.off(), lambda: pin.high(), lambda: pin.low(), lambda: pin.nothing,
             lambda: Pin(2), lambda: Pin('G17'), lambda: Pin('P10'), lambda: Pin.board.GP99,
             lambda: pin.irq(print, Pin.IRQ_RISING), lambda: pin.irq(handler=None),
             lambda: Pin('GP9', Pin.OUT, None, 1), lambda: machine.lightsleep(1000), lambda: machine.sleep(1000), lambda: machine.deepsleep(1000)):
    refusal(call)
print(hasattr(pin, 'on'), hasattr(pin, 'value'))
