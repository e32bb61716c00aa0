//! Why a VCD file cannot be replayed.

use std::{fmt, io};

use pinscope_core::PinId;
use vcd::ParseError;

use super::{MAX_BYTES, MAX_CHANGES};

/// Why a VCD file cannot be replayed. Lines are counted from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VcdError {
    /// It is longer than [`MAX_BYTES`].
    TooLong {
        /// Its length.
        bytes: usize,
    },
    /// It holds more than [`MAX_CHANGES`].
    TooManyChanges {
        /// Where one too many is.
        line: u64,
    },
    /// It is no VCD.
    Syntax {
        /// Where.
        line: u64,
        /// What the parser says.
        what: String,
    },
    /// It ends in the middle of something.
    CutOff,
    /// The timescale is not 1, 10 or 100 of its unit.
    Timescale {
        /// Where.
        line: u64,
        /// The number given.
        given: u32,
    },
    /// A time is before the one before it.
    TimeGoesBack {
        /// Where.
        line: u64,
    },
    /// A time is beyond what 64 bits of nanoseconds hold.
    TimeTooLate {
        /// Where.
        line: u64,
    },
    /// A signal with the name of a pin has more than one bit, or none.
    NotOneBit {
        /// Where it is declared.
        line: u64,
        /// The pin.
        pin: PinId,
    },
    /// Two different signals have the name of one pin.
    TwoSignals {
        /// Where the second is declared.
        line: u64,
        /// The pin.
        pin: PinId,
    },
    /// No signal has the name of a pin.
    NoPin,
}

impl VcdError {
    /// The name of what is wrong: the variant's name.
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

    /// What the parser, which reads from memory, means by `error`.
    pub(super) fn of(error: &io::Error) -> Self {
        match error.get_ref().and_then(|error| error.downcast_ref::<ParseError>()) {
            Some(error) => Self::Syntax { line: error.line(), what: error.kind().to_string() },
            None => Self::CutOff,
        }
    }
}

impl std::error::Error for VcdError {}

impl fmt::Display for VcdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong { bytes } => write!(f, "the file has {bytes} bytes; at most {MAX_BYTES} are read"),
            Self::TooManyChanges { line } => {
                write!(f, "line {line}: the file holds more than {MAX_CHANGES} changes of pins")
            }
            Self::Syntax { line, what } => write!(f, "line {line}: {what}"),
            Self::CutOff => write!(f, "the file ends in the middle of something"),
            Self::Timescale { line, given } => {
                write!(f, "line {line}: a timescale begins with 1, 10 or 100, not {given}")
            }
            Self::TimeGoesBack { line } => write!(f, "line {line}: time goes back"),
            Self::TimeTooLate { line } => write!(f, "line {line}: a time too late for 64 bits of nanoseconds"),
            Self::NotOneBit { line, pin } => write!(f, "line {line}: the signal {} is not one bit", pin.name()),
            Self::TwoSignals { line, pin } => {
                write!(f, "line {line}: {} is the name of another signal already", pin.name())
            }
            Self::NoPin => write!(f, "no signal has the name of a pin, such as GP10"),
        }
    }
}
