# The random numbers of a WiPy: a shift register of 24 bits with feedback.

from _clock import now as _now

_FEEDBACK = 0xe10000
_BITS = 0xffffff

_register = 0


# Returns the next number of 24 bits.
def next_number():
    global _register
    if not _register:
        # As on a WiPy, the time of the first call decides.
        _register = 0x50494e ^ _now() & _BITS or 1
    _register = _register >> 1 ^ (_FEEDBACK if _register & 1 else 0)
    return _register
