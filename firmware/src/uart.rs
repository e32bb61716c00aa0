//! UARTA0 at 115200 baud, 8N1: it sends from GP1 and receives at GP2. An interrupt collects the received bytes, so that
//! none is lost while something is being sent.

use core::cell::RefCell;
use core::fmt::{self, Write as _};
use core::sync::atomic::{AtomicU32, Ordering};

use cortex_m::asm;
use critical_section::{CriticalSection, Mutex};
use heapless::Deque;
use pinscope_core::cc3200::{arcm, nvic};
use pinscope_core::link::reserved_pins;
use pinscope_core::uart::{Uart, UartConfig, UartId};
use pinscope_core::{Board, RegistersMut};
use pinscope_firmware::{Mmio, interrupt};

use crate::BOARD;

const UART: Uart<Mmio> = Uart::new(UartId::A0, Mmio);

/// Maximum number of times that a flag is polled. This takes about 10 ms, in which the UART sends more than its whole
/// FIFO.
const FLAG_TIMEOUT_POLLS: u32 = 100_000;

/// Maximum number of received bytes that wait for the main loop. The UART receives as many in about 20 ms.
const RECEIVE_CAPACITY: usize = 256;

static RECEIVED: Mutex<RefCell<ReceiveBuffer>> =
    Mutex::new(RefCell::new(ReceiveBuffer { bytes: Deque::new(), overruns: 0 }));

/// Lower bound of the number of bytes that were not sent in time. It is not behind the mutex, because a fault may be
/// reported while the mutex is held.
static UNSENT: AtomicU32 = AtomicU32::new(0);

struct ReceiveBuffer {
    bytes: Deque<u8, RECEIVE_CAPACITY>,
    /// Number of times that the UART has reported lost bytes.
    overruns: u32,
}

/// Sends the text that is written to it. Writing never fails, because bytes that cannot be sent are only counted.
struct Writer;

impl fmt::Write for Writer {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        send(text.as_bytes());
        Ok(())
    }
}

/// Waits until earlier bytes have been sent, resets UARTA0, connects its pins and enables its interrupt.
pub fn start<R: RegistersMut>(board: Board<R>) {
    let registers = board.registers;
    arcm::UARTA0_CLOCK.modify(registers, arcm::CLOCK_ON, arcm::CLOCK_ON);
    // This read waits until the clock gate has been written, so that the UART has its clock when it is accessed.
    arcm::UARTA0_CLOCK.read(registers);
    flush();
    reserved_pins::claim(board);
    let uart = Uart::new(UartId::A0, registers);
    uart.configure(UartConfig::new(115_200)).expect("the chip has this baud rate");
    // The UART's interrupt is more urgent than that of any pin, because its routine is short and the FIFO fills up in a
    // millisecond.
    nvic::IPR1.modify(registers, 0xFF << (8 * (nvic::UARTA0 - 4)), 0);
}

#[interrupt]
fn UARTA0() {
    critical_section::with(empty_fifo);
}

/// Returns the next received byte.
pub fn receive() -> Option<u8> {
    critical_section::with(|cs| {
        empty_fifo(cs);
        let byte = RECEIVED.borrow_ref_mut(cs).bytes.pop_front();
        UART.set_interrupt(true);
        byte
    })
}

/// Sends bytes. Bytes that the UART does not accept in time are dropped and counted.
pub fn send(bytes: &[u8]) {
    for (sent, &byte) in bytes.iter().enumerate() {
        if !wait_until(|| UART.has_room()) {
            UNSENT.fetch_add((bytes.len() - sent) as u32, Ordering::Relaxed);
            return;
        }
        UART.write_byte(byte);
    }
}

/// Sends a line of text.
pub fn write_line(text: fmt::Arguments) {
    let _ = Writer.write_fmt(text);
    send(b"\r\n");
}

/// Waits until everything has been sent, or until the timeout. If bytes are left after the timeout, they are counted as
/// one byte, because the UART does not report their number.
pub fn flush() {
    if !wait_until(|| !UART.is_busy()) {
        UNSENT.fetch_add(1, Ordering::Relaxed);
    }
}

/// Returns lower bounds of two numbers: the received bytes that were lost, and the bytes that could not be sent.
pub fn losses() -> (u32, u32) {
    let overruns = critical_section::with(|cs| RECEIVED.borrow_ref(cs).overruns);
    (overruns, UNSENT.load(Ordering::Relaxed))
}

/// Reports the reason why the firmware cannot continue, and stops. It works in any state of the UART.
pub fn fatal(reason: fmt::Arguments) -> ! {
    cortex_m::interrupt::disable();
    start(BOARD);
    send(b"\r\nstopped: ");
    write_line(reason);
    loop {
        asm::wfi();
    }
}

/// Moves bytes from the FIFO to the buffer. If the buffer is full, bytes stay in the FIFO, and the interrupt is masked
/// until the main loop has taken a byte.
fn empty_fifo(cs: CriticalSection) {
    let mut buffer = RECEIVED.borrow_ref_mut(cs);
    while !buffer.bytes.is_full() {
        let Some(received) = UART.receive() else { return };
        buffer.overruns += u32::from(received.is_after_overrun);
        // This cannot fail, because the buffer is not full.
        let _ = buffer.bytes.push_back(received.byte);
    }
    UART.set_interrupt(false);
}

/// Returns true as soon as the condition is true, and false after the timeout.
fn wait_until(condition: impl Fn() -> bool) -> bool {
    (0..FLAG_TIMEOUT_POLLS).any(|_| condition())
}
