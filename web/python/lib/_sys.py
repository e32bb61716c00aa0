# The WiPy's `sys` module: MicroPython's own, with the names of the platform and the board.

from sys import *
from sys import implementation, path

from collections import namedtuple

__name__ = 'sys'
del __file__

platform = 'WiPy'
implementation = namedtuple('implementation', ('name', 'version', '_machine', '_mpy'))(
    implementation.name, implementation.version, 'WiPy with CC3200', implementation._mpy)
del namedtuple


class _NoInput:
    def __getattr__(self, _):
        raise OSError('sys.stdin is not available: the terminal sends no keys to a program that runs')


stdin = _NoInput()
del _NoInput
