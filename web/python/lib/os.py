# The WiPy's `os` module: MicroPython's own, with the names of a WiPy.

from collections import namedtuple

from uos import *

_Uname = namedtuple('uname', ('sysname', 'nodename', 'release', 'version', 'machine'))


def uname():
    return _Uname('WiPy', 'WiPy', '1.27.0', 'v1.27.0 in Pinscope', 'WiPy with CC3200')
