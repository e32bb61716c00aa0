# bench: []
# The classes of peripherals are imported when they are first used, whatever the script has done before.
import machine
import sys


def refusal(call):
    try:
        print('accepted', call())
    except Exception as error:
        print(type(error).__name__, error)


print('-- names that machine does not have')
refusal(lambda: machine.PWM)
refusal(lambda: machine.Signal)
refusal(lambda: exec('from machine import Signal'))
print(hasattr(machine, 'PWM'), hasattr(machine, 'WDT'))

print('-- a file with the name of a module of the library')
for name in ('_timer', '_wdt'):
    with open(name + '.py', 'w') as file:
        file.write('mine = 7')
import _timer
print(machine.Timer(2), machine.Timer.A, _timer.mine, machine.WDT)

print('-- no folder in which modules are looked for')
folders = sys.path[:]
sys.path.clear()
print(machine.UART, sys.path)
sys.path.extend(folders)

print('-- the modules of a script stay restricted')
refusal(lambda: __import__('_host'))
refusal(lambda: __import__('network'))

print('-- all names')
names = {}
exec('from machine import *', names)
print(names['RTC'] is machine.RTC, names['ADC'] is machine.ADC, 'Pin' in names, '_peripherals' in names)
