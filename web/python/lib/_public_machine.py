# The module `machine` as a script sees it: without the names that begin with an underscore.

from machine import *

import _peripherals

__name__ = 'machine'
del __file__

# Finds the classes that are not imported yet.
__getattr__ = _peripherals.find
__all__ = _peripherals.NAMES + tuple(name for name in globals() if not name.startswith('_'))

del _peripherals
