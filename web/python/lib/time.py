# The WiPy's `time` module, on the simulated time of the board.

from utime import *

import _board
import _irq

# These are looked up once: each lookup makes an object, and none is freed while a script runs.
_ticks_ms = _board.ticks_ms
_ticks_us = _board.ticks_us
_wait_until = _board.wait_until
_current_line = _irq.current_line

# Ticks count modulo this.
_TICKS_PERIOD = 1 << 30
# The longest wait in one piece, because two ticks can be compared only within half of the period.
_MAX_PIECE = 1 << 28


def ticks_ms():
    return _ticks_ms()


def ticks_us():
    return _ticks_us()


ticks_cpu = ticks_us


def time_ns():
    return int(_board.time_digits())


def time():
    return time_ns() // 1000000000


def sleep_us(us):
    us = int(us)
    while us > 0:
        piece = min(us, _MAX_PIECE)
        end = (_ticks_us() + piece) % _TICKS_PERIOD
        # The wait is over when it returns 0.
        while _wait_until(end, _current_line[0]):
            _irq.service()
        us -= piece


def sleep_ms(ms):
    sleep_us(int(ms) * 1000)


def sleep(seconds):
    sleep_us(int(seconds * 1000000))
