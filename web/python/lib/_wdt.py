# The class `WDT` of `machine`: the watchdog, which resets the board unless it is fed in time.

import _board
from _peripheral import EPERM, check_id, settle, whole

_feed = _board.feed_watchdog

_MIN_TIMEOUT = 1000
_MAX_TIMEOUT = 107374


class WDT:
    # There is one object, because there is one watchdog.
    def __new__(cls, id=0, timeout=5000):
        return _wdt

    def __init__(self, id=0, timeout=5000):
        check_id('WDT', id, 1)
        timeout = whole('WDT', 'timeout', timeout)
        if not _MIN_TIMEOUT <= timeout <= _MAX_TIMEOUT:
            raise ValueError('WDT: timeout %d ms is outside %d to %d' % (timeout, _MIN_TIMEOUT, _MAX_TIMEOUT))
        if _board.is_watchdog_running():
            raise OSError(EPERM, 'WDT: it runs already, and only a reset stops it')
        settle(_board.start_watchdog(timeout))

    def feed(self):
        settle(_feed())

    def __repr__(self):
        return '<WDT>'


_wdt = object.__new__(WDT)
