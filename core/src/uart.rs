//! The two UARTs (`docs/peripherals.md`, section 3): their format, their lines on the pins, and the bytes.

use core::fmt;

use crate::board::Board;
use crate::cc3200::uart as reg;
use crate::cc3200::{Interrupt, Rw, arcm};
use crate::config::{Config, Drive, Mode, Priority, Pull};
use crate::pins::{Function, PinId};
use crate::registers::{Registers, RegistersMut};

pub use crate::cc3200::uart::Uart as UartId;

/// Minimum baud rate, below which the divisor does not fit into its register.
pub const MIN_BAUD: u32 = 77;
/// Maximum baud rate of the chip.
pub const MAX_BAUD: u32 = 10_000_000;
/// Frequency of the clock that the divisor divides.
const CLOCK_HZ: u32 = 80_000_000;

/// The parity bit of a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Parity {
    /// There is no parity bit.
    #[default]
    None,
    /// The number of ones is even.
    Even,
    /// The number of ones is odd.
    Odd,
}

/// The settings of a UART.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct UartConfig {
    /// The number of bits per second, [`MIN_BAUD`] to [`MAX_BAUD`].
    pub baud: u32,
    /// The number of data bits of a character, 5 to 8.
    pub data_bits: u8,
    /// The parity bit.
    pub parity: Parity,
    /// True for two stop bits.
    pub has_two_stop_bits: bool,
    /// True if the output RTS asks the other side to wait while the receive FIFO is half full.
    pub uses_rts: bool,
    /// True if the input CTS lets the transmitter wait.
    pub uses_cts: bool,
}

impl UartConfig {
    /// Returns the settings for eight data bits without parity and with one stop bit.
    pub const fn new(baud: u32) -> Self {
        Self { baud, data_bits: 8, parity: Parity::None, has_two_stop_bits: false, uses_rts: false, uses_cts: false }
    }
}

/// A line of a UART.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Line {
    /// The transmitted data.
    Tx,
    /// The received data.
    Rx,
    /// The output that is low while the UART is ready to receive.
    Rts,
    /// The input that is low while the other side is ready to receive.
    Cts,
}

impl Line {
    /// The lines in the order of MicroPython's argument `pins`.
    pub const ALL: [Self; 4] = [Self::Tx, Self::Rx, Self::Rts, Self::Cts];
}

/// A refused call. It was refused before any register changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum UartError {
    /// The chip has no such baud rate.
    #[error("{}: {baud} baud is outside {MIN_BAUD} to {MAX_BAUD}", Name(*.uart))]
    BaudOutOfRange {
        /// The UART.
        uart: UartId,
        /// The baud rate given.
        baud: u32,
    },
    /// The chip has no characters of that length.
    #[error("{}: {data_bits} data bits are outside 5 to 8", Name(*.uart))]
    DataBitsOutOfRange {
        /// The UART.
        uart: UartId,
        /// The number of data bits given.
        data_bits: u8,
    },
    /// The pin does not offer that line.
    #[error("{pin} has no alternate function {}", function(*.uart, *.line).name())]
    LineNotOffered {
        /// The UART.
        uart: UartId,
        /// The line.
        line: Line,
        /// The pin given.
        pin: PinId,
    },
}

/// Displays the name of a UART.
struct Name(UartId);

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "UART {}", self.0.index())
    }
}

/// A received byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Received {
    /// The byte.
    pub byte: u8,
    /// True if the UART lost bytes before this one, because its FIFO was full.
    pub is_after_overrun: bool,
}

/// A UART. It stores nothing about the UART's state.
#[derive(Clone, Copy, Debug)]
pub struct Uart<R> {
    id: UartId,
    registers: R,
}

impl<R: Registers> Uart<R> {
    /// Returns the UART with `id`. It accesses no register.
    pub const fn new(id: UartId, registers: R) -> Self {
        Self { id, registers }
    }

    /// Returns true if a received byte can be read.
    pub fn has_received(self) -> bool {
        self.flags() & reg::FR_RXFE == 0
    }

    /// Returns true if the transmit FIFO has room for a byte.
    pub fn has_room(self) -> bool {
        self.flags() & reg::FR_TXFF == 0
    }

    /// Returns true until the last stop bit of the last byte has been sent.
    pub fn is_busy(self) -> bool {
        self.flags() & reg::FR_BUSY != 0
    }

    /// Returns the next received byte, if there is one. Its errors are dropped.
    pub fn read_byte(self) -> Option<u8> {
        self.receive().map(|received| received.byte)
    }

    /// Returns the next received byte with what was lost before it, if there is one.
    pub fn receive(self) -> Option<Received> {
        self.has_received().then(|| {
            let word = self.register(reg::DR.0).read(self.registers);
            Received { byte: word as u8, is_after_overrun: word & reg::DR_OVERRUN != 0 }
        })
    }

    fn flags(self) -> u32 {
        self.register(reg::FR.0).read(self.registers)
    }

    /// Returns the register of this UART that UARTA0 has at `addr`.
    const fn register(self, addr: u32) -> Rw {
        Rw(addr + reg::SIZE * self.id.index() as u32)
    }
}

impl<R: RegistersMut> Uart<R> {
    /// Resets the UART, sets its format, switches it on, and lets received bytes interrupt the processor. The interrupt
    /// routine calls [`take_causes`](crate::interrupt::take_causes).
    ///
    /// # Errors
    /// [`UartError::BaudOutOfRange`], [`UartError::DataBitsOutOfRange`]
    pub fn configure(self, config: UartConfig) -> Result<(), UartError> {
        let Self { id, registers } = self;
        let UartConfig { baud, data_bits, .. } = config;
        if !(MIN_BAUD..=MAX_BAUD).contains(&baud) {
            return Err(UartError::BaudOutOfRange { uart: id, baud });
        }
        if !(5..=8).contains(&data_bits) {
            return Err(UartError::DataBitsOutOfRange { uart: id, data_bits });
        }
        let flag = |is_set: bool, bit: u32| if is_set { bit } else { 0 };
        let parity = match config.parity {
            Parity::None => 0,
            Parity::Even => reg::LCRH_PEN | reg::LCRH_EPS,
            Parity::Odd => reg::LCRH_PEN,
        };
        let format = u32::from(data_bits - 5) << 5 | parity | flag(config.has_two_stop_bits, reg::LCRH_STP2);
        let flow = flag(config.uses_rts, reg::CTL_RTSEN) | flag(config.uses_cts, reg::CTL_CTSEN);
        // Above a sixteenth of the clock a bit has only eight periods of the baud clock.
        let is_fast = baud > CLOCK_HZ / 16;
        let divisor = (CLOCK_HZ * 8 / if is_fast { baud / 2 } else { baud }).div_ceil(2);

        arcm::uart_clock(id).modify(registers, arcm::CLOCK_ON, arcm::CLOCK_ON);
        arcm::pulse_reset(registers, arcm::uart_reset(id));
        let set = |register: Rw, value| self.register(register.0).write(registers, value);
        set(reg::CTL, flag(is_fast, reg::CTL_HSE));
        set(reg::IBRD, divisor / 64);
        set(reg::FBRD, divisor % 64);
        // This write takes the divisors over, so it comes after them.
        set(reg::LCRH, format | reg::LCRH_FEN);
        set(reg::IFLS, reg::IFLS_HALF_FULL);
        set(reg::CTL, reg::CTL_ON | flow | flag(is_fast, reg::CTL_HSE));
        Interrupt::of_uart(id).enable(registers, Priority::P5);
        set(Rw(reg::ICR.0), reg::IM_RECEIVE);
        self.set_interrupt(true);
        Ok(())
    }

    /// Lets received bytes interrupt the processor, or keeps them from it.
    pub fn set_interrupt(self, on: bool) {
        self.register(reg::IM.0).write(self.registers, if on { reg::IM_RECEIVE } else { 0 });
    }

    /// Connects lines to pins, in the order of [`Line::ALL`]. Every pin that has one of these lines before loses it,
    /// also where the entry is `None`. A call that fails changes nothing.
    ///
    /// # Errors
    /// [`UartError::LineNotOffered`]
    pub fn connect(self, board: Board<R>, pins: &[Option<PinId>]) -> Result<(), UartError> {
        let lines = || Line::ALL.into_iter().zip(pins);
        for (line, &pin) in lines() {
            match pin {
                Some(pin) if alternate(pin, self.id, line).is_none() => {
                    return Err(UartError::LineNotOffered { uart: self.id, line, pin });
                }
                _ => {}
            }
        }
        for (line, &pin) in lines() {
            for other in board.pins().filter(|other| other.function() == Some(function(self.id, line))) {
                other.apply(Config::default());
            }
            if let Some((pin, alt)) = pin.and_then(|pin| Some((pin, alternate(pin, self.id, line)?))) {
                // The pull-up lets a receive line idle that nobody drives.
                let config = Config { mode: Mode::Alt, pull: Pull::Up, drive: Drive::Low, alt, value: None };
                board.at(pin).apply(config);
                pin.port().dir().modify(self.registers, pin.mask().into(), 0);
            }
        }
        Ok(())
    }

    /// Sends a byte. A byte for which the FIFO has no room is lost.
    pub fn write_byte(self, byte: u8) {
        self.register(reg::DR.0).write(self.registers, byte.into());
    }

    /// Holds the transmitted line low, or lets it go.
    pub fn set_break(self, on: bool) {
        let bit = if on { reg::LCRH_BRK } else { 0 };
        self.register(reg::LCRH.0).modify(self.registers, reg::LCRH_BRK, bit);
    }

    /// Switches the UART off and stops its clock. The pins keep their functions.
    pub fn stop(self) {
        self.set_interrupt(false);
        self.register(reg::CTL.0).write(self.registers, 0);
        arcm::uart_clock(self.id).modify(self.registers, arcm::CLOCK_ON, 0);
    }
}

/// Returns the alternate function that is this line.
const fn function(uart: UartId, line: Line) -> Function {
    match (uart, line) {
        (UartId::A0, Line::Tx) => Function::Uart0Tx,
        (UartId::A0, Line::Rx) => Function::Uart0Rx,
        (UartId::A0, Line::Rts) => Function::Uart0Rts,
        (UartId::A0, Line::Cts) => Function::Uart0Cts,
        (UartId::A1, Line::Tx) => Function::Uart1Tx,
        (UartId::A1, Line::Rx) => Function::Uart1Rx,
        (UartId::A1, Line::Rts) => Function::Uart1Rts,
        (UartId::A1, Line::Cts) => Function::Uart1Cts,
    }
}

/// Returns the number of the alternate function of `pin` that is this line, if it offers it.
fn alternate(pin: PinId, uart: UartId, line: Line) -> Option<i32> {
    let offered = pin.alternates().iter().find(|offered| offered.function == function(uart, line));
    offered.map(|offered| offered.index.into())
}
