# The time of the real-time clock, and the dates of its seconds. A WiPy counts them from 2000-01-01.

from utime import gmtime as _date_since_1970, mktime as _seconds_since_1970

import _board
import _irq

# The seconds from 1970-01-01 to 2000-01-01.
_EPOCH = 946684800
# The clock counts units of 1/1024 s.
UNITS = 1024

_rtc_time = _board.rtc_time


# Returns the time of the clock in its units.
def now():
    time = int(_rtc_time())
    _irq.service()
    return time


# Returns the date of a second as the tuple of `time.gmtime`.
def date_of(second):
    return _date_since_1970(second + _EPOCH)


# Returns the second in which such a date begins.
def second_of(date):
    return _seconds_since_1970(date) - _EPOCH
