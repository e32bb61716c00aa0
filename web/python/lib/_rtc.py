# The class `RTC` of `machine`: the real-time clock and its alarm.

import _board
import _irq
from _clock import UNITS, date_of, now, second_of
from _peripheral import absent, check_id, check_irq, irq, settle, whole

_set_rtc_time = _board.set_rtc_time
_set_alarm = _board.set_alarm
_enable_alarm = _board.enable_alarm
_read_ticks_to_alarm = _board.ticks_to_alarm
_set_handler_name = _board.set_handler_name

_IDLE = 1
_SLEEP = 2
_DEEPSLEEP = 4
# The time after power-on, which is 2015-01-01.
_START = 473385600 * UNITS
_MIN_YEAR = 2000
_MAX_YEAR = 2099
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
# An alarm this many units away comes later than the call that sets it takes.
_MIN_UNITS = 3
# A repeated alarm comes at least this many units after the last one.
_MIN_REPEAT = 10
_TICKS = 32768


# Returns the time of a tuple of year, month, day, and perhaps hour, minute, second, microsecond and a time zone.
def _time_of(date):
    if not isinstance(date, (tuple, list)):
        raise TypeError('RTC: a date is a tuple from the year on, not %r' % (date,))
    if not 3 <= len(date) <= 8:
        raise ValueError('RTC: a date has 3 to 8 fields, from the year on, not %d' % len(date))
    fields = [whole('RTC', 'a field of a date', field) for field in date[:7]]
    year, month, day, hour, minute, second, microsecond = fields + [0] * (7 - len(fields))
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    days = 29 if month == 2 and leap else _DAYS[month - 1] if 1 <= month <= 12 else 0
    for name, value, least, most in (
            ('year', year, _MIN_YEAR, _MAX_YEAR), ('month', month, 1, 12), ('day', day, 1, days), ('hour', hour, 0, 23),
            ('minute', minute, 0, 59), ('second', second, 0, 59), ('microsecond', microsecond, 0, 999999)):
        if not least <= value <= most:
            raise ValueError('RTC: %s %d is outside %d to %d' % (name, value, least, most))
    seconds = second_of((year, month, day, hour, minute, second, 0, 0))
    return seconds * UNITS + microsecond // 1000 * UNITS // 1000


class RTC:
    ALARM0 = 1

    # There is one object, because there is one clock.
    def __new__(cls, id=0, datetime=None):
        return _rtc

    # Without a date, the clock keeps its time.
    def __init__(self, id=0, datetime=None):
        check_id('RTC', id, 1)
        if datetime is not None:
            self.init(datetime)

    def init(self, datetime=None):
        settle(_set_rtc_time(float(_START if datetime is None else _time_of(datetime))))

    def deinit(self):
        self.init()

    def now(self):
        seconds, units = divmod(now(), UNITS)
        year, month, day, hour, minute, second = date_of(seconds)[:6]
        return year, month, day, hour, minute, second, units * 1000 // UNITS * 1000, None

    def alarm(self, id=0, time=None, *, repeat=False):
        check_id('RTC', id, 1)
        if isinstance(time, tuple):
            if repeat:
                raise ValueError('RTC: an alarm at a date cannot repeat; give the milliseconds until it')
            at = _time_of(time)
        elif isinstance(time, int):
            if time < 0:
                raise ValueError('RTC: an alarm in %d ms has passed' % time)
            at = now() + max(time * UNITS // 1000, _MIN_UNITS)
        else:
            raise TypeError('RTC: the time of an alarm is a number of milliseconds or a date, not %r' % (time,))
        self._repeat = max(time * UNITS // 1000, _MIN_REPEAT) if repeat else 0
        self._set(at)

    def alarm_left(self, id=0):
        check_id('RTC', id, 1)
        return _ticks_to_alarm() * 1000 // _TICKS

    def alarm_cancel(self, id=0):
        check_id('RTC', id, 1)
        self._repeat = 0
        settle(_set_alarm(float(now()), False))

    def irq(self, *, trigger=absent, priority=1, handler=None, wake=None):
        most = _IDLE | _SLEEP | _DEEPSLEEP
        _, wake = check_irq('RTC', RTC.ALARM0, 'RTC.ALARM0', most, trigger, 1, handler, wake)
        armed = irq(self, handler)
        self._wake = wake
        _irq.irqs[_irq.RTC] = armed
        _set_handler_name(_irq.RTC, getattr(handler, '__name__', ''))
        self._enable_irq(True)
        return armed

    def _enable_irq(self, on):
        self._is_enabled = on
        # An alarm that has passed does not interrupt.
        settle(_enable_alarm(self._repeat > 0 or on and _ticks_to_alarm() > 0))

    def _set(self, at):
        self._at = at
        # A repeated alarm sets itself again when it interrupts.
        settle(_set_alarm(float(at), self._is_enabled or self._repeat > 0))

    # Serves the interrupt of the alarm.
    def _serve(self, armed):
        self._repeat_alarm()
        if self._is_enabled and self._wake & _IDLE:
            self._call(armed)

    def _repeat_alarm(self):
        if self._repeat:
            self._set(max(self._at + self._repeat, now() + _MIN_REPEAT))

    def _call(self, armed):
        self._flags = RTC.ALARM0
        _irq.run_handler(armed)
        self._flags = 0

    # Lets the alarm end the sleep that begins now, if it may.
    def _before_sleep(self, mode):
        wake = _SLEEP if mode == 1 else _DEEPSLEEP
        _board.set_alarm_wake(mode, bool(self._is_enabled and self._wake & wake))

    # Calls the handler after the alarm has ended a sleep. The board wakes a little early, to be in time for the alarm.
    def _after_sleep(self):
        left = _ticks_to_alarm()
        if left:
            _board.begin_sleep(left * 1000000 // _TICKS + 1, left * 1000 // _TICKS)
            _irq.wait(_board.wait)
        if not self._wake & _IDLE:
            self._repeat_alarm()
            self._call(_irq.irqs.get(_irq.RTC))

    def __repr__(self):
        return '<RTC>'


def _ticks_to_alarm():
    ticks = int(_read_ticks_to_alarm())
    _irq.service()
    return ticks


_rtc = object.__new__(RTC)
_rtc._is_enabled = False
_rtc._wake = _IDLE
_rtc._repeat = 0
_rtc._at = 0
_rtc._flags = 0
_irq.irqs[_irq.RTC] = irq(_rtc, None)


# Lets the alarm interrupt again, because SUSPENDED has lost that setting. The clock itself has kept the alarm.
def restore():
    _rtc._enable_irq(_rtc._is_enabled)
