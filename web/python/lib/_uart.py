# The class `UART` of `machine`: two serial lines.

from collections import deque

import _board
import _irq
from _peripheral import EIO, EPERM, ETIMEDOUT, absent, check_id, check_irq, irq, pin_index, settle, whole
from micropython import const

# Numbers that `web/engine/src/script/uarts.rs` defines too.
_HAS_RECEIVED = const(1)
_HAS_ROOM = const(2)
_IS_BUSY = const(4)
_HAS_PARITY = const(1)
_IS_ODD = const(2)
_HAS_TWO_STOP_BITS = const(4)
_USES_RTS = const(8)
_USES_CTS = const(16)

_COUNT = 2
_MAX_WAKE = 1
_MIN_BAUD = 77
_MAX_BAUD = 10000000
_DEFAULT_PINS = (('GP1', 'GP2'), ('GP3', 'GP4'))
_LINES = ('TX', 'RX', 'RTS', 'CTS')
_PARITIES = {None: 'None', 0: 'UART.EVEN', 1: 'UART.ODD'}
# Maximum number of received bytes that wait to be read.
_MAX_RECEIVED = 255
# Maximum time that a byte waits for room, in microseconds.
_WRITE_TIMEOUT = 5000
# The longest character with its start bit and its stop bits.
_MAX_BITS = 11
_FIFO_CAPACITY = 16
# The events of `select`.
_POLLIN = const(1)
_POLLOUT = const(4)

_alternates = _board.alternates
_configure = _board.configure_uart
_connect = _board.connect_uart
_pin_name = _board.pin_name
_set_break = _board.set_break
_set_handler_name = _board.set_handler_name
_arm = _board.arm_uart
_stop = _board.stop_uart
_read = _board.read_uart
_write = _board.write_uart
_state = _board.uart_state
_begin_sleep = _board.begin_sleep
_wait = _board.wait


# Waits for a number of microseconds.
def _pause(us):
    _begin_sleep(us, us // 1000)
    _irq.wait(_wait)


# Returns the pins of a UART as indices, or -1 for a line that has none.
def _indices(name, pins):
    if not isinstance(pins, (tuple, list)) or len(pins) not in (2, 4):
        raise ValueError('%s: pins is None or has 2 or 4 entries, (TX, RX) or (TX, RX, RTS, CTS)' % name)
    return [-1 if pin is None else pin_index(name, pin) for pin in pins]


def _has_line(index, id, line):
    return any(text.endswith(' UART%d_%s' % (id, line)) for text in _alternates(index).split('\n'))


# Returns the number of the UART to which the first of these pins belongs.
def _id_of(pins):
    if pins is None or pins is absent:
        return 0
    for index, line in zip(_indices('UART', pins), _LINES):
        if index >= 0:
            for id in range(_COUNT):
                if _has_line(index, id, line):
                    return id
            raise ValueError('UART: %s is no %s of a UART' % (_pin_name(index), line))
    return 0


class UART:
    EVEN = 0
    ODD = 1
    RX_ANY = 1
    IRQ_RX = 1

    # There is one object for each UART.
    def __new__(cls, id=None, *settings, pins=absent, **more):
        return _uarts[_id_of(pins) if id is None else check_id('UART', id, _COUNT)]

    def __init__(self, id=None, *settings, pins=absent, **more):
        self.init(*settings, pins=_DEFAULT_PINS[self._id] if pins is absent else pins, **more)

    # Without `pins`, the UART keeps its pins.
    def init(self, baudrate=9600, bits=8, parity=None, stop=1, *, pins=None):
        name = self._name
        baudrate, bits = whole(name, 'baudrate', baudrate), whole(name, 'bits', bits)
        parity = None if parity is None else whole(name, 'parity', parity)
        stop = whole(name, 'stop', stop)
        if not _MIN_BAUD <= baudrate <= _MAX_BAUD:
            raise ValueError('%s: baudrate %d is outside %d to %d' % (name, baudrate, _MIN_BAUD, _MAX_BAUD))
        if not 5 <= bits <= 8:
            raise ValueError('%s: bits %d is outside 5 to 8' % (name, bits))
        if parity not in _PARITIES:
            raise ValueError('%s: parity %d is not None, UART.EVEN 0 or UART.ODD 1' % (name, parity))
        if pins is not None:
            self._connect(pins)
        self._baudrate, self._bits, self._parity = baudrate, bits, parity
        self._stop = 1 if stop == 1 else 2
        self._is_open = True
        self._received = deque((), _MAX_RECEIVED)
        self._start()

    def _connect(self, pins):
        indices = _indices(self._name, pins)
        for index, line in zip(indices, _LINES):
            if index >= 0 and not _has_line(index, self._id, line):
                raise ValueError('%s: %s has no UART%d_%s' % (self._name, _pin_name(index), self._id, line))
        tx, rx, rts, cts = indices + [-1] * (4 - len(indices))
        if rts >= 0 and rx < 0 or cts >= 0 and tx < 0:
            raise ValueError('%s: RTS needs RX, and CTS needs TX' % self._name)
        self._flow = (_USES_RTS if rts >= 0 else 0) | (_USES_CTS if cts >= 0 else 0)
        settle(_connect(self._id, len(indices), tx, rx, rts, cts))
        self._pins = pins

    def _start(self):
        settings = self._flow | (0 if self._stop == 1 else _HAS_TWO_STOP_BITS)
        if self._parity is not None:
            settings |= _HAS_PARITY | (_IS_ODD if self._parity == UART.ODD else 0)
        settle(_configure(self._id, self._baudrate, self._bits, settings))
        # Received bytes interrupt even if the script has no handler for them.
        _irq.irqs.setdefault(self._source, irq(self, None))
        if self._priority:
            settle(_arm(self._id, self._priority))

    def deinit(self):
        if self._is_open:
            self._is_open = False
            settle(_stop(self._id))

    def any(self):
        self._check()
        self._drain()
        _irq.service()
        return len(self._received)

    def read(self, count=-1):
        return self._read(count, None)

    def readline(self, count=-1):
        return self._read(count, 10)

    # Returns at most `count` bytes, up to the byte `end`. A negative count is no limit. Without a byte it is None.
    def _read(self, count, end):
        self._check()
        data = bytearray()
        while count < 0 or len(data) < count:
            byte = self._next()
            if byte < 0:
                break
            data.append(byte)
            if byte == end:
                break
        return bytes(data) if data else None

    def readinto(self, buffer, count=-1):
        self._check()
        most = len(buffer) if count < 0 else min(count, len(buffer))
        for place in range(most):
            byte = self._next()
            if byte < 0:
                return place or None
            buffer[place] = byte
        return most or None

    def write(self, buffer):
        self._check()
        data = buffer.encode() if isinstance(buffer, str) else bytes(buffer)
        for byte in data:
            self._await(_HAS_ROOM, _HAS_ROOM, _WRITE_TIMEOUT, EIO)
            _write(self._id, byte)
        settle(0)
        return len(data)

    def flush(self):
        self._check()
        # The FIFO and the character that is being sent, and the same again.
        self._await(_IS_BUSY, 0, 2 * (_FIFO_CAPACITY + 1) * self._character_us(), ETIMEDOUT)

    def txdone(self):
        self._check()
        return not settle(_state(self._id)) & _IS_BUSY

    def sendbreak(self):
        self._check()
        _set_break(self._id, True)
        _pause(2 * (_MAX_BITS * 1000000 // self._baudrate))
        _set_break(self._id, False)

    def irq(self, *, trigger=absent, priority=1, handler=None, wake=None):
        self._check()
        priority, _ = check_irq(self._name, UART.RX_ANY, 'UART.RX_ANY', _MAX_WAKE, trigger, priority, handler, wake)
        armed = irq(self, handler)
        _irq.irqs[self._source] = armed
        _set_handler_name(self._source, getattr(handler, '__name__', ''))
        self._enable_irq(True)
        self._priority = priority
        settle(_arm(self._id, priority))
        return armed

    def _enable_irq(self, on):
        self._is_enabled = on

    # Serves an interrupt: the bytes come out of the FIFO even if the script has no handler for them.
    def _serve(self, armed):
        self._drain()
        if self._is_enabled:
            self._flags = UART.RX_ANY
            _irq.run_handler(armed)
            self._flags = 0

    # Moves received bytes from the FIFO to the memory. Bytes for which there is no room are lost.
    def _drain(self):
        while True:
            byte = _read(self._id)
            if byte < 0:
                return
            if len(self._received) < _MAX_RECEIVED:
                self._received.append(byte)

    # Waits for a received byte and returns it, or -1 if none has come in time.
    def _next(self):
        left = 16 * self._character_us()
        step = max(5, self._character_us() // 4)
        while not self._received:
            self._drain()
            if self._received or left <= 0:
                break
            _pause(min(step, left))
            left -= step
        return self._received.popleft() if self._received else -1

    # Returns those of some events of `select` that the UART has.
    def _poll(self, events):
        self._check()
        state = _state(self._id)
        can_read = self._received or state & _HAS_RECEIVED
        return (events & _POLLIN if can_read else 0) | (events & _POLLOUT if state & _HAS_ROOM else 0)

    # Waits until these bits of the state have this value.
    def _await(self, bits, value, timeout, error):
        step = max(5, self._character_us() // 4)
        while _state(self._id) & bits != value:
            if timeout <= 0:
                raise OSError(error)
            _pause(step)
            timeout -= step

    # Returns the length of the longest character in microseconds.
    def _character_us(self):
        return _MAX_BITS * 1000000 // self._baudrate

    def _check(self):
        if not self._is_open:
            raise OSError(EPERM, '%s is off: init() switches it on' % self._name)

    def __iter__(self):
        return self

    def __next__(self):
        line = self.readline()
        if line is None:
            raise StopIteration
        return line

    def __repr__(self):
        if not self._is_open:
            return 'UART(%d)' % self._id
        return 'UART(%d, baudrate=%d, bits=%d, parity=%s, stop=%d)' % (
            self._id, self._baudrate, self._bits, _PARITIES[self._parity], self._stop)


def _make_uart(id):
    uart = object.__new__(UART)
    uart._id = id
    uart._name = 'UART %d' % id
    uart._source = _irq.UARTS + id
    uart._is_open = False
    uart._is_enabled = False
    uart._flags = 0
    uart._flow = 0
    # The priority that `irq` has set, or 0.
    uart._priority = 0
    return uart


_uarts = [_make_uart(id) for id in range(_COUNT)]


# Sets the UARTs up again that are on, because SUSPENDED has reset them.
def restore():
    for uart in _uarts:
        if uart._is_open:
            uart._start()
