# The WiPy's `machine` module. It checks arguments as Python does; the engine decides what a pin does.

import _board
import _boot
import _irq
import _peripherals
from _rng import next_number as rng
from _unsupported import Unsupported as _Unsupported
from micropython import const

# Numbers in the answers of `_board`, defined in `web/engine/src/script.rs` too. The answer of a refused call is
# negative. Any other has a level, and bits that are set if interrupts have to be serviced and if the pin is an output.
_LEVEL = const(1)
_SERVICE = const(2)
_OUTPUT = const(4)
# Arguments of `_board.setting`, defined in `web/engine/src/script.rs` too.
_MODE = const(0)
_PULL = const(1)
_DRIVE = const(2)
# Arguments of `_board.fall_asleep`: the order of `SleepMode` in the core.
_SLEEP_SUSPENDED = const(1)
_SLEEP_HIBERNATE = const(2)

_PIN_COUNT = const(25)

# The WiPy's module `machine` does not contain `const`.
del const

IDLE = 1
SLEEP = 2
DEEPSLEEP = 4

PWRON_RESET = POWER_ON = 0
HARD_RESET = 1
WDT_RESET = 2
DEEPSLEEP_RESET = 3
SOFT_RESET = 4

PWRON_WAKE = 0
WLAN_WAKE = 1
PIN_WAKE = 2
RTC_WAKE = 3

I2C = _Unsupported('machine.I2C')
SD = _Unsupported('machine.SD')
SPI = _Unsupported('machine.SPI')

# The methods of other boards' pins, with the WiPy's method in place of each.
_OTHER_METHODS = {'high': 'value(1)', 'low': 'value(0)', 'off': 'value(0)', 'on': 'value(1)'}

# The level of each pin that was written last, which it drives as an output, or -1.
_written = [-1] * _PIN_COUNT

_absent = object()
_service = _irq.service
_read = _board.read_pin
_write = _board.write_pin
_toggle = _board.toggle_pin


class Sleep:
    ACTIVE = IDLE
    SUSPENDED = SLEEP
    HIBERNATE = DEEPSLEEP


# Raises the error of a refused call, or services interrupts if there are any, and returns the level.
def _settle(answer):
    if answer < 0:
        raise ValueError(_board.refusal())
    if answer & _SERVICE:
        _service()
    return answer & _LEVEL


def _number(pin, setting, value, example):
    if not isinstance(value, (int, bool)):
        raise TypeError('%s: %s is a number such as %s, not %r' % (pin, setting, example, value))
    # The engine's numbers have 32 bits. A number that does not fit is refused like any other wrong one.
    return max(-0x40000000, min(int(value), 0x3fffffff))


def _index_of(name):
    if isinstance(name, Pin):
        return name._index
    if not isinstance(name, str):
        _board.find_pin(repr(name))
        raise ValueError("%s; a pin is given by its name, such as 'GP9'" % _board.refusal())
    index = _board.find_pin(name)
    if index < 0:
        raise ValueError(_board.refusal())
    return index


def _find_pin(id, *settings, **more):
    return _pins[_index_of(id)]


class Pin:
    IN = 0
    OUT = 1
    ALT = 2
    ALT_OPEN_DRAIN = 3
    OPEN_DRAIN = 16
    PULL_UP = 256
    PULL_DOWN = 512
    LOW_POWER = 32
    MED_POWER = 64
    HIGH_POWER = 96
    IRQ_FALLING = 1
    IRQ_RISING = 2
    IRQ_LOW_LEVEL = 4
    IRQ_HIGH_LEVEL = 8

    # There is one object for each pin, and getting it changes nothing. A class that extends Pin makes objects of its own.
    def __new__(cls, *settings, **more):
        return _find_pin(*settings, **more) if cls is Pin else object.__new__(cls)

    def __init__(self, id, *settings, **more):
        if type(self) is not Pin:
            self._index = _index_of(id)
            self._id = _pins[self._index]._id
        if settings or more:
            self.init(*settings, **more)

    def init(self, mode=IN, pull=None, *more, value=_absent, drive=MED_POWER, alt=-1):
        pin = self._id
        if more:
            raise TypeError('%s: value, drive and alt are given by keyword, such as value=1' % pin)
        if value is not _absent:
            value = 1 if value else 0
        mode = _number(pin, 'mode', mode, 'Pin.OUT')
        pull = 0 if pull is None else _number(pin, 'pull', pull, 'Pin.PULL_UP')
        level = _written[self._index] if value is _absent else value
        drive = _number(pin, 'drive', drive, 'Pin.MED_POWER')
        alt = _number(pin, 'alt', alt, '-1')
        answer = _board.init_pin(self._index, mode, pull, level, drive, alt)
        if answer >= 0:
            _written[self._index] = level
        _settle(answer)

    def id(self):
        return self._id

    # A level written to an input is remembered, and driven when the pin becomes an output.
    def value(self, level=_absent):
        if level is _absent:
            answer = _read(self._index)
            return _settle(answer) if answer & ~_LEVEL else answer
        level = 1 if level else 0
        answer = _write(self._index, level)
        if answer >= 0:
            _written[self._index] = level
        if answer:
            _settle(answer)

    __call__ = value

    def toggle(self):
        index = self._index
        answer = _toggle(index)
        # Most toggles are of an output and leave no interrupt to service.
        if answer & ~_LEVEL == _OUTPUT:
            _written[index] = answer & _LEVEL
            return
        if answer >= 0:
            if answer & _OUTPUT:
                _written[index] = answer & _LEVEL
            else:
                _written[index] = 0 if _written[index] == 1 else 1
        _settle(answer)

    def mode(self, mode=_absent):
        if mode is _absent:
            return _board.setting(self._index, _MODE)
        _settle(_board.set_mode(self._index, _number(self._id, 'mode', mode, 'Pin.OUT'),
                               _written[self._index]))

    def pull(self, pull=_absent):
        if pull is _absent:
            return _board.setting(self._index, _PULL) or None
        pull = 0 if pull is None else _number(self._id, 'pull', pull, 'Pin.PULL_UP')
        _settle(_board.set_pull(self._index, pull))

    def drive(self, drive=_absent):
        if drive is _absent:
            return _board.setting(self._index, _DRIVE)
        _settle(_board.set_drive(self._index, _number(self._id, 'drive', drive, 'Pin.MED_POWER')))

    def alt_list(self):
        lines = _board.alternates(self._index).split('\n')
        return [(name, int(number)) for number, name in (line.split(' ') for line in lines if line)]

    # The manual names this argument `trigger`, and in its example `mode`.
    def irq(self, *more, trigger=_absent, mode=_absent, priority=_absent, handler=_absent, wake=_absent):
        if more:
            example = 'trigger=Pin.IRQ_RISING, handler=f'
            raise TypeError('%s: the settings of irq are given by keyword, such as irq(%s)' % (self._id, example))
        if trigger is mode is priority is handler is wake:
            return self._existing_irq()
        trigger = mode if trigger is _absent else trigger
        if trigger is _absent:
            hint = 'irq().disable() turns an interrupt off'
            raise TypeError('%s: irq needs a trigger, such as Pin.IRQ_RISING; %s' % (self._id, hint))
        priority = 1 if priority is _absent else _number(self._id, 'priority', priority, '1')
        trigger = _number(self._id, 'trigger', trigger, 'Pin.IRQ_RISING')
        if wake is _absent or wake is None:
            wake = Sleep.ACTIVE
        wake = _number(self._id, 'wake', wake, 'machine.Sleep.SUSPENDED')
        handler = None if handler is _absent else handler
        if handler is not None and not callable(handler):
            raise TypeError('%s: handler is a function or None, not %r' % (self._id, handler))
        armed = _Irq(self, handler)
        answer = _board.arm(self._index, trigger, priority, wake, handler is not None)
        if answer >= 0:
            # This comes before the interrupts that are pending already are serviced.
            _irq.irqs[self._index] = armed
            # A lambda and a bound method may have no name.
            _board.set_handler_name(self._index, getattr(handler, '__name__', ''))
        _settle(answer)
        return armed

    def _existing_irq(self):
        _settle(_board.armed(self._index))
        if self._index not in _irq.irqs:
            _irq.irqs[self._index] = _Irq(self, None)
        return _irq.irqs[self._index]

    def __getattr__(self, name):
        if name in ('_index', '_id'):
            raise AttributeError('a class that extends Pin has to call super().__init__ with the name of a pin')
        if name in _OTHER_METHODS:
            raise AttributeError("a WiPy's Pin has no '%s'; use %s" % (name, _OTHER_METHODS[name]))
        raise AttributeError("'Pin' object has no attribute '%s'" % name)

    def __repr__(self):
        return _board.print_pin(self._index)


# The callback object of a pin. Calling it calls the handler.
class irq:
    def __init__(self, pin, handler):
        self._pin = pin
        self._handler = handler

    def init(self, *more, **settings):
        # Without settings, `Pin.irq` would only return this object.
        self._pin.irq(*more, **(settings or {'trigger': None}))

    def enable(self):
        _settle(_board.enable(self._pin._index, True))

    def disable(self):
        _settle(_board.enable(self._pin._index, False))

    def flags(self):
        return _board.flags(self._pin._index)

    def __call__(self):
        _irq.run_handler(self)

    def _serve(self):
        _irq.run_handler(self)

    def _argument(self):
        return self._pin

    def _fail(self, report):
        _board.handler_failed(self._pin._index, report)


_Irq = irq
# The WiPy's module has no such name.
del irq


# The type of `Pin.board`, which has every pin as an attribute and can be iterated.
class _Board:
    def __iter__(self):
        return iter(_pins)

    def __len__(self):
        return len(_pins)

    def __getattr__(self, name):
        _board.find_pin(name)
        raise AttributeError(_board.refusal())


def _make_pin(index):
    pin = object.__new__(Pin)
    pin._index = index
    pin._id = _board.pin_name(index)
    setattr(Pin.board, pin._id, pin)
    return pin


Pin.board = _Board()
_pins = [_make_pin(index) for index in range(_PIN_COUNT)]


# Waits for an interrupt, or for the next tick of the millisecond timer.
def idle():
    _board.begin_idle()
    _irq.wait(_board.wait)


def lightsleep(*time):
    _check_no_time('lightsleep', time)
    _fall_asleep(_SLEEP_SUSPENDED)


def deepsleep(*time):
    _check_no_time('deepsleep', time)
    _fall_asleep(_SLEEP_HIBERNATE)


sleep = lightsleep


def _check_no_time(function, time):
    if time:
        raise TypeError('%s takes no time on a WiPy: only a pin, an alarm or a reset wakes the board' % function)


def _fall_asleep(mode):
    rtc = _peripherals.find('RTC')()
    rtc._before_sleep(mode)
    _irq.after_wake = _peripherals.restore
    _settle(_board.fall_asleep(mode))
    _irq.wait(_board.wait)
    _irq.restore()
    if _board.wake_reason() == RTC_WAKE:
        rtc._after_sleep()


def reset():
    _board.reset_chip()
    _service()


def reset_cause():
    return _board.reset_cause()


def wake_reason():
    return _board.wake_reason()


def freq(*hertz):
    if hertz:
        raise NotImplementedError('the clock of a WiPy always has 80 MHz')
    return 80000000


# Chooses the file that runs after boot.py, which calls this function.
def main(file):
    if not isinstance(file, str):
        raise ValueError("main takes the name of a file, such as 'main.py', not %r" % (file,))
    _boot.main_file = file


def unique_id():
    # As on a WiPy, the first three bytes are those of Texas Instruments.
    return b'\xd4\x94\xa1\x50\x49\x4e'


def disable_irq():
    return _board.enable_interrupts(False)


def enable_irq(state=True):
    _board.enable_interrupts(bool(state))
    _service()
