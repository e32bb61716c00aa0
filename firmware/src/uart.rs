//! UARTA0 at 115200 baud, 8N1: it sends from GP1 and receives at GP2. An interrupt collects the received bytes, so that
//! none is lost while something is being sent.

use core::cell::RefCell;
use core::fmt::{self, Write as _};
use core::sync::atomic::{AtomicU32, Ordering};

use cortex_m::asm;
use critical_section::{CriticalSection, Mutex};
use heapless::Deque;
use pinscope_core::cc3200::{arcm, nvic, uart};
use pinscope_core::link::reserved_pins;
use pinscope_core::{Board, RegistersMut};
use pinscope_firmware::{Mmio, bringup, interrupt};

use crate::BOARD;

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
    bringup::pulse(registers, arcm::UARTA0_RESET);
    reserved_pins::claim(board);
    uart::CTL.write(registers, 0);
    uart::IBRD.write(registers, uart::DIVISOR_115200 / 64);
    uart::FBRD.write(registers, uart::DIVISOR_115200 % 64);
    // The divisors take effect when LCRH is written.
    uart::LCRH.write(registers, uart::LCRH_8N1_FIFO);
    uart::CTL.write(registers, uart::CTL_ON);

    // The UART's interrupt is more urgent than that of any pin, because its routine is short and the FIFO fills up in a
    // millisecond.
    nvic::IPR1.modify(registers, 0xFF << (8 * (uart::INTERRUPT - 4)), 0);
    uart::IM.write(registers, uart::IM_RECEIVE);
    nvic::ISER0.write(registers, 1 << uart::INTERRUPT);
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
        uart::IM.write(Mmio, uart::IM_RECEIVE);
        byte
    })
}

/// Sends bytes. Bytes that the UART does not accept in time are dropped and counted.
pub fn send(bytes: &[u8]) {
    for (sent, &byte) in bytes.iter().enumerate() {
        if !wait_until_clear(uart::FR_TXFF) {
            UNSENT.fetch_add((bytes.len() - sent) as u32, Ordering::Relaxed);
            return;
        }
        uart::DR.write(Mmio, u32::from(byte));
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
    if !wait_until_clear(uart::FR_BUSY) {
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

/// Moves bytes from the FIFO to the buffer. If the buffer is full, they stay in the FIFO, and the interrupt is masked
/// until the main loop has taken a byte.
fn empty_fifo(cs: CriticalSection) {
    let mut received = RECEIVED.borrow_ref_mut(cs);
    while uart::FR.read(Mmio) & uart::FR_RXFE == 0 {
        if received.bytes.is_full() {
            uart::IM.write(Mmio, 0);
            return;
        }
        let word = uart::DR.read(Mmio);
        received.overruns += u32::from(word & uart::DR_OVERRUN != 0);
        // This cannot fail, because the buffer is not full.
        let _ = received.bytes.push_back(word as u8);
    }
}

/// Returns true as soon as the flags are clear, and false after the timeout.
fn wait_until_clear(flags: u32) -> bool {
    (0..FLAG_TIMEOUT_POLLS).any(|_| uart::FR.read(Mmio) & flags == 0)
}
