//! Runs the image of a firmware, the file that goes onto a board, on an interpreted processor with the memory of a
//! CC3200. The rest of the chip is behind the trait [`Board`], so this crate does not know where the board is.
//!
//! [`Image`] is a file that was read. [`ImageRunner`] executes it, starts it again after a reset and resumes it after
//! LPDS, as the ROM of the chip does. Time is simulated: an instruction takes one cycle of 80 MHz.

#![no_std]
#![warn(missing_docs)]

extern crate alloc;

mod board;
mod bus;
mod cycles;
mod fault;
mod image;
mod image_hash;
mod inspection;
mod runner;
mod symbols;

pub use board::Board;
pub use fault::FaultReport;
pub use image::{Image, ImageError, RAM_BASE, RAM_SIZE};
pub use image_hash::image_hash;
pub use pinscope_cpu::{BusError, Cpu, ExceptionChange, INTERRUPTS, InterruptLines};
pub use runner::{ImageRunner, Progress, RunState};
pub use symbols::Symbols;
