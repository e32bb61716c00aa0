# The WiPy's `micropython` module: MicroPython's own, with a function that this build of it lacks.

from micropython import *

__name__ = 'micropython'
del __file__


# On a WiPy this reserves memory for errors in handlers, which cannot allocate any there.
def alloc_emergency_exception_buf(size):
    pass
