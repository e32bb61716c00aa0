# Time as the board has it: it runs, pauses and slows down with the page's.

from utime import *

import _board
import _handlers

# Looked up once: each look makes an object, and none is collected while a script runs.
_ticks_ms = _board.ticks_ms
_ticks_us = _board.ticks_us
_wait_until = _board.wait_until
_at = _handlers.at

_TICKS = 1 << 30
# The longest wait in one piece; ticks tell apart no more than half their period.
_PIECE = 1 << 28


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
        piece = min(us, _PIECE)
        end = (_ticks_us() + piece) % _TICKS
        while _wait_until(end, _at[0]):
            _handlers.attend()
        us -= piece


def sleep_ms(ms):
    sleep_us(int(ms) * 1000)


def sleep(seconds):
    sleep_us(int(seconds * 1000000))
