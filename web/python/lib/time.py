# The WiPy's `time` module, on the simulated time of the board.

from utime import *

import _board
import _irq

# These are looked up once: each lookup makes an object, and none is freed while a script runs.
_begin_ticks = _board.begin_ticks
_ticks_ms = _board.ticks_ms
_ticks_us = _board.ticks_us
_begin_sleep = _board.begin_sleep
_wait = _board.wait
_service = _irq.service

# The longest wait in one piece, in microseconds, because the engine's numbers have 32 bits.
_MAX_PIECE = 1 << 28


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


def time_ns():
    return int(_board.time_digits())


def time():
    return time_ns() // 1000000000


def sleep_us(us):
    us = int(us)
    while us > _MAX_PIECE:
        _begin_sleep(_MAX_PIECE)
        _irq.wait(_wait)
        us -= _MAX_PIECE
    _begin_sleep(us)
    _irq.wait(_wait)


def sleep_ms(ms):
    sleep_us(int(ms) * 1000)


def sleep(seconds):
    sleep_us(int(seconds * 1000000))
