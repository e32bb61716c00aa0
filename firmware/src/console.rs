//! The console: lines of text on UARTA0, 115200 baud, 8N1, sent from GP1.

use core::fmt::{self, Write};

use cortex_m::{asm, interrupt};
use pinscope_core::cc3200::{arcm, uart};
use pinscope_core::{Board, Config, Drive, Error, Mode, PinId, Pull, RegistersMut};

use crate::BOARD;

/// The alternate function of GP1 and GP2 that is UART0.
const UART0: i32 = 3;

/// How often a flag is looked at before it is given up: some 10 ms, in which more than the whole FIFO is sent.
const PATIENCE: u32 = 100_000;

/// How long the reset lasts, as in TI's driver (`PRCMPeripheralReset`).
const RESET_CYCLES: u32 = 64;

/// UARTA0, set up.
pub struct Console<R> {
    registers: R,
}

impl<R: RegistersMut> Console<R> {
    /// Clocks and resets UARTA0 and gives it its pins. What was being sent is let out first.
    ///
    /// # Errors
    /// Those of [`Pin::init`](pinscope_core::Pin::init).
    pub fn start(board: Board<R>) -> Result<Self, Error> {
        let registers = board.registers;
        let console = Self { registers };
        arcm::UARTA0_CLOCK.modify(registers, arcm::CLOCK_ON, arcm::CLOCK_ON);
        // Reading the gate back lets the write arrive before the UART is touched.
        arcm::UARTA0_CLOCK.read(registers);
        console.wait_until_clear(uart::FR_BUSY);
        arcm::UARTA0_RESET.write(registers, 1);
        asm::delay(RESET_CYCLES);
        arcm::UARTA0_RESET.write(registers, 0);

        // A pull-up keeps the line idle that nobody drives.
        let config = Config { mode: Mode::Alt, pull: Pull::Up, drive: Drive::Low, alt: UART0, value: None };
        board.at(PinId::GP1).init(config)?;
        board.at(PinId::GP2).init(config)?;

        uart::CTL.write(registers, 0);
        uart::IBRD.write(registers, uart::DIVISOR_115200 / 64);
        uart::FBRD.write(registers, uart::DIVISOR_115200 % 64);
        // The divisors count from the write to LCRH on.
        uart::LCRH.write(registers, uart::LCRH_8N1_FIFO);
        uart::CTL.write(registers, uart::CTL_ON);
        Ok(console)
    }

    /// Sends a line. What the UART does not take in time is lost: there is nowhere else to say so.
    pub fn line(&mut self, text: fmt::Arguments) {
        let _ = self.write_fmt(text).and_then(|()| self.write_str("\r\n"));
    }

    /// Whether the flags are clear, at last or in time.
    fn wait_until_clear(&self, flags: u32) -> bool {
        (0..PATIENCE).any(|_| uart::FR.read(self.registers) & flags == 0)
    }
}

impl<R: RegistersMut> Write for Console<R> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for byte in text.bytes() {
            if !self.wait_until_clear(uart::FR_TXFF) {
                return Err(fmt::Error);
            }
            uart::DR.write(self.registers, u32::from(byte));
        }
        Ok(())
    }
}

/// Reports why nothing can go on, whatever the console was doing, and stops.
pub fn stop(why: fmt::Arguments) -> ! {
    interrupt::disable();
    if let Ok(mut console) = Console::start(BOARD) {
        console.line(format_args!("stopped: {why}"));
    }
    loop {
        asm::wfi();
    }
}
