# The WiPy's `time` module, on the simulated time and the real-time clock of the board.

from utime import *

import _board
import _irq
from _clock import UNITS as _UNITS, date_of as _date_of, now as _now, second_of as mktime

_begin_ticks = _board.begin_ticks
_ticks_ms = _board.ticks_ms
_ticks_us = _board.ticks_us
_begin_sleep = _board.begin_sleep
_wait = _board.wait
_service = _irq.service

# The longest wait in one piece, in microseconds, because the engine's numbers have 32 bits.
_MAX_PIECE = 1 << 28
# The longest wait that the page shows, in milliseconds.
_MAX_SHOWN = 1 << 29


# The ticks are those after the time that the call takes.
def ticks_ms():
    if _begin_ticks():
        _service()
    return _ticks_ms()


def ticks_us():
    if _begin_ticks():
        _service()
    return _ticks_us()


ticks_cpu = ticks_us


def time():
    return _now() // _UNITS


def time_ns():
    return _now() * 1000000000 // _UNITS


def gmtime(seconds=None):
    return _date_of(time() if seconds is None else seconds)


localtime = gmtime


def _check_whole(number, function, unit):
    if not isinstance(number, (int, bool)):
        raise TypeError('%s takes a whole number of %s, not %r' % (function, unit, number))


def sleep_us(us):
    _check_whole(us, 'sleep_us', 'microseconds')
    whole_ms = min(us // 1000, _MAX_SHOWN)
    while us > _MAX_PIECE:
        _begin_sleep(_MAX_PIECE, whole_ms)
        _irq.wait(_wait)
        us -= _MAX_PIECE
    _begin_sleep(max(us, 0), whole_ms)
    _irq.wait(_wait)


def sleep_ms(ms):
    _check_whole(ms, 'sleep_ms', 'milliseconds')
    sleep_us(ms * 1000)


def sleep(seconds):
    if not isinstance(seconds, (int, bool, float)):
        raise TypeError('sleep takes a number of seconds, not %r' % (seconds,))
    sleep_us(int(seconds * 1000000))
