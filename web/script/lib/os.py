# The system as a WiPy names itself.

from collections import namedtuple

from uos import *

_Uname = namedtuple('uname', ('sysname', 'nodename', 'release', 'version', 'machine'))


def uname():
    return _Uname('WiPy', 'WiPy', '1.27.0', 'v1.27.0 in Pinscope', 'WiPy with CC3200')
