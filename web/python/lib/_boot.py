# Runs the files of the board when it starts: boot.py, and then main.py or the file that boot.py has chosen.

import _board
import _irq
import _traceback

_ENOENT = 2

# The file that runs after boot.py. `machine.main` sets it.
main_file = 'main.py'


def start(names):
    source = _read('boot.py')
    if source is not None:
        try:
            exec(compile(source, 'boot.py', 'exec'), names)
        except (KeyboardInterrupt, SystemExit, MemoryError):
            raise
        except BaseException as error:
            # As on a WiPy, the other file runs nevertheless.
            report = _traceback.format_error(error)
            print(report)
            _board.boot_failed(report)
    source = _read(main_file)
    if source is None:
        raise OSError(_ENOENT, main_file)
    exec(compile(source, main_file, 'exec'), names)


def _read(file):
    source = _board.source('/flash/' + file)
    # This takes back the memory through which the source came in.
    _irq.service()
    return source
