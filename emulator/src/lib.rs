//! An emulated TI CC3200 for tests on the host.
#![doc = include_str!("../README.md")]
//!
//! # Where to start
//!
//! [`Machine`] is the chip with everything that is attached to it, and [`Trace`] is the record of its events.
//! [`Playground`] adds simulated time, a program and [`Stimulus`], which is an action from outside the chip.
//! [`Simulation`] runs a firmware of your own. [`trace`] reads and writes VCD files, and [`examples`] contains
//! ready-made benches.

#![warn(missing_docs)]

mod adc;
mod block_clock;
mod button;
mod chip;
mod endpoint;
mod gpio;
mod gptm;
mod nets;
mod nvic;
mod pads;
mod prcm;
mod rtc;
mod signals;
mod spare_registers;
mod startup;
mod sys_tick;
mod timer_queue;
mod uart;
mod voltage;
mod watchdog;

pub mod examples;
pub mod files;
pub mod image_reference;
pub mod lesson;
pub mod machine;
pub mod playground;
#[cfg(feature = "share")]
pub mod share;
pub mod simulation;
pub mod stimulus;
pub mod trace;

pub use endpoint::Endpoint;
pub use files::{File, FileError, Files};
pub use image_reference::ImageReference;
pub use lesson::{Lesson, Part};
pub use machine::{Machine, Peek};
pub use nets::stronger_side;
pub use playground::{
    Alarm, AnalogInput, Bench, BlockReason, BlockReport, Playground, WakeCause, WakeReason, WakeReport,
};
pub use signals::Signal;
pub use simulation::{Firmware, RunningBoard, Simulation};
pub use stimulus::{Bounce, Button, Change, ClockSignal, Driver, DriverSource, External, Stimulus};
pub use trace::Trace;
pub use uart::{SerialCharacter, SerialCharacters, SerialFormat};
pub use voltage::{VoltageShape, VoltageSource};
