//! Value Change Dump: the format of GTKWave, PulseView and every other viewer (IEEE 1364, chapter 18).

mod error;
mod read;
mod write;

pub use error::VcdError;
pub use read::{MAX_BYTES, MAX_CHANGES, read};
pub use write::{write, write_trace};
