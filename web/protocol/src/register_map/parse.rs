//! Parses a word that a person entered: `0x1F`, `0b11111` or `31`.

use std::num::IntErrorKind;

use pinscope_core::ShortString;

/// The error for a text that is no word of 32 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParseWordError {
    /// The text is no whole number that is 0 or more.
    #[error("'{0}' is no word; write it as 0x1F, 0b11111 or 31")]
    NotANumber(ShortString),
    /// The number has more than 32 bits.
    #[error("'{0}' does not fit into a word of 32 bits; 0xFFFFFFFF is the most")]
    TooLarge(ShortString),
}

/// Parses `text` as a word: hexadecimal after `0x`, binary after `0b`, otherwise decimal.
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
    // `from_str_radix` would accept a plus sign.
    let digits = if digits.starts_with('+') { "" } else { digits };
    u32::from_str_radix(digits, radix).map_err(|error| match error.kind() {
        IntErrorKind::PosOverflow => ParseWordError::TooLarge(ShortString::new(text)),
        _ => ParseWordError::NotANumber(ShortString::new(text)),
    })
}
