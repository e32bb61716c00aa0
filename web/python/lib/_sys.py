# The WiPy's `sys` module: MicroPython's own, with the name of the platform.

from sys import *
from sys import path

__name__ = 'sys'

platform = 'WiPy'
