# The class `ADC` of `machine`: the analog-to-digital converter and its channels.

import _board
import _irq
from _peripheral import EPERM, ETIMEDOUT, absent, check_id, pin_index, settle, whole

_COUNT = 4
_BITS = 12
_PINS = ('GP2', 'GP3', 'GP4', 'GP5')
# The channels are sampled every 16 us, so a sample comes within this time.
_TIMEOUT = 50
_STEP = 2

_enable_adc = _board.enable_adc
_enable_channel = _board.enable_adc_channel
_read = _board.read_adc
_begin_sleep = _board.begin_sleep
_wait = _board.wait


class ADC:
    # There is one object, because there is one converter.
    def __new__(cls, id=0, *, bits=_BITS):
        return _adc

    def __init__(self, id=0, *, bits=_BITS):
        if not isinstance(id, (int, bool)):
            raise TypeError("ADC: id is 0, not %r; write ADC().channel(pin='GP3')" % (id,))
        check_id('ADC', id, 1)
        self.init(bits=bits)

    def init(self, *, bits=_BITS):
        if whole('ADC', 'bits', bits) != _BITS:
            raise ValueError('ADC: bits %d is not 12' % bits)
        self._is_on = True
        settle(_enable_adc(True))

    def deinit(self):
        for channel in _channels:
            channel.deinit()
        self._is_on = False
        settle(_enable_adc(False))

    def channel(self, id=absent, *, pin=absent):
        if pin is not absent:
            index = pin_index('ADC', pin)
            name = _board.pin_name(index)
            if name not in _PINS:
                raise ValueError('ADC: %s has no channel; GP2 to GP5 have channels 0 to 3' % name)
            if id is absent:
                id = _PINS.index(name)
            elif id != _PINS.index(name):
                raise ValueError('ADC: channel %r is not that of %s' % (id, name))
        if id is absent:
            raise TypeError("ADC: channel needs an id, 0 to 3, or a pin; write channel(pin='GP3')")
        if not 0 <= whole('ADC', 'channel', id) < _COUNT:
            raise ValueError('ADC: channel %d is outside 0 to 3' % id)
        self._check()
        _channels[id].init()
        return _channels[id]

    def _check(self):
        if not self._is_on:
            raise OSError(EPERM, 'ADC is off: init() switches it on')

    def __repr__(self):
        return 'ADC(0, bits=12)' if self._is_on else 'ADC(0)'


class ADCChannel:
    def init(self):
        _adc._check()
        self._is_on = True
        settle(_enable_channel(self._id, True))

    def deinit(self):
        if self._is_on:
            self._is_on = False
            settle(_enable_channel(self._id, False))

    def value(self):
        if not self._is_on:
            raise OSError(EPERM, 'ADC channel %d is off: init() switches it on' % self._id)
        for _ in range(_TIMEOUT // _STEP):
            sample = _read(self._id)
            if sample >= 0:
                return settle(sample)
            _begin_sleep(_STEP, 0)
            _irq.wait(_wait)
        raise OSError(ETIMEDOUT)

    __call__ = value

    def __repr__(self):
        return 'ADCChannel(%d, pin=%s)' % (self._id, _PINS[self._id]) if self._is_on else 'ADCChannel(%d)' % self._id


def _make_channel(id):
    channel = object.__new__(ADCChannel)
    channel._id = id
    channel._is_on = False
    return channel


_adc = object.__new__(ADC)
_adc._is_on = False
_channels = [_make_channel(id) for id in range(_COUNT)]


# Switches the converter on again, because SUSPENDED has reset it.
def restore():
    if _adc._is_on:
        _adc.init()
        for channel in _channels:
            if channel._is_on:
                channel.init()
