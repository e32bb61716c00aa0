//! The errors of a VCD file that cannot be read.

use pinscope_core::PinId;

use super::words::Word;
use super::{MAX_BYTES, MAX_CHANGES};

/// The error of a VCD file that cannot be read. Lines are counted from 1, and words are quoted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VcdError {
    /// The file is longer than [`MAX_BYTES`].
    #[error("the file has {bytes} bytes; at most {MAX_BYTES} are read")]
    TooLong {
        /// The length of the file.
        bytes: usize,
    },
    /// The file contains more than [`MAX_CHANGES`] changes of pins.
    #[error("line {line}: {word} is one change too many; at most {MAX_CHANGES} changes of pins are read")]
    TooManyChanges {
        /// The line of the first change above the limit.
        line: u64,
        /// The change.
        word: String,
    },
    /// A word is not VCD.
    #[error("line {line}: {word} {reason}")]
    Syntax {
        /// The line of the word.
        line: u64,
        /// The word.
        word: String,
        /// The reason, which continues the sentence.
        reason: &'static str,
    },
    /// The file ends within a command or a value.
    #[error("line {line}: the file ends before {word} is complete")]
    CutOff {
        /// The line in which the command or the value begins.
        line: u64,
        /// The first word of the command or the value.
        word: String,
    },
    /// The timescale is not a whole multiple of a unit.
    #[error("line {line}: the timescale {word} is not a whole number, 1 or more, of s, ms, us, ns, ps, fs, as or zs")]
    Timescale {
        /// The line of the timescale.
        line: u64,
        /// The timescale.
        word: String,
    },
    /// A time is earlier than the one before it.
    #[error("line {line}: time goes back, because {word} is before the time {before}")]
    TimeGoesBack {
        /// The line of the earlier time.
        line: u64,
        /// The earlier time.
        word: String,
        /// The time before it, in the unit of the file.
        before: u64,
    },
    /// A time is after the end of simulated time.
    #[error("line {line}: {word} is too late, because simulated time ends at 2^53 - 1 ns, 104 days")]
    TimeTooLate {
        /// The line of the time.
        line: u64,
        /// The time.
        word: String,
    },
    /// No pin has a signal of one bit, but a signal with the name of a pin has another size or kind.
    #[error("line {line}: the signal {pin} is {given}, but the signal of a pin is one bit")]
    NotOneBit {
        /// The line of the declaration.
        line: u64,
        /// The pin.
        pin: PinId,
        /// The kind and the size of the signal.
        given: String,
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
            Self::CutOff { .. } => "CutOff",
            Self::Timescale { .. } => "Timescale",
            Self::TimeGoesBack { .. } => "TimeGoesBack",
            Self::TimeTooLate { .. } => "TimeTooLate",
            Self::NotOneBit { .. } => "NotOneBit",
            Self::NoPin => "NoPin",
        }
    }

    /// Creates the error for a word that is not VCD.
    pub(super) fn syntax(word: Word, reason: &'static str) -> Self {
        Self::Syntax { line: word.line, word: word.quoted(), reason }
    }

    /// Creates the error for a command or a value that the file does not complete.
    pub(super) fn cut_off(word: Word) -> Self {
        Self::CutOff { line: word.line, word: word.quoted() }
    }
}
