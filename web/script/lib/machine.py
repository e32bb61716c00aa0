# The WiPy's machine module, on the registers of the chip. What a pin does is decided there; here are the rules of Python.

import _board
import _handlers

IDLE = 1
SLEEP = 2
DEEPSLEEP = 4

PWRON_RESET = 0
HARD_RESET = 1
WDT_RESET = 2
DEEPSLEEP_RESET = 3
SOFT_RESET = 4

PWRON_WAKE = 0
WLAN_WAKE = 1
PIN_WAKE = 2
RTC_WAKE = 3

_absent = object()
_attend = _handlers.attend
_at = _handlers.at
_read = _board.read_pin
_write = _board.write_pin
_toggle = _board.toggle_pin


class Sleep:
    ACTIVE = IDLE
    SUSPENDED = SLEEP
    HIBERNATE = DEEPSLEEP


# What a call answers: refused if negative, and beside a level whether there is something to attend to.
def _settle(answer):
    if answer < 0:
        raise ValueError(_board.refusal())
    if answer & 2:
        _attend()
    return answer & 1


def _number(pin, setting, value, example):
    if not isinstance(value, int):
        raise TypeError('%s: %s is a number such as %s, not %r' % (pin, setting, example, value))
    # The engine's numbers have 32 bits; what does not fit is no setting either way.
    return max(-0x40000000, min(value, 0x3fffffff))


def _place(name):
    if isinstance(name, Pin):
        return name._place
    return _settle_place(_board.find_pin(name if isinstance(name, str) else repr(name)))


def _settle_place(place):
    if place < 0:
        raise ValueError(_board.refusal())
    return place


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

    # One object a pin, and the id alone touches nothing.
    def __new__(cls, id, *settings, **more):
        return _pins[_place(id)]

    def __init__(self, id, *settings, **more):
        if settings or more:
            self.init(*settings, **more)

    def init(self, mode=IN, pull=None, *, value=_absent, drive=MED_POWER, alt=-1):
        if value is not _absent:
            value = 1 if value else 0
        pin = self._id
        mode = _number(pin, 'mode', mode, 'Pin.OUT')
        pull = 0 if pull is None else _number(pin, 'pull', pull, 'Pin.PULL_UP')
        kept = self._kept if value is _absent else value
        drive = _number(pin, 'drive', drive, 'Pin.MED_POWER')
        alt = _number(pin, 'alt', alt, '-1')
        _settle(_board.init_pin(self._place, mode, pull, kept, drive, alt))
        self._kept = kept

    def id(self):
        return self._id

    # What is written to an input is remembered, and driven when the pin becomes an output.
    def value(self, level=_absent):
        if level is _absent:
            answer = _read(self._place)
            return _settle(answer) if answer & ~1 else answer
        self._kept = 1 if level else 0
        answer = _write(self._place, self._kept)
        if answer:
            _settle(answer)

    __call__ = value

    def toggle(self):
        answer = _toggle(self._place)
        if answer & 4:
            self._kept = answer & 1
        elif answer >= 0:
            self._kept = 0 if self._kept == 1 else 1
        if answer < 0 or answer & 2:
            _settle(answer)

    def mode(self, mode=_absent):
        if mode is _absent:
            return _board.setting(self._place, 0)
        _settle(_board.set_mode(self._place, _number(self._id, 'mode', mode, 'Pin.OUT'), self._kept))

    def pull(self, pull=_absent):
        if pull is _absent:
            return _board.setting(self._place, 1) or None
        pull = 0 if pull is None else _number(self._id, 'pull', pull, 'Pin.PULL_UP')
        _settle(_board.set_pull(self._place, pull))

    def drive(self, drive=_absent):
        if drive is _absent:
            return _board.setting(self._place, 2)
        _settle(_board.set_drive(self._place, _number(self._id, 'drive', drive, 'Pin.MED_POWER')))

    def alt_list(self):
        lines = _board.alternates(self._place).split('\n')
        return [(name, int(number)) for number, name in (line.split(' ') for line in lines if line)]

    # The manual calls the trigger `trigger`, and in its example `mode`.
    def irq(self, *, trigger=_absent, mode=_absent, priority=_absent, handler=_absent, wake=_absent):
        if trigger is mode is priority is handler is wake:
            return self._present_irq()
        trigger = mode if trigger is _absent else trigger
        if trigger is _absent:
            raise TypeError('%s: irq needs a trigger, such as Pin.IRQ_RISING' % self._id)
        priority = 1 if priority is _absent else _number(self._id, 'priority', priority, '1')
        trigger = _number(self._id, 'trigger', trigger, 'Pin.IRQ_RISING')
        if wake is _absent or wake is None:
            wake = Sleep.ACTIVE
        wake = _number(self._id, 'wake', wake, 'machine.Sleep.SUSPENDED')
        handler = None if handler is _absent else handler
        if handler is not None and not callable(handler):
            raise TypeError('%s: handler is a function or None, not %r' % (self._id, handler))
        _settle(_board.arm(self._place, trigger, priority, wake, handler is not None))
        _handlers.irqs[self._place] = made = irq(self, handler)
        return made

    def _present_irq(self):
        _settle(_board.armed(self._place))
        if self._place not in _handlers.irqs:
            _handlers.irqs[self._place] = irq(self, None)
        return _handlers.irqs[self._place]

    def __repr__(self):
        return _board.print_pin(self._place)


# The callback object. Called, it runs the handler by hand.
class irq:
    def __init__(self, pin, handler):
        self._pin = pin
        self._handler = handler

    def init(self, **settings):
        self._pin.irq(**settings)

    def enable(self):
        _settle(_board.enable(self._pin._place, True))

    def disable(self):
        _settle(_board.enable(self._pin._place, False))

    def flags(self):
        return _board.flags(self._pin._place)

    def __call__(self):
        if self._handler is not None:
            self._handler(self._pin)


# Every pin of the board, by attribute and in order.
class _Board:
    def __iter__(self):
        return iter(_pins)

    def __len__(self):
        return len(_pins)


def _make(place):
    pin = object.__new__(Pin)
    pin._place = place
    pin._id = _board.pin_name(place)
    # The level last written, which the pin drives as an output; -1 if none was.
    pin._kept = -1
    setattr(Pin.board, pin._id, pin)
    return pin


Pin.board = _Board()
_pins = [_make(place) for place in range(25)]


def idle():
    _fall_asleep(0)


def lightsleep(*_):
    _fall_asleep(1)


def deepsleep(*_):
    _fall_asleep(2)


sleep = lightsleep


def _fall_asleep(mode):
    _settle(_board.fall_asleep(mode))
    while True:
        waited = _board.wait_awake(_at[0])
        if waited == 2 and mode == 2:
            # The script ends here, and begins again when a pin wakes the board.
            raise SystemExit
        if waited == 2:
            raise OSError('the board sleeps, and nothing that is due wakes it: it sleeps until it is reset')
        _attend()
        if waited == 0:
            return


def reset():
    _board.reset_chip()
    _attend()


def reset_cause():
    return _board.reset_cause()


def wake_reason():
    return _board.wake_reason()


def freq(*_):
    return (80000000,)


def unique_id():
    # The beginning is Texas Instruments', as on a WiPy.
    return b'\xd4\x94\xa1\x50\x49\x4e'


def disable_irq():
    was = not _handlers.held
    _handlers.held = True
    return was


def enable_irq(state=True):
    _handlers.held = not state
    _attend()
