//! The pins of a TI CC3200, implemented on two traits for register access.
#![doc = include_str!("../README.md")]
//!
//! # Where to look
//!
//! [`Board`] returns its pins; [`Config`] and [`IrqConfig`] are the settings of a [`Pin`]. [`registers`] has the two
//! traits through which the whole crate accesses the chip, [`irq`] has interrupts and the table of their handlers, and
//! [`sleep`] enters and ends sleep. [`link`] has the same calls as data: a [`Command`] in, an [`Event`] and a
//! [`Snapshot`] out. [`cc3200`] has the addresses, fields and encodings of the registers.

#![no_std]
#![warn(missing_docs)]

pub mod adc;
pub mod board;
pub mod cc3200;
pub mod config;
pub mod demo;
pub mod error;
#[cfg(feature = "hal")]
pub mod hal;
pub mod interrupt;
#[cfg(feature = "io")]
pub mod io;
pub mod irq;
pub mod link;
mod parse;
pub mod pin;
pub mod pins;
pub mod register_image;
pub mod registers;
pub mod rtc;
#[cfg(feature = "serde")]
mod serde_array;
pub mod sleep;
pub mod text;
pub mod timer;
pub mod uart;
pub mod watchdog;

pub use board::Board;
pub use cc3200::Interrupt;
pub use config::{Config, Drive, IrqConfig, Level, Mode, Power, Priority, Pull, SleepMode, Trigger, Wake};
pub use error::{Error, Setting};
pub use irq::{Handlers, Irq, IrqSlot, PinSet, take_pending};
pub use link::{Command, Event, EventKind, IrqStatus, PadLevel, PinStatus, Reaction, Response, Snapshot};
pub use pin::Pin;
pub use pins::{Alternate, Function, PinId, Profile};
pub use register_image::RegisterImage;
pub use registers::{Registers, RegistersMut};
pub use sleep::ResetCause;
pub use text::ShortString;
