# Lets the script wait, and calls the handlers of interrupts at the moments of their interrupts.

import _board
import _traceback
from micropython import const

# The result of a wait that is over, defined in `host_module.js` too. Any other means that the script is needed.
_WAIT_DONE = const(0)

# The irq object of each pin that has one, by the pin's index.
irqs = {}

_next_call = _board.next_call
_returned = _board.returned
_handler_failed = _board.handler_failed
_has_to_end = _board.has_to_end
_is_stopped = _board.is_stopped
_settle = _board.settle
_catch_up = _board.catch_up


# Ends the program, even from within a handler. A SystemExit that a handler itself raises does not end the program.
class EndOfProgram(SystemExit):
    pass


# Calls handlers until the wait is over. `proceed` lets simulated time move and returns when a handler has to be called.
def wait(proceed):
    while True:
        if _has_to_end():
            # A script that has caught the first KeyboardInterrupt ends with another one.
            raise KeyboardInterrupt if _is_stopped() else EndOfProgram
        pin = _next_call()
        if pin >= 0:
            _call_handler(irqs.get(pin), pin)
        elif proceed() == _WAIT_DONE:
            return


# Spends the time that the last call takes.
def service():
    wait(_settle)


# Calls the handlers that are due after the script has ended.
def catch_up():
    wait(_catch_up)


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
        report = _traceback.format_error(error)
        print('Uncaught exception in callback handler')
        print(report)
        _handler_failed(irq._pin._index, report)


def _call_handler(irq, pin):
    has_failed = True
    try:
        # It takes time to get to the first statement of the handler.
        service()
        if irq is not None:
            run_handler(irq)
        has_failed = False
    finally:
        _returned(pin, has_failed)
