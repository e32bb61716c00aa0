//! The pins of a TI CC3200, written against a register trait.
#![doc = include_str!("../README.md")]
//!
//! # Where to look
//!
//! [`Board`] gives out each [`Pin`]; [`Config`] and [`IrqConfig`] are what one is set to. [`registers`] has the two traits
//! that everything is written against, [`irq`] interrupts and their table, [`sleep`] sleep and wake. [`link`] has the same
//! calls as data: a [`Command`] in, an [`Event`] and a [`Snapshot`] out. [`cc3200`] has the addresses and fields of the
//! registers themselves.

#![no_std]

#[cfg(feature = "serde")]
mod serde_array;

pub mod registers;

pub mod cc3200;

pub mod board;

pub mod settings;

pub mod pin;

pub mod irq;

pub mod catalog;

pub mod register_image;

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
pub use error::{Error, Setting, ShortString};
pub use register_image::RegisterImage;
pub use irq::{Handlers, Irq, IrqConfig, PinSet, Priority, IrqSlot, Trigger, Wake, take_pending};
pub use link::{Response, Command, Event, EventKind, IrqStatus, PadLevel, PinStatus, Reaction, Snapshot};
pub use pin::Pin;
pub use registers::{Registers, RegistersMut};
pub use settings::{Config, Drive, Level, Mode, Pull};
pub use sleep::{Power, ResetCause, SleepMode};
