# bench: [["file", "helper.py", "# bumps a count\ncount = 0\n\n\ndef bump():\n    global count\n    count += 1\n    return count\n\n\ndef loop(turns):\n    for _ in range(turns):\n        pass\n"], ["file", "data.txt", "one\ntwo\n"]]
# The files of the bench are in /flash, and modules among them take time as the script does.
import os
import sys
import time

print(os.getcwd(), sorted(os.listdir()), sys.path[:2])
print(open('data.txt').read().split(), open('/flash/main.py').readline()[:8])

print('-- a module of the bench')
import helper
print(helper.bump(), helper.bump(), helper.count, helper.__name__, helper.__file__, 'helper' in sys.modules)


def loop(turns):
    for _ in range(turns):
        pass


def duration(call):
    start = time.ticks_us()
    call(1000)
    return time.ticks_us() - start


print(duration(loop) == duration(helper.loop), duration(loop) > 2000)

print('-- a module that the script has written')
with open('made.py', 'w') as file:
    file.write("from helper import count\nprint('made', count)\ndef loop(turns):\n  for _ in range(turns): pass\n")
import made
import made
print(duration(loop) == duration(made.loop), sorted(name for name in dir(made) if name[0] != '_'))

print('-- packages')
os.mkdir('pack')
for name, text in (('__init__', 'from pack.one import first\n'), ('one', 'first = 1\n'), ('two', 'import pack.one\nsecond = pack.one.first + 1\n')):
    with open('pack/%s.py' % name, 'w') as file:
        file.write(text)
from pack import two
import pack.one as one
print(two.second, one.first, sys.modules['pack'].first)

print('-- modules that cannot be imported')
for text in ('1 +', "raise ValueError('no')", 'import nothing'):
    with open('wrong.py', 'w') as file:
        file.write(text)
    try:
        import wrong
    except Exception as error:
        print(type(error).__name__, error, 'wrong' in sys.modules)
try:
    import math, nothing
except ImportError as error:
    print(error)
with open('network.py', 'w') as file:
    file.write('name = "a stand-in"')
import network
print(network.name)

print('-- the file system')
os.rename('data.txt', 'other.txt')
os.remove('wrong.py')
print('data.txt' in os.listdir(), 'other.txt' in os.listdir('/flash'), 'wrong.py' in os.listdir(), os.sync())
try:
    with open('large.txt', 'w') as file:
        while True:
            file.write('x' * 1000)
except OSError as error:
    print(error.errno, os.stat('large.txt')[6] > 100000)
