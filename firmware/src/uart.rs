//! UARTA0, 115200 baud, 8N1: sends from GP1, hears at GP2. What comes is taken by an interrupt, so that none is lost while
//! something is sent.

use core::cell::RefCell;
use core::sync::atomic::{AtomicU32, Ordering};

use cortex_m::asm;
use critical_section::{CriticalSection, Mutex};
use heapless::Deque;
use pinscope_core::cc3200::{arcm, nvic, uart};
use pinscope_core::link::reserved_pins;
use pinscope_core::{Board, RegistersMut};
use pinscope_firmware::{Mmio, bringup, interrupt};

use crate::BOARD;

/// How often a flag is looked at before it is given up: some 10 ms, in which more than the whole FIFO is sent.
const PATIENCE: u32 = 100_000;

/// How many bytes can wait to be looked at: some 20 ms of them.
const ROOM: usize = 256;

static LINE: Mutex<RefCell<Line>> = Mutex::new(RefCell::new(Line { bytes: Deque::new(), overrun: 0 }));

/// How many bytes were not sent in time, at least. By itself, since a fault may be reported while the line is borrowed.
static UNSENT: AtomicU32 = AtomicU32::new(0);

/// What came and was not looked at, and what of it was lost.
struct Line {
    bytes: Deque<u8, ROOM>,
    overrun: u32,
}

/// Clocks and resets UARTA0, gives it its pins and lets it interrupt. What was being sent is let out first.
pub fn start<R: RegistersMut>(board: Board<R>) {
    let registers = board.registers;
    arcm::UARTA0_CLOCK.modify(registers, arcm::CLOCK_ON, arcm::CLOCK_ON);
    // Reading the gate back lets the write arrive before the UART is touched.
    arcm::UARTA0_CLOCK.read(registers);
    flush();
    bringup::pulse(registers, arcm::UARTA0_RESET);
    reserved_pins::claim(board);
    uart::CTL.write(registers, 0);
    uart::IBRD.write(registers, uart::DIVISOR_115200 / 64);
    uart::FBRD.write(registers, uart::DIVISOR_115200 % 64);
    // The divisors count from the write to LCRH on.
    uart::LCRH.write(registers, uart::LCRH_8N1_FIFO);
    uart::CTL.write(registers, uart::CTL_ON);

    // More urgent than any pin: its routine is short, and the FIFO is full in a millisecond.
    nvic::IPR1.modify(registers, 0xFF << (8 * (uart::INTERRUPT - 4)), 0);
    uart::IM.write(registers, uart::IM_RECEIVE);
    nvic::ISER0.write(registers, 1 << uart::INTERRUPT);
}

/// Takes the bytes that have come. Where there is no room they stay in the FIFO, silently, until there is.
#[interrupt]
fn UARTA0() {
    critical_section::with(take_in);
}

/// The next byte that came.
pub fn next() -> Option<u8> {
    critical_section::with(|cs| {
        take_in(cs);
        let byte = LINE.borrow_ref_mut(cs).bytes.pop_front();
        uart::IM.write(Mmio, uart::IM_RECEIVE);
        byte
    })
}

/// Sends bytes. What the UART does not take in time is lost and counted.
pub fn send(bytes: &[u8]) {
    for (sent, &byte) in bytes.iter().enumerate() {
        if !wait_until_clear(uart::FR_TXFF) {
            UNSENT.fetch_add((bytes.len() - sent) as u32, Ordering::Relaxed);
            return;
        }
        uart::DR.write(Mmio, u32::from(byte));
    }
}

/// Sends a line of text, whose gaps are `gaps`.
pub fn line(sentence: &str, gaps: &[Gap]) {
    words::fill(sentence, gaps, &mut send);
    send(b"\r\n");
}

/// Waits until everything is sent, within reason. What is left then is counted as one byte: the UART tells no more.
pub fn flush() {
    if !wait_until_clear(uart::FR_BUSY) {
        UNSENT.fetch_add(1, Ordering::Relaxed);
    }
}

/// How many bytes were lost on their way in, at least, and on their way out.
pub fn losses() -> (u32, u32) {
    let overrun = critical_section::with(|cs| LINE.borrow_ref(cs).overrun);
    (overrun, UNSENT.load(Ordering::Relaxed))
}

/// Reports why nothing can go on, whatever the UART was doing, and stops.
pub fn fatal(why: &str, gaps: &[Gap]) -> ! {
    cortex_m::interrupt::disable();
    start(BOARD);
    send(b"\r\nstopped: ");
    line(why, gaps);
    loop {
        asm::wfi();
    }
}

fn take_in(cs: CriticalSection) {
    let mut line = LINE.borrow_ref_mut(cs);
    while uart::FR.read(Mmio) & uart::FR_RXFE == 0 {
        if line.bytes.is_full() {
            uart::IM.write(Mmio, 0);
            return;
        }
        let word = uart::DR.read(Mmio);
        line.overrun += u32::from(word & uart::DR_OVERRUN != 0);
        // There is room: it was just looked at.
        let _ = line.bytes.push_back(word as u8);
    }
}

/// Whether the flags are clear, at last or in time.
fn wait_until_clear(flags: u32) -> bool {
    (0..PATIENCE).any(|_| uart::FR.read(Mmio) & flags == 0)
}
