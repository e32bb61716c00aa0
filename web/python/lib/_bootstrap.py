# Prepares an interpreter for scripts, runs a script, and services interrupts after it has ended.

import builtins

import _board
import _imports
import _irq
import _traceback

# These are looked up once: each lookup makes an object, and none is freed while a script runs.
_loop_turn = _board.turn
_service = _irq.service


def _input(prompt=''):
    raise OSError('input() is not available: a script cannot read what is typed')


# `web/python/instrument.js` inserts calls of the next two into every loop.
def _turn(line):
    if _loop_turn(line):
        _service()


def _turns(line, items):
    for item in items:
        _turn(line)
        yield item


builtins.__turn__ = _turn
builtins.__turns__ = _turns
builtins.__at__ = _irq.current_line
builtins.input = _input


def run(names):
    try:
        source = _board.source()
        # This takes back the memory through which the source came in.
        _loop_turn(0)
        exec(compile(source, 'main.py', 'exec'), names)
        _irq.service()
    except SystemExit:
        pass
    except BaseException as error:
        if isinstance(error, MemoryError):
            # Otherwise the garbage collector would need minutes to search all that the script has made.
            names.clear()
            names['__name__'] = '__main__'
        _board.set_error(_traceback.format_error(error))
    finally:
        # Text typed at the prompt is on no line of the script.
        _irq.current_line[0] = 0


def service_interrupts():
    try:
        _irq.service()
    except SystemExit:
        pass
    except BaseException as error:
        # An error that left this function would end the interpreter.
        print(_traceback.format_error(error))
