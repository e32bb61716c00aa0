# The WiPy's `select` module, which waits until a stream can be read or written. A UART is the only such stream here.

import _board
import _irq
from _peripheral import whole as _whole
from _peripherals import find as _find_class

POLLIN = 1
POLLOUT = 4
POLLERR = 8
POLLHUP = 16

_ENOENT = 2
_ONE_SHOT = 1
# A wait without a limit.
_FOREVER = -1
# The ticks count modulo a power of two, and these are their bits.
_TICKS = 0x3fffffff
# The longest wait in one piece, in milliseconds, because the engine counts microseconds in 32 bits.
_MAX_PIECE = 1 << 18
# The longest wait that the page shows, in milliseconds.
_MAX_SHOWN = 1 << 29
# The result of a wait that is over, defined in `_irq.py` too.
_WAIT_DONE = 0

_ticks_ms = _board.ticks_ms
_begin_sleep = _board.begin_sleep
_wait_for_uarts = _board.wait_for_uarts


class poll:
    def __init__(self):
        # The streams, each in a list with its events.
        self._entries = []

    def register(self, stream, eventmask=POLLIN | POLLOUT):
        events = _whole('poll', 'eventmask', eventmask)
        entry = self._find(stream)
        if entry is not None:
            entry[1] = events
        elif isinstance(stream, _find_class('UART')):
            self._entries.append([stream, events])
        else:
            raise OSError('stream operation not supported: %r is no stream that poll knows, such as a UART' % (stream,))

    # On a WiPy too, it is no error if the stream is not registered.
    def unregister(self, stream):
        entry = self._find(stream)
        if entry is not None:
            self._entries.remove(entry)

    def modify(self, stream, eventmask):
        entry = self._find(stream)
        if entry is None:
            raise OSError(_ENOENT, 'poll: %r is not registered' % (stream,))
        entry[1] = _whole('poll', 'eventmask', eventmask)

    def poll(self, timeout=None):
        self._await(_FOREVER if timeout is None else _whole('poll', 'timeout', timeout))
        ready = [(stream, stream._poll(events)) for stream, events in self._entries]
        return [pair for pair in ready if pair[1]]

    # Returns an iterator over what `poll` returns. With the flag 1, a stream is then registered for no events.
    def ipoll(self, timeout=None, flags=0):
        flags = _whole('ipoll', 'flags', flags)
        ready = self.poll(timeout)
        if flags & _ONE_SHOT:
            for stream, _ in ready:
                self._find(stream)[1] = 0
        return iter(ready)

    def _find(self, stream):
        for entry in self._entries:
            if entry[0] is stream:
                return entry
        return None

    # Waits until a stream is ready, or for a number of milliseconds. A negative number is no limit.
    def _await(self, limit):
        proceed, start = self._proceed, _ticks_ms()
        left = limit
        while left and not self._is_ready():
            piece = _MAX_PIECE if left < 0 else min(left, _MAX_PIECE)
            _begin_sleep(1000 * piece, max(0, min(limit, _MAX_SHOWN)))
            _irq.wait(proceed)
            if left > 0:
                left = max(0, limit - ((_ticks_ms() - start) & _TICKS))
        # Handlers are called at the moment of their interrupts, also during a poll that does not wait.
        _irq.service()

    # Lets time move until a stream may be ready, or until the end of the piece. It is called again after each handler,
    # which may have moved bytes to the memory of a UART. It makes no object.
    def _proceed(self):
        if self._is_ready():
            return _WAIT_DONE
        readable = writable = 0
        for stream, events in self._entries:
            bit = 1 << stream._id
            readable |= bit if events & POLLIN else 0
            writable |= bit if events & POLLOUT else 0
        return _wait_for_uarts(readable, writable)

    def _is_ready(self):
        for stream, events in self._entries:
            if stream._poll(events):
                return True
        return False


# The timeout is a number of seconds.
def select(rlist, wlist, xlist, timeout=None):
    poller = poll()
    others = POLLERR | POLLHUP
    for streams, events in ((rlist, POLLIN), (wlist, POLLOUT), (xlist, others)):
        if not isinstance(streams, (list, tuple)):
            raise TypeError('select takes lists or tuples of streams, not %r' % (streams,))
        for stream in streams:
            entry = poller._find(stream)
            poller.register(stream, events if entry is None else entry[1] | events)
    if timeout is not None:
        timeout = int(timeout * 1000) if isinstance(timeout, float) else 1000 * _whole('select', 'timeout', timeout)
    ready = poller.poll(timeout)
    return tuple([stream for stream, events in ready if events & wanted] for wanted in (POLLIN, POLLOUT, others))
