# bench: []
# The board as a script sees it: names, help, modules, and what is refused because nothing can be typed.
import machine
import os
import sys
import time

print('-- identity')
print(sys.platform, sys.implementation.name, sys.implementation._machine, os.uname().machine)

print('-- only names that a script is meant to use')
for module in (machine, os, sys, time):
    print(module, [name for name in dir(module) if name[0] == '_' and name[:2] != '__'])

print('-- help')
help()
help('modules')
help(machine.Sleep)
names = {}
for name in ('array', 'machine', 'time', 'wipy', 'math', 'heapq', 'hashlib'):
    names[name] = __import__(name)
print(len(names))

print('-- nothing can be typed')
for read in (input, lambda: input('? '), lambda: sys.stdin.readline(), lambda: sys.stdin.read(1)):
    try:
        print('accepted', read())
    except OSError as error:
        print(error)
