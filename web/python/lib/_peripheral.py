# The parts that the classes of the peripherals share: the checks of their arguments, their errors and their interrupts.

import _board
import _irq

_find_pin = _board.find_pin

EPERM = 1
EIO = 5
ENODEV = 19
ETIMEDOUT = 110

absent = object()

_MAX_PRIORITY = 7


# Returns a whole number. One that does not fit into the engine's 32 bits is refused like any other wrong one.
def whole(owner, name, value):
    if not isinstance(value, (int, bool)):
        raise TypeError('%s: %s is a whole number, not %r' % (owner, name, value))
    return max(-0x40000000, min(int(value), 0x3fffffff))


# Checks the number of a peripheral, of which a WiPy has `count`.
def check_id(name, id, count):
    if not isinstance(id, (int, bool)):
        raise TypeError('%s: id is a whole number, not %r' % (name, id))
    if not 0 <= id < count:
        known = '0' if count == 1 else '0 to %d' % (count - 1)
        raise OSError(ENODEV, '%s: there is no id %d on a WiPy, only %s' % (name, id, known))
    return int(id)


# Spends the time of the call, and calls the handlers that are due. Returns the answer of the call.
def settle(answer):
    if answer < 0:
        raise ValueError(_board.refusal())
    _irq.service()
    return answer


# The object that `irq` of a peripheral returns. Calling it calls the handler.
class irq:
    def __init__(self, owner, handler):
        self._owner = owner
        self._handler = handler

    def init(self, **settings):
        self._owner.irq(**settings)

    def enable(self):
        self._owner._enable_irq(True)

    def disable(self):
        self._owner._enable_irq(False)

    def flags(self):
        return self._owner._flags

    def __call__(self):
        _irq.run_handler(self)

    # Serves an interrupt.
    def _serve(self):
        self._owner._serve(self)

    # Returns the argument of the handler.
    def _argument(self):
        return self._owner

    # A handler that fails is not called again.
    def _fail(self, report):
        self._owner._enable_irq(False)


# Checks the arguments that `irq` of a peripheral takes, in the order in which a WiPy does. `known` is the only trigger that
# it has, `named` is its name, and `max_wake` is the largest value of `wake`. Returns the priority and `wake`.
def check_irq(owner, known, named, max_wake, trigger, priority, handler, wake):
    priority = whole(owner, 'priority', priority)
    if not 1 <= priority <= _MAX_PRIORITY:
        raise ValueError('%s: priority %d is outside 1 to %d' % (owner, priority, _MAX_PRIORITY))
    wake = 1 if wake is None else whole(owner, 'wake', wake)
    if not 0 <= wake <= max_wake:
        rule = 'machine.IDLE 1' if max_wake == 1 else 'a sum of machine.IDLE 1, SLEEP 2 and DEEPSLEEP 4'
        raise ValueError('%s: wake %d is not %s' % (owner, wake, rule))
    if trigger is absent or trigger is None:
        raise TypeError('%s: irq needs a trigger; write trigger=%s' % (owner, named))
    if whole(owner, 'trigger', trigger) != known:
        raise ValueError('%s: trigger %d is not %s %d' % (owner, trigger, named, known))
    if handler is not None and not callable(handler):
        raise TypeError('%s: handler is a function or None, not %r' % (owner, handler))
    return priority, wake


# Returns the index of a pin, which is given by its name or as an object.
def pin_index(owner, pin):
    index = getattr(pin, '_index', None)
    if index is None:
        index = _find_pin(pin if isinstance(pin, str) else repr(pin))
    if index < 0:
        raise ValueError('%s: %s' % (owner, _board.refusal()))
    return index
