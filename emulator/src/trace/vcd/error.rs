//! The errors of a VCD file that cannot be read.

use std::io;

use pinscope_core::PinId;
use vcd::ParseError;

use super::{MAX_BYTES, MAX_CHANGES};

/// The error of a VCD file that cannot be read. Lines are counted from 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VcdError {
    /// The file is longer than [`MAX_BYTES`].
    #[error("the file has {bytes} bytes; at most {MAX_BYTES} are read")]
    TooLong {
        /// The length of the file.
        bytes: usize,
    },
    /// The file contains more than [`MAX_CHANGES`] changes of pins.
    #[error("line {line}: the file holds more than {MAX_CHANGES} changes of pins")]
    TooManyChanges {
        /// The line of the first change above the limit.
        line: u64,
    },
    /// The file is not VCD.
    #[error("line {line}: {what}")]
    Syntax {
        /// The line of the error.
        line: u64,
        /// The message of the parser.
        what: String,
    },
    /// The file ends within a command.
    #[error("the file ends in the middle of something")]
    CutOff,
    /// The number of the timescale is not 1, 10 or 100.
    #[error("line {line}: a timescale begins with 1, 10 or 100, not {given}")]
    Timescale {
        /// The line of the timescale.
        line: u64,
        /// The number given.
        given: u32,
    },
    /// A time is earlier than the one before it.
    #[error("line {line}: time goes back")]
    TimeGoesBack {
        /// The line of the earlier time.
        line: u64,
    },
    /// A time in nanoseconds does not fit in 64 bits.
    #[error("line {line}: a time too late for 64 bits of nanoseconds")]
    TimeTooLate {
        /// The line of the time.
        line: u64,
    },
    /// A signal with the name of a pin does not have exactly one bit.
    #[error("line {line}: the signal {pin} is not one bit")]
    NotOneBit {
        /// The line of the declaration.
        line: u64,
        /// The pin.
        pin: PinId,
    },
    /// Two different signals have the name of one pin.
    #[error("line {line}: {pin} is the name of another signal already")]
    TwoSignals {
        /// The line of the second declaration.
        line: u64,
        /// The pin.
        pin: PinId,
    },
    /// No signal has the name of a pin.
    #[error("no signal has the name of a pin, such as GP10")]
    NoPin,
}

impl VcdError {
    /// Returns the name of the variant.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::TooLong { .. } => "TooLong",
            Self::TooManyChanges { .. } => "TooManyChanges",
            Self::Syntax { .. } => "Syntax",
            Self::CutOff => "CutOff",
            Self::Timescale { .. } => "Timescale",
            Self::TimeGoesBack { .. } => "TimeGoesBack",
            Self::TimeTooLate { .. } => "TimeTooLate",
            Self::NotOneBit { .. } => "NotOneBit",
            Self::TwoSignals { .. } => "TwoSignals",
            Self::NoPin => "NoPin",
        }
    }

    /// Converts an error of the parser. The parser reads from memory, so any other error is the end of the file.
    pub(super) fn from_parser(error: &io::Error) -> Self {
        match error.get_ref().and_then(|error| error.downcast_ref::<ParseError>()) {
            Some(error) => Self::Syntax { line: error.line(), what: error.kind().to_string() },
            None => Self::CutOff,
        }
    }
}
