//! What a pin is: MicroPython's `machine.Pin` for the CC3200, written against registers.
//!
//! Registers are the only state. A [`Pin`] is a name and a way to reach registers; mode, pull, drive, alternate
//! function, trigger and wake are decoded from them each time they are asked for. The same code runs on real memory
//! mapped registers, on the emulated chip, on QEMU and, for looking only, on a recorded [`Snapshot`].
//!
//! ```
//! use pinscope_core::{Board, Config, Error, Level, Mode, Profile, RegistersMut};
//!
//! fn light_up(registers: impl RegistersMut) -> Result<(), Error> {
//!     let board = Board::new(Profile::Wipy, registers);
//!     board.start();
//!     let led = board.pin("GP25")?;
//!     led.init(Config { mode: Mode::Out, value: Some(Level::High), ..Config::default() })
//! }
//! ```

#![no_std]

#[cfg(feature = "serde")]
mod array;

pub mod registers;

pub mod cc3200;

pub mod board;

pub mod settings;

pub mod pin;

pub mod irq;

pub mod catalog;

pub mod image;

pub mod sleep;

pub mod error;

pub mod words;

pub mod link;

pub mod code;

pub mod demo;

#[cfg(feature = "hal")]
pub mod hal;

pub use board::{Alternate, Board, Function, PinId, Profile};
pub use code::{Argument, Code};
pub use error::{Error, Setting, Text};
pub use image::Image;
pub use irq::{Handlers, Irq, IrqConfig, PinSet, Priority, Row, Trigger, Wake, take_pending};
pub use link::{Answer, Command, Event, EventKind, IrqStatus, PadLevel, PinStatus, Reaction, Snapshot};
pub use pin::Pin;
pub use registers::{Registers, RegistersMut};
pub use settings::{Config, Drive, Level, Mode, Pull};
pub use sleep::{Power, ResetCause, SleepMode};
