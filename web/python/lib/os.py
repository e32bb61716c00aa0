# The WiPy's `os` module: MicroPython's own, with the names of a WiPy.

from uos import *

from collections import namedtuple as _namedtuple

from _dupterm import dupterm
from _oserror import with_errno as _with_errno
from _rng import next_number as _next_number
from _unsupported import Unsupported as _Unsupported

mkfs = _Unsupported('os.mkfs')

for _name in ('chdir', 'ilistdir', 'listdir', 'mkdir', 'remove', 'rename', 'rmdir', 'stat', 'statvfs', 'unlink'):
    if _name in globals():
        globals()[_name] = _with_errno(globals()[_name])

_Uname = _namedtuple('uname', ('sysname', 'nodename', 'release', 'version', 'machine'))


def uname():
    return _Uname('WiPy', 'WiPy', '1.27.0', 'v1.27.0 in Pinscope', 'WiPy with CC3200')


def urandom(count):
    return bytes(_next_number() & 0xff for _ in range(count))


# Files are written at once.
def sync():
    pass
