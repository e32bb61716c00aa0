# Prepares an interpreter for scripts, runs a script, and services interrupts after it has ended.

import builtins

import _board
import _boot
import _help
import _imports
import _irq
import _oserror
import _traceback
import random


def _input(prompt=''):
    raise OSError('input() is not available: the terminal sends no keys to a program that runs, but it can read pins')


_loop_turn = _board.loop_turn
_service = _irq.service

# `web/python/instrument.js` inserts calls of these before statements and into loops.
builtins.__statement__ = _board.statement
builtins.__turn__ = _loop_turn
builtins.__service__ = _service


# Yields the items, with a turn of the loop before each.
def _turns(line, items):
    for item in items:
        if _loop_turn(line):
            _service()
        yield item


builtins.__turns__ = _turns
builtins.help = _help.help
builtins.input = _input
builtins.open = _oserror.with_errno(open)


def run(names):
    try:
        if _board.is_repeatable():
            random.seed(0)
        _boot.start(names)
        _irq.service()
    except SystemExit:
        pass
    except BaseException as error:
        if isinstance(error, MemoryError):
            # Otherwise the garbage collector would need minutes to search all that the script has made.
            names.clear()
            names['__name__'] = '__main__'
        _board.set_error(_traceback.format_error(error))


def service_interrupts():
    try:
        _irq.catch_up()
    except SystemExit:
        pass
    except BaseException as error:
        # An error that left this function would end the interpreter.
        print(_traceback.format_error(error))
