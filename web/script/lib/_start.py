# Begins a script, and lets it attend to interrupts when it has ended.

import builtins
import sys

import _board
import _errors
import _handlers
import machine
import os
import time

sys.modules['utime'] = time
sys.modules['uos'] = os
sys.modules['umachine'] = machine

# What leads out of the interpreter leads nowhere, and says so.
_HIDDEN = ('js', 'jsffi', 'asyncio', '_board')
_import = builtins.__import__
# Looked up once: each look makes an object, and none is collected while a script runs.
_loop_turn = _board.turn
_attend = _handlers.attend


def _guarded(name, *rest):
    if name in _HIDDEN:
        raise ImportError("no module named '%s'" % name)
    return _import(name, *rest)


def _no_input(prompt=''):
    raise OSError('nobody types here: a script gets nothing from input()')


def _turn(line):
    if _loop_turn(line):
        _attend()


def _turns(line, items):
    for item in items:
        _turn(line)
        yield item


builtins.__turn__ = _turn
builtins.__turns__ = _turns
builtins.__at__ = _handlers.at
builtins.input = _no_input


builtins.__import__ = _guarded


def run(names):
    try:
        source = _board.source()
        # It is in: the memory it came through is taken back.
        _loop_turn(0)
        exec(compile(source, 'main.py', 'exec'), names)
        _handlers.attend()
    except SystemExit:
        pass
    except BaseException as error:
        if isinstance(error, MemoryError):
            # The collector would take minutes to look through all that there is.
            names.clear()
            names['__name__'] = '__main__'
        _board.ends(_errors.described(error))
    finally:
        # What is typed now is on no line.
        _handlers.at[0] = 0


def attend():
    try:
        _handlers.attend()
    except SystemExit:
        pass
    except BaseException as error:
        # Nothing may go on from here: the interpreter would end with it.
        print(_errors.described(error))
