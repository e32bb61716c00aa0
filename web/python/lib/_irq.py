# Lets the script wait, and calls the handlers of interrupts at the moments of their interrupts.

import _board
import _traceback
from micropython import const

# The result of a wait that is over, defined in `host_module.js` too. Any other means that the script is needed.
_WAIT_DONE = const(0)

# The irq object of each source of interrupts that has one. A pin has the number of its index, and the peripherals have
# the numbers of `web/engine/src/script.rs`.
irqs = {}
# These follow the pins in the order of `Interrupt` in the core.
UARTS = const(26)
TIMERS = const(33)
RTC = const(41)

_next_call = _board.next_call
_returned = _board.returned
_has_to_end = _board.has_to_end
_is_stopped = _board.is_stopped
_settle = _board.settle
_catch_up = _board.catch_up


# Called when the board has woken from SUSPENDED, before anything else of the script runs.
after_wake = None


def restore():
    global after_wake
    if after_wake is not None:
        restore_registers, after_wake = after_wake, None
        restore_registers()


# Ends the program, even from within a handler. A SystemExit that a handler itself raises does not end the program.
class EndOfProgram(SystemExit):
    pass


# Calls handlers until the wait is over. `proceed` lets simulated time move and returns when a handler has to be called.
def wait(proceed):
    while True:
        if _has_to_end():
            # A script that has caught the first KeyboardInterrupt ends with another one.
            raise KeyboardInterrupt if _is_stopped() else EndOfProgram
        source = _next_call()
        if source >= 0:
            _call_handler(irqs.get(source), source)
        elif proceed() == _WAIT_DONE:
            return


# Spends the time that the last call takes.
def service():
    wait(_settle)


# Calls the handlers that are due after the script has ended.
def catch_up():
    wait(_catch_up)


# Calls the handler of an irq object, after an interrupt or by hand. A handler that fails is reported and not called
# again, and its interrupt is disabled.
def run_handler(irq):
    try:
        if irq._handler is not None:
            irq._handler(irq._argument())
    except (KeyboardInterrupt, EndOfProgram):
        raise
    except BaseException as error:
        irq._handler = None
        report = _traceback.format_error(error)
        print('Uncaught exception in callback handler')
        print(report)
        irq._fail(report)


def _call_handler(irq, source):
    has_failed = True
    try:
        # It takes time to get to the first statement of the handler.
        service()
        restore()
        if irq is not None:
            irq._serve()
        has_failed = False
    finally:
        _returned(source, has_failed)
