# How an error is told.

import io
import sys

_NO_MEMORY = 'The script has used up its memory, 64 MB. What it no longer uses is given back only when it has ended.'


# Room to tell of memory that is used up. A list that is cleared gives its room back at once.
_reserve = [None] * 8192


def described(error):
    if isinstance(error, MemoryError):
        _reserve.clear()
    try:
        return _traceback(error)
    except MemoryError:
        return _NO_MEMORY


# Lines of this library tell nothing of the script.
def _traceback(error):
    text = io.StringIO()
    sys.print_exception(error, text)
    lines = [line for line in text.getvalue().split('\n') if '"/lib/' not in line]
    if isinstance(error, MemoryError):
        lines[-1] = _NO_MEMORY
    return '\n'.join(lines).strip('\n')
