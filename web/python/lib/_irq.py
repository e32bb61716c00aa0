# Calls the handlers of interrupts, between two steps of the script.

import _board
import _traceback
from micropython import const

# Maximum number of handlers that run before the script continues, because an interrupt may come back again and again.
_MAX_HANDLERS = const(64)

# The irq object of each pin that has one, by the pin's index.
irqs = {}

# The line of the script that was begun last, counted from 1. A script that waits does so on this line.
current_line = [0]

# True after machine.disable_irq().
is_disabled = False

_next_call = _board.next_call
_returned = _board.returned
_handler_failed = _board.handler_failed
_has_to_end = _board.has_to_end


# Ends the program, even from within a handler. A SystemExit that a handler itself raises does not end the program.
class EndOfProgram(SystemExit):
    pass


def service():
    if _has_to_end():
        raise EndOfProgram
    if not is_disabled:
        _call_handlers()


def _call_handlers():
    for _ in range(_MAX_HANDLERS):
        pin = _next_call()
        if pin < 0:
            return
        _call_handler(irqs.get(pin), pin)


# Calls the handler of an irq object, after an interrupt or by hand. A handler that fails is reported and not called
# again, and its pin is disarmed.
def run_handler(irq):
    try:
        if irq._handler is not None:
            irq._handler(irq._pin)
    except (KeyboardInterrupt, EndOfProgram):
        raise
    except BaseException as error:
        irq._handler = None
        _handler_failed(irq._pin._index)
        print('Uncaught exception in callback handler')
        print(_traceback.format_error(error))


def _call_handler(irq, pin):
    has_failed = True
    line = current_line[0]
    try:
        if irq is not None:
            run_handler(irq)
        has_failed = False
    finally:
        # Handlers of more urgent interrupts return before this one does.
        _call_handlers()
        current_line[0] = line
        _returned(pin, has_failed)
