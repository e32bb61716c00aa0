//! A string of fixed capacity, with which errors can quote a value although there is no allocator.

use core::fmt;

/// A string of at most 23 bytes of UTF-8. A longer text is cut and ends with an ellipsis.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct ShortString {
    bytes: [u8; Self::CAPACITY],
    length: u8,
}

impl ShortString {
    const CAPACITY: usize = 23;
    const ELLIPSIS: &'static str = "…";

    /// Returns `text`, shortened if it is too long.
    pub fn new(text: &str) -> Self {
        if text.len() <= Self::CAPACITY {
            return Self::concat(text, "");
        }
        let mut end = Self::CAPACITY - Self::ELLIPSIS.len();
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        Self::concat(text.get(..end).unwrap_or_default(), Self::ELLIPSIS)
    }

    /// Returns the text as UTF-8.
    fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..usize::from(self.length)).unwrap_or_default()
    }

    /// Returns the text.
    pub fn as_str(&self) -> &str {
        core::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }

    fn concat(start: &str, end: &str) -> Self {
        let mut bytes = [0; Self::CAPACITY];
        bytes[..start.len()].copy_from_slice(start.as_bytes());
        bytes[start.len()..start.len() + end.len()].copy_from_slice(end.as_bytes());
        Self { bytes, length: (start.len() + end.len()) as u8 }
    }
}

impl fmt::Display for ShortString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for ShortString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

#[cfg(feature = "defmt")]
impl defmt::Format for ShortString {
    fn format(&self, f: defmt::Formatter<'_>) {
        defmt::write!(f, "{=str}", self.as_str());
    }
}
