//! A word that someone wrote: `0x1F`, `0b11111` or `31`.

use std::fmt;
use std::num::IntErrorKind;

use pinscope_core::ShortString;

/// Why a text is no word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParseWordError {
    /// It is no whole number, 0 or more.
    NotANumber(ShortString),
    /// It has more than 32 bits.
    TooLarge(ShortString),
}

/// The word written in `text`: hexadecimal behind `0x`, binary behind `0b`, else decimal.
///
/// # Errors
/// [`ParseWordError`], with the text.
pub fn parse_word(text: &str) -> Result<u32, ParseWordError> {
    let text = text.trim_ascii();
    let (digits, radix) = match text.get(..2) {
        Some("0x" | "0X") => (&text[2..], 16),
        Some("0b" | "0B") => (&text[2..], 2),
        _ => (text, 10),
    };
    // A sign is no digit.
    let digits = if digits.starts_with('+') { "" } else { digits };
    u32::from_str_radix(digits, radix).map_err(|error| match error.kind() {
        IntErrorKind::PosOverflow => ParseWordError::TooLarge(ShortString::new(text)),
        _ => ParseWordError::NotANumber(ShortString::new(text)),
    })
}

impl std::error::Error for ParseWordError {}

impl fmt::Display for ParseWordError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotANumber(text) => write!(f, "'{text}' is no word; write it as 0x1F, 0b11111 or 31"),
            Self::TooLarge(text) => write!(f, "'{text}' does not fit into a word of 32 bits; 0xFFFFFFFF is the most"),
        }
    }
}
