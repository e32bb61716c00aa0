//! An emulated TI CC3200 for tests on the host.
#![doc = include_str!("../README.md")]
//!
//! # Where to look
//!
//! [`Machine`] is the chip and what is attached to it, [`Trace`] what has happened to it. [`Playground`] adds time, a
//! program and what hands can do, which is a [`Stimulus`]. [`trace`] reads and writes VCD files, and [`examples`] has
//! benches to begin with.

#![warn(missing_docs)]

mod button;
mod chip;
mod gpio;
mod nets;
mod nvic;
mod pads;
mod prcm;
mod startup;
mod timer_queue;

pub mod examples;
pub mod machine;
pub mod playground;
#[cfg(feature = "share")]
pub mod share;
pub mod stimulus;
pub mod trace;

pub use machine::{Machine, Peek};
pub use playground::{Bench, Playground, WakeReason, WakeReport};
pub use stimulus::{Bounce, Button, Change, ClockSignal, Driver, DriverSource, External, Stimulus};
pub use trace::Trace;
