# Imports the modules that a script has in files of its own, with their statements instrumented as the script's are.

import sys

import _board
import _irq

# A folder with an empty file for each of these modules. `source_files.js` makes them.
_STUBS = '/lib/_stubs'
_FLASH = '/flash/'


# Imports a module and the packages that it is in, as far as they are files of the script and not imported yet. Returns
# whether the module is one of them. `native` is MicroPython's own function for imports.
def load(name, native):
    packages = name.split('.')
    for count in range(1, len(packages) + 1):
        module = '.'.join(packages[:count])
        if module not in sys.modules and not _load(module, native):
            return False
    return True


def _load(name, native):
    for folder in sys.path:
        path = _board.find_module(folder, name.replace('.', '/'))
        if path:
            _make(name, native)
            _run(name, path)
            return True
    return False


# Makes an empty module. MicroPython makes modules only from files.
def _make(name, native):
    folders = sys.path[:]
    sys.path[:] = [_STUBS]
    try:
        native(name)
    finally:
        sys.path[:] = folders


def _run(name, path):
    module = sys.modules[name]
    module.__file__ = path
    is_complete = False
    try:
        source = _board.source(path)
        # This takes back the memory through which the source came in.
        _irq.service()
        file = path[len(_FLASH):] if path.startswith(_FLASH) else path
        exec(compile(source, file, 'exec'), module.__dict__)
        is_complete = True
    finally:
        if not is_complete:
            sys.modules.pop(name, None)
