# Lets `print` also write to a stream, such as a UART.

import builtins

_print = builtins.print
_stream = None


# Replaces the stream and returns the one before.
def dupterm(stream, index=0):
    global _stream
    if index != 0:
        raise ValueError('dupterm: index %r is not 0' % (index,))
    if stream is not None and not hasattr(stream, 'write'):
        raise TypeError('dupterm: %r is no stream such as a UART' % (stream,))
    previous, _stream = _stream, stream
    builtins.print = _print if stream is None else _print_twice
    return previous


def _print_twice(*values, sep=' ', end='\n', **more):
    _print(*values, sep=sep, end=end, **more)
    if 'file' not in more:
        text = sep.join(str(value) for value in values) + end
        _stream.write(text.replace('\n', '\r\n'))
