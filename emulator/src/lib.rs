//! An emulated TI CC3200 for tests on the host.
#![doc = include_str!("../README.md")]
//!
//! # Where to look
//!
//! [`Machine`] is the chip and what is attached to it, [`Trace`] what has happened to it. [`Playground`] adds time, a
//! program and what hands can do, which is a [`Stimulus`]. [`trace`] reads and writes VCD files, and [`examples`] has
//! benches to begin with.

mod nets;
mod button;
mod chip;
mod timer_queue;
mod gpio;
mod nvic;
mod pads;
mod prcm;
mod startup;

pub mod examples;
pub mod machine;
pub mod playground;
#[cfg(feature = "share")]
pub mod share;
pub mod stimulus;
pub mod trace;

pub use machine::{Machine, Peek};
pub use playground::{Bench, Playground, WakeReport, WakeReason};
pub use stimulus::{Bounce, Button, Change, Driver, External, Stimulus, ClockSignal, DriverSource};
pub use trace::Trace;
