# The class `Timer` of `machine`: four timers, whose channels count or modulate the width of pulses.

import _board
import _irq
from _peripheral import EPERM, absent, check_id, check_irq, irq, settle, whole

_configure_timer = _board.configure_timer
_stop_timer = _board.stop_timer
_start_channel = _board.start_channel
_connect_channel = _board.connect_channel
_arm_channel = _board.arm_channel
_set_handler_name = _board.set_handler_name

_COUNT = 4
_CLOCK_HZ = 80000000
_TICKS_PER_US = 80
_MAX_TICKS = 0xffffffff
_MAX_TICKS_16 = 0xffffff
_MAX_DUTY = 10000
_MAX_WAKE = 1

# The limits of frequency and period, which the engine checks, by the width of the counter.
_LIMITS = {
    ('freq', 16): '5 to 40000000 Hz',
    ('freq', 32): '1 to 40000000 Hz',
    ('period', 16): '1 to 209715 us',
    ('period', 32): '1 to 53687091 us',
}
# Added to the error about a channel that counts longer than the width 16 allows.
_WIDER = '; init(mode, width=32) and then channel(Timer.A | Timer.B) allow it'

# What to write instead of settings that other boards take, and a WiPy does not.
_INIT_RULE = ('%s: init takes a mode and width%s; write init(Timer.PERIODIC), then channel(Timer.A, period=100000), '
              'and irq(trigger=Timer.TIMEOUT, handler=...) on that channel')
_CHANNEL_RULE = ('%s: a channel takes freq or period, polarity and duty_cycle%s; a handler is given with '
                 'irq(trigger=Timer.TIMEOUT, handler=...) on the channel')


# Returns the end of the first part of a rule: the settings that were given against it.
def _list(settings):
    return ', not ' + ', '.join(sorted(settings)) if settings else ''


class Timer:
    A = 0xff
    B = 0xff00
    ONE_SHOT = 0x31
    PERIODIC = 0x32
    PWM = 0x0a
    POSITIVE = 1
    NEGATIVE = 2
    TIMEOUT = 1
    MATCH = 2

    # There is one object for each timer, and getting it changes nothing.
    def __new__(cls, id=absent, *settings, **more):
        if id is absent:
            raise TypeError('Timer: the id is missing, 0 to 3; write Timer(0)')
        return _timers[check_id('Timer', id, _COUNT)]

    def __init__(self, id, *settings, **more):
        if settings or more:
            self.init(*settings, **more)

    def init(self, mode=absent, *, width=16, **others):
        if mode is absent or others:
            raise TypeError(_INIT_RULE % (self._name, _list(others)))
        mode = whole(self._name, 'mode', mode)
        width = whole(self._name, 'width', width)
        if mode not in _MODES:
            raise ValueError('%s: mode %d is not Timer.ONE_SHOT 49, Timer.PERIODIC 50 or Timer.PWM 10' % (self._name, mode))
        if width not in (16, 32):
            raise ValueError('%s: width %d is not 16 or 32' % (self._name, width))
        if mode == Timer.PWM and width == 32:
            raise ValueError('%s: PWM takes width 16, not 32' % self._name)
        self._mode = mode
        self._width = width
        self._is_on = True
        # The timer is reset, so its channels stop.
        self._channels.clear()
        for half in (0, 1):
            _irq.irqs.pop(self._source + half, None)
        settle(_configure_timer(self._id, mode, width == 32))

    def deinit(self):
        if self._is_on:
            self._is_on = False
            settle(_stop_timer(self._id))

    def channel(self, channel, *more, **settings):
        if more:
            raise TypeError('%s: the settings of a channel are given by keyword, such as freq=1000' % self._name)
        self._check()
        allowed = (Timer.A, Timer.B) if self._width == 16 else (Timer.A | Timer.B,)
        channel = whole(self._name, 'channel', channel)
        if channel not in allowed:
            rule = 'Timer.A or Timer.B' if self._width == 16 else 'Timer.A | Timer.B'
            raise ValueError('%s: with width %d, a channel is %s' % (self._name, self._width, rule))
        if settings:
            made = TimerChannel(self, channel)
            made._set_up(**settings)
            self._channels[channel] = made
        return self._channels.get(channel)

    def _restore(self):
        _configure_timer(self._id, self._mode, self._width == 32)
        for channel in self._channels.values():
            channel._start(*channel._given, channel._polarity, channel._duty)
            if channel._is_armed:
                channel._enable_irq(True)

    def _check(self):
        if not self._is_on:
            raise OSError(EPERM, '%s is off; init(Timer.PERIODIC) switches it on' % self._name)

    def __repr__(self):
        if self._mode is None:
            return self._name_for_print + ')'
        return '%s, mode=Timer.%s)' % (self._name_for_print, _MODES[self._mode])


_MODES = {Timer.ONE_SHOT: 'ONE_SHOT', Timer.PERIODIC: 'PERIODIC', Timer.PWM: 'PWM'}
_CHANNELS = {Timer.A: 'A', Timer.B: 'B', Timer.A | Timer.B: 'AB'}
_POLARITIES = {Timer.POSITIVE: 'POSITIVE', Timer.NEGATIVE: 'NEGATIVE'}


class TimerChannel:
    def __init__(self, timer, channel):
        self._timer = timer
        self._channel = channel
        self._half = 1 if channel == Timer.B else 0
        self._priority = 0
        self._is_armed = False
        self._flags = 0
        self._freq = self._period = self._duty = 0
        self._polarity = Timer.POSITIVE

    def _set_up(self, *, freq=0, period=0, polarity=Timer.POSITIVE, duty_cycle=0, **others):
        name = self._timer._name
        if others:
            raise TypeError(_CHANNEL_RULE % (name, _list(others)))
        freq, period = whole(name, 'freq', freq), whole(name, 'period', period)
        if bool(freq) == bool(period):
            raise ValueError('%s: a channel needs freq, in Hz, or period, in us, and not both; write period=100000' % name)
        self._check_polarity(polarity)
        self._start('freq' if freq else 'period', freq or period, polarity, self._clamp(duty_cycle))
        self._freq, self._period = freq, period
        if self._timer._mode == Timer.PWM:
            # A WiPy's timer takes the pad when the channel runs already.
            _connect_channel(self._timer._id, self._half)
        _irq.service()

    def freq(self, freq=absent):
        if freq is absent:
            return self._freq
        freq = whole(self._timer._name, 'freq', freq)
        self._start('freq', freq, self._polarity, self._duty)
        self._freq, self._period = freq, 1000000 // freq
        _irq.service()

    def period(self, period=absent):
        if period is absent:
            return self._period
        period = whole(self._timer._name, 'period', period)
        self._start('period', period, self._polarity, self._duty)
        self._freq, self._period = 1000000 // period, period
        _irq.service()

    def duty_cycle(self, duty_cycle=absent, polarity=absent):
        if duty_cycle is absent:
            return self._duty
        polarity = self._polarity if polarity is absent else polarity
        self._check_polarity(polarity)
        self._start(*self._given, polarity, self._clamp(duty_cycle))
        _irq.service()

    def irq(self, *, trigger=absent, priority=1, handler=None, wake=None):
        self._timer._check()
        is_pwm = self._timer._mode == Timer.PWM
        known, named = (Timer.MATCH, 'Timer.MATCH') if is_pwm else (Timer.TIMEOUT, 'Timer.TIMEOUT')
        name = '%s.%s' % (self._timer._name, _CHANNELS[self._channel])
        priority, _ = check_irq(name, known, named, _MAX_WAKE, trigger, priority, handler, wake)
        armed = irq(self, handler)
        self._priority = priority
        self._trigger = trigger
        source = self._timer._source + self._half
        _irq.irqs[source] = armed
        _set_handler_name(source, getattr(handler, '__name__', ''))
        self._enable_irq(True)
        return armed

    def _enable_irq(self, on):
        self._timer._check()
        self._is_armed = on
        settle(_arm_channel(self._timer._id, self._half, self._priority if on else 0))

    def _serve(self, armed):
        self._flags = self._trigger
        _irq.run_handler(armed)
        self._flags = 0

    def _check_polarity(self, polarity):
        if whole(self._timer._name, 'polarity', polarity) not in _POLARITIES:
            raise ValueError('%s: polarity %d is not POSITIVE 1 or NEGATIVE 2' % (self._timer._name, polarity))

    def _clamp(self, duty):
        return max(0, min(whole(self._timer._name, 'duty_cycle', duty), _MAX_DUTY))

    # Starts the channel. `setting` is 'freq', and `value` is in Hz, or 'period', in microseconds.
    def _start(self, setting, value, polarity, duty):
        timer = self._timer
        timer._check()
        if setting == 'period':
            ticks = _TICKS_PER_US * value
        else:
            ticks = _CLOCK_HZ // value if value > 0 else 0
        if not 0 <= ticks <= _MAX_TICKS:
            ticks = 0
        # The number is passed as a float, because a whole number that is passed has 31 bits.
        if _start_channel(timer._id, self._half, float(ticks), duty, polarity == Timer.NEGATIVE) < 0:
            limits = _LIMITS[setting, timer._width]
            wider = _WIDER if timer._width == 16 and timer._mode != Timer.PWM and ticks > _MAX_TICKS_16 else ''
            rule = 'is outside %s for width %d%s' % (limits, timer._width, wider)
            raise ValueError('%s: %s %d %s' % (timer._name, setting, value, rule))
        # The setting that was given last counts when another one changes.
        self._given = setting, value
        self._polarity = polarity
        self._duty = duty

    def __repr__(self):
        text = 'timer.channel(Timer.%s, freq=%d' % (_CHANNELS[self._channel], self._freq)
        if self._timer._mode == Timer.PWM:
            duty = '%d.%02d' % divmod(self._duty, 100)
            text += ', polarity=Timer.%s, duty_cycle=%s' % (_POLARITIES[self._polarity], duty)
        return text + ')'


def _make_timer(id):
    timer = object.__new__(Timer)
    timer._id = id
    timer._name = 'Timer %d' % id
    timer._name_for_print = 'Timer(%d' % id
    timer._source = _irq.TIMERS + 2 * id
    timer._mode = None
    timer._width = 16
    timer._is_on = False
    timer._channels = {}
    return timer


_timers = [_make_timer(id) for id in range(_COUNT)]


# Sets the timers up again that run, because SUSPENDED has reset them.
def restore():
    for timer in _timers:
        if timer._is_on:
            timer._restore()
