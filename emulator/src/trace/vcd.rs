//! Reads and writes Value Change Dump (VCD), the file format of GTKWave, PulseView and most other waveform viewers
//! (IEEE 1364, chapter 18).
//!
//! The reader accepts what GTKWave opens: also the values of SystemVerilog and VHDL, the ports of extended VCD, and
//! kinds of variables that no standard lists.

mod error;
mod passed_over;
mod read;
mod signals;
mod timescale;
mod value;
mod words;
mod write;

pub use error::VcdError;
pub use read::{MAX_BYTES, MAX_CHANGES, MAX_TIME_NS, Recording, read};
pub use write::{write, write_trace};
