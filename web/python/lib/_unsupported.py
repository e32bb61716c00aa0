# Refuses by name the parts of a WiPy that Pinscope does not simulate. A script can import them, and an error says what
# to use in their place when it uses them.

_FILES = 'a script has its files in /flash'

_REPLACEMENTS = {
    'machine.I2C': 'a script can drive a bus pin by pin, with Pin.OPEN_DRAIN',
    'machine.SD': _FILES,
    'machine.SPI': 'a script can drive a bus pin by pin, with Pin.OUT',
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
