# The classes of `machine` for the peripherals. Each is imported when a script uses it first: most scripts use none, and
# start sooner without them.

import builtins
import sys

_MODULES = {'ADC': '_adc', 'RTC': '_rtc', 'Timer': '_timer', 'UART': '_uart', 'WDT': '_wdt'}
NAMES = tuple(_MODULES)

# Other boards have a class PWM.
NO_PWM = "a WiPy's machine has no PWM: its timers make it, such as Timer(2, mode=Timer.PWM)"

# MicroPython's own function for imports, and that of scripts, which `_imports.py` sets.
_import = builtins.__import__
script_import = None

# The modules that are imported already, by the names of their classes.
_imported = {}


# Returns the class with this name.
def find(name):
    if name not in _MODULES:
        raise AttributeError(NO_PWM if name == 'PWM' else "'module' object has no attribute '%s'" % name)
    if name not in _imported:
        _imported[name] = _import_from_library(_MODULES[name])
    return getattr(_imported[name], name)


# A script may have changed `sys.path` or have a module with the same name, and may not import some of the modules that the
# classes need.
def _import_from_library(name):
    folders, other = sys.path[:], sys.modules.pop(name, None)
    sys.path[:], builtins.__import__ = ['/lib'], _import
    try:
        return _import(name)
    finally:
        sys.path[:], builtins.__import__ = folders, script_import
        if other is not None:
            sys.modules[name] = other


# Sets up again the peripherals that are in use, because SUSPENDED has lost their registers.
def restore():
    for name in ('Timer', 'UART', 'ADC', 'RTC'):
        if name in _imported:
            _imported[name].restore()
