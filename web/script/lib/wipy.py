# What only a WiPy has.

_beats = True


# The heartbeat is the LED's, which here is a pin like any other: it is remembered and does not blink.
def heartbeat(enable=None):
    global _beats
    if enable is None:
        return _beats
    _beats = bool(enable)
