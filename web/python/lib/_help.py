# The function `help`, which shows only the names that a script is meant to use.

from _module_names import names as _module_names

_TEXT = '''Welcome to MicroPython on a WiPy.

Pin('GP25', Pin.OUT, value=1), after from machine import Pin, lights the LED.
help(Pin) lists what an object has, help('modules') what can be imported.

Ctrl-C stops what runs. Ctrl-D resets the board, and the script that ran last runs again.
Ctrl-E begins to paste several lines, and Ctrl-D ends it.'''

_NAMES_PER_LINE = 5


def help(*subjects):
    if not subjects:
        print(_TEXT)
    elif subjects[0] == 'modules':
        for start in range(0, len(_module_names), _NAMES_PER_LINE):
            print(''.join('%-14s' % name for name in _module_names[start:start + _NAMES_PER_LINE]).rstrip())
    else:
        _describe(subjects[0])


def _describe(subject):
    print('object %r is of type %s' % (subject, type(subject).__name__))
    for name in sorted(dir(subject)):
        if not name.startswith('_') and hasattr(subject, name):
            print('  %s -- %r' % (name, getattr(subject, name)))
