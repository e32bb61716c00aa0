# Runs the tests of a check, which act on a copy of the bench through the object `b`.
#
# A test cannot wait in the middle while the script runs. When it lets time pass, it is ended, and when the time has
# passed, it is run again from its top: the calls that it has made before return their recorded answers.

import builtins
import json
import random

import _board
import _module_names
import _traceback

_NO_TIME = 'b.run_ms(ms) lets time pass, and b.ms() returns the time'
_REFUSED_MODULES = {
    'machine': 'a check acts on the board through b',
    'os': 'a check has no files',
    'time': _NO_TIME,
    'utime': _NO_TIME,
    'wipy': 'a check acts on the board through b',
}

_import = builtins.__import__


def _import_allowed(name, *rest):
    if name in _REFUSED_MODULES:
        raise ImportError('%s is not part of a check: %s' % (name, _REFUSED_MODULES[name]))
    if name.split('.')[0] not in _module_names.names:
        raise ImportError("no module named '%s'" % name)
    return _import(name, *rest)


builtins.__import__ = _import_allowed


# Ends a run of a test until time has passed.
class _Pause(BaseException):
    pass


class Bench:
    # The stimuli have the names and the arguments that they have in `window.pinscope`.

    def drive(self, pin, level):
        _call('drive', pin, level)

    def press(self, pin):
        _call('press', pin)

    def release(self, pin):
        _call('release', pin)

    def bounce(self, pin, settings=None):
        _call('bounce', pin, settings or {})

    def pulse(self, pin, ns):
        _call('pulse', pin, ns)

    def clock(self, pin, hz, duty=0.5):
        _call('clock', pin, hz, duty)

    def wire(self, a, b):
        _call('wire', a, b)

    def unwire(self, a, b):
        _call('unwire', a, b)

    # Lets simulated time pass, in which the script runs.
    def run_ms(self, ms):
        _call('run_ms', ms)

    # Returns the simulated time since the test began, in milliseconds.
    def ms(self):
        return _call('ms')

    # Returns 0, 1, 'floating' or 'contention'.
    def level(self, pin):
        return _call('level', pin)

    # Returns the changes of a pin between low and high since the test began, the oldest first. Each is a pair of its
    # time in milliseconds and the new level.
    def edges(self, pin):
        return [tuple(edge) for edge in _call('edges', pin)]

    # Returns how many interrupts of a pin were served since the script has set it.
    def interrupts(self, pin):
        return _call('interrupts', pin)

    # Returns 'ACTIVE', 'IDLE', 'SUSPENDED' or 'HIBERNATE'.
    def power(self):
        return _call('power')

    # Returns all that the script has printed.
    def printed(self):
        return _call('printed')

    # Returns the whole state of the board, as `window.pinscope.snapshot()` does.
    def snapshot(self):
        return _call('snapshot')


_code = None
# The answers to the calls of the present test, and how many of them this run of the test has received.
_answers = []
_received = 0
_is_paused = False


def _call(name, *arguments):
    global _received, _is_paused
    # A test that has caught the exception gets no further.
    if _is_paused:
        raise _Pause
    if _received == len(_answers):
        _answers.append(json.loads(_board.call(json.dumps((name, arguments)))))
        _is_paused = _board.is_paused()
        if _is_paused:
            raise _Pause
    answer = _answers[_received]
    _received += 1
    if 'error' in answer:
        raise ValueError(answer['error'])
    value = answer['value']
    # The test may change a list or a dict, but not the recorded one.
    return json.loads(json.dumps(value)) if isinstance(value, (dict, list)) else value


# Sends the names of the tests in the text.
def load():
    global _code
    try:
        _code = compile(_board.source(), 'check.py', 'exec')
        names = _execute()
        _board.set_names(' '.join(name for name in names if name.startswith('test_') and callable(names[name])))
    except BaseException as error:
        _board.fail('', _traceback.format_error(error))


# Begins a test.
def begin():
    _answers.clear()


# Runs the test from its top until it ends or lets time pass.
def run():
    global _received, _is_paused
    _received = 0
    _is_paused = False
    error = None
    try:
        _execute()[_board.name()](Bench())
    except BaseException as caught:
        error = caught
    # A test that has let time pass has not ended, even if it has caught the exception.
    if _is_paused:
        return
    if error is None:
        _board.succeed()
    else:
        _board.fail(str(error) if isinstance(error, AssertionError) else '', _traceback.format_error(error))


# Executes the text, so that each run of a test begins with the same values. Returns the names that it defines.
def _execute():
    random.seed(0)
    names = {'__name__': 'check'}
    exec(_code, names)
    return names
