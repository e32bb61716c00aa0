//! Reads and writes Value Change Dump (VCD), the file format of GTKWave, PulseView and most other waveform viewers
//! (IEEE 1364, chapter 18).

mod error;
mod read;
mod write;

pub use error::VcdError;
pub use read::{MAX_BYTES, MAX_CHANGES, read};
pub use write::{write, write_trace};
