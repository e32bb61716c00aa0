//! The firmware's image of a bench: its name and its hash. The file itself stays with the person who has it.

/// Maximum length of a name, in characters.
pub const MAX_NAME_CHARS: usize = 100;

/// An image without its contents.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct ImageReference {
    /// The name of its file.
    pub name: String,
    /// The 64-bit FNV-1a hash of its bytes, with which a file of the same name is recognized as another one.
    pub hash: u64,
}

impl ImageReference {
    /// Makes a reference with a name of any length, which is shortened to one line of [`MAX_NAME_CHARS`] characters.
    pub fn new(name: &str, hash: u64) -> Self {
        let name = name.chars().filter(|character| !character.is_control()).take(MAX_NAME_CHARS).collect();
        Self { name, hash }
    }

    /// Returns `true` if the name is one line of at most [`MAX_NAME_CHARS`] characters.
    pub fn is_valid(&self) -> bool {
        self.name.chars().count() <= MAX_NAME_CHARS && !self.name.contains(char::is_control)
    }
}

#[cfg(test)]
mod tests {
    use super::{ImageReference, MAX_NAME_CHARS};

    #[test]
    fn a_new_reference_is_valid_whatever_the_file_is_called() {
        for name in ["wipy.elf", "", "two\nlines", &"é".repeat(MAX_NAME_CHARS + 1)] {
            assert!(ImageReference::new(name, 1).is_valid(), "{name}");
        }
        assert_eq!(ImageReference::new("wipy.elf", 1).name, "wipy.elf");
        assert!(!ImageReference { name: "two\nlines".to_owned(), hash: 1 }.is_valid());
        assert!(!ImageReference { name: "é".repeat(MAX_NAME_CHARS + 1), hash: 1 }.is_valid());
    }
}
