# Decides which modules a script can import.

import builtins
import sys

import _micropython
import _own_modules
import _peripherals
import _public_machine
import _public_os
import _public_select
import _public_time
import _sys

_PATCHED_MODULES = {
    'machine': _public_machine, 'micropython': _micropython, 'os': _public_os, 'select': _public_select, 'sys': _sys,
    'time': _public_time, 'umachine': _public_machine, 'uos': _public_os, 'uselect': _public_select, 'usys': _sys,
    'utime': _public_time,
}

# These lead out of the interpreter.
_HIDDEN_MODULES = ('js', 'jsffi', '_board', '_host')

_NO_RADIO = 'the radio of the WiPy is not simulated, but its pins, interrupts and sleep are'
_NO_ASYNCIO = 'a WiPy has no asyncio either, but handlers of interrupts, set with Pin.irq()'
_UNSUPPORTED_MODULES = {
    '_thread': 'one program runs, with the handlers of its interrupts',
    'asyncio': _NO_ASYNCIO,
    'network': _NO_RADIO,
    'pyb': "the WiPy's module is machine, with Pin and the sleep modes",
    'socket': _NO_RADIO,
    'ssl': _NO_RADIO,
    'uasyncio': _NO_ASYNCIO,
    'usocket': _NO_RADIO,
    'ussl': _NO_RADIO,
}

_import = builtins.__import__


# MicroPython would raise an AttributeError, because the module has a function `__getattr__`.
def _check_machine_has(names):
    for name in names or ():
        if name != '*' and not hasattr(_public_machine, name):
            raise ImportError(_peripherals.NO_PWM if name == 'PWM' else "can't import name %s" % name)


def _import_allowed(name, *rest):
    package = name.split('.')[0]
    if package in _HIDDEN_MODULES:
        raise ImportError("no module named '%s'" % name)
    if package in ('machine', 'umachine'):
        # `rest` has the global and the local variables of the importing module, and then the names that it imports.
        _check_machine_has(rest[2] if len(rest) > 2 else None)
    if not _own_modules.load(name, _import) and package in _UNSUPPORTED_MODULES:
        raise ImportError('%s is not part of this playground: %s' % (package, _UNSUPPORTED_MODULES[package]))
    return _import(name, *rest)


sys.modules.update(_PATCHED_MODULES)
_peripherals.script_import = builtins.__import__ = _import_allowed
