# Calls the handlers of interrupts, between two steps of the script.

import _board
import _errors

# How many run before the script goes on: an interrupt may come back without end.
_MOST = 64

# The irq object of each pin, by the pin's place.
irqs = {}

# The line of the script that was begun last, counted from 1: where it waits, if it does.
at = [0]

# Whether machine.disable_irq() holds them back.
held = False

_next_call = _board.next_call
_returned = _board.returned
_ends_now = _board.ends_now


def attend():
    if _ends_now():
        raise SystemExit
    if not held:
        _serve()


def _serve():
    for _ in range(_MOST):
        place = _next_call()
        if place < 0:
            return
        _call(irqs.get(place), place)


def _call(irq, place):
    failed = True
    line = at[0]
    try:
        if irq is not None:
            irq()
        failed = False
    except Exception as error:
        print('Uncaught exception in callback handler')
        print(_errors.described(error))
    finally:
        # What has preempted it returns first.
        _serve()
        at[0] = line
        _returned(place, failed)
