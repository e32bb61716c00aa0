# Refuses by name the parts of a WiPy that Pinscope does not simulate. A script can import them, and an error says what
# to use in their place when it uses them.

_FILES = 'a script has its files in /flash'
_TERMINAL = 'print() writes to the terminal of the script'

_REPLACEMENTS = {
    'machine.ADC': 'a pin is read as 0 or 1, with Pin.value()',
    'machine.I2C': 'a script can drive a bus pin by pin, with Pin.OPEN_DRAIN',
    'machine.RTC': 'time.localtime() has the date, and a pin can wake the board',
    'machine.SD': _FILES,
    'machine.SPI': 'a script can drive a bus pin by pin, with Pin.OUT',
    'machine.Timer': 'time.sleep_ms() waits, and time.ticks_ms() measures',
    'machine.UART': _TERMINAL,
    'machine.WDT': 'machine.reset() resets the board',
    'os.dupterm': _TERMINAL,
    'os.mkfs': _FILES,
}


class Unsupported:
    def __init__(self, name):
        self._message = '%s is not part of this playground: %s' % (name, _REPLACEMENTS[name])

    def __call__(self, *_, **__):
        raise NotImplementedError(self._message)

    # This also refuses constants, such as `Timer.PERIODIC`.
    def __getattr__(self, _):
        raise NotImplementedError(self._message)
