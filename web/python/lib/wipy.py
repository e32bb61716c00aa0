# The WiPy's `wipy` module.

_is_enabled = True


# On a WiPy the heartbeat blinks the LED. Here the LED is a pin like any other, so the setting is only remembered.
def heartbeat(enable=None):
    global _is_enabled
    if enable is None:
        return _is_enabled
    _is_enabled = bool(enable)
