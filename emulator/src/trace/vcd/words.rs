//! Splits the text of a VCD file into words.

/// Maximum number of characters of a word that a message quotes.
const MAX_QUOTED_CHARS: usize = 40;

/// A word of a file. It is not empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word<'a> {
    pub text: &'a str,
    /// The number of the line, counted from 1.
    pub line: u64,
}

impl Word<'_> {
    /// Returns the first byte, which says what kind of word it is.
    pub fn first(self) -> u8 {
        self.text.as_bytes()[0]
    }

    /// Returns the word as a message quotes it. A long word is cut.
    pub fn quoted(self) -> String {
        match self.text.char_indices().nth(MAX_QUOTED_CHARS) {
            Some((end, _)) => format!("'{}…'", &self.text[..end]),
            None => format!("'{}'", self.text),
        }
    }
}

/// The words of a text, in order. Blanks and control characters separate them.
#[derive(Clone, Debug)]
pub struct Words<'a> {
    rest: &'a str,
    line: u64,
}

impl<'a> Words<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { rest: text, line: 1 }
    }
}

impl<'a> Iterator for Words<'a> {
    type Item = Word<'a>;

    fn next(&mut self) -> Option<Word<'a>> {
        let is_blank = |byte: &u8| *byte <= b' ';
        let bytes = self.rest.as_bytes();
        let start = bytes.iter().position(|byte| !is_blank(byte))?;
        let length = bytes[start..].iter().position(is_blank).unwrap_or(bytes.len() - start);
        self.line += bytes[..start].iter().filter(|byte| **byte == b'\n').count() as u64;
        let word = Word { text: &self.rest[start..start + length], line: self.line };
        self.rest = &self.rest[start + length..];
        Some(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_know_their_lines() {
        let words: Vec<_> = Words::new(" a\r\n\n\tété\u{B}b\n").map(|word| (word.text, word.line)).collect();
        assert_eq!(words, [("a", 1), ("été", 3), ("b", 3)]);
    }

    #[test]
    fn a_long_word_is_cut_between_two_characters() {
        let text = "é".repeat(MAX_QUOTED_CHARS);
        let quoted = |text| Word { text, line: 1 }.quoted();
        assert_eq!(quoted(&text), format!("'{text}'"));
        assert_eq!(quoted(&format!("{text}é")), format!("'{text}…'"));
    }
}
