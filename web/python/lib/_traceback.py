# Formats errors for the person who has written the script.

import io
import sys

_OUT_OF_MEMORY = (
    'The script has used up its memory of 64 MB, which is freed only when the script ends. '
    'A sleep_ms in the loop that makes objects makes the memory last longer.'
)


# Memory in which an error can be formatted when there is no other left. Clearing a list frees its memory at once.
_reserve = [None] * 8192


def format_error(error):
    if isinstance(error, MemoryError):
        _reserve.clear()
    try:
        return _format(error)
    except MemoryError:
        return _OUT_OF_MEMORY


# Leaves out the lines of this library, because they are not part of the script.
def _format(error):
    text = io.StringIO()
    sys.print_exception(error, text)
    lines = [line for line in text.getvalue().split('\n') if '"/lib/' not in line]
    if isinstance(error, MemoryError):
        lines[-1] = _OUT_OF_MEMORY
    return '\n'.join(lines).strip('\n')
