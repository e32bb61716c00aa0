//! The files of a bench beside its script. On a WiPy they are in the folder `/flash`, together with the script, which
//! is the file [`MAIN`] there.

/// The name of the script.
pub const MAIN: &str = "main.py";
/// Maximum number of files beside the script.
pub const MAX_FILES: usize = 32;
/// Maximum size of the script and all files together, in bytes.
pub const MAX_BYTES: usize = 131_072;
/// Maximum length of a name, as in the file system of a WiPy.
const MAX_NAME_CHARS: usize = 128;
/// Characters that a name in a FAT file system does not contain.
const FORBIDDEN: [char; 9] = ['"', '*', '/', ':', '<', '>', '?', '\\', '|'];

/// A file.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct File {
    /// Its name.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// The reason why a file is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// The name is empty.
    #[error("a file needs a name, such as helper.py")]
    EmptyName,
    /// The name is longer than a name on a WiPy.
    #[error("{0}: a name on a WiPy has at most {MAX_NAME_CHARS} characters")]
    LongName(String),
    /// The name contains a character that a name on a WiPy does not contain.
    #[error("{name}: a name on a WiPy does not contain {character:?}")]
    ForbiddenCharacter {
        /// The name.
        name: String,
        /// The character.
        character: char,
    },
    /// The name begins or ends with a character that the file system removes.
    #[error("{0}: a name on a WiPy does not begin with a space, and does not end with a space or a dot")]
    RemovedCharacter(String),
    /// Another file has the same name but for upper and lower case, so both are one file on a WiPy.
    #[error("{name}: there is {other} already, and on a WiPy both names are the same file")]
    SameName {
        /// The name.
        name: String,
        /// The name of the file that is there.
        other: String,
    },
    /// There are [`MAX_FILES`] files already.
    #[error("{0}: a bench has at most {MAX_FILES} files beside {MAIN}")]
    TooMany(String),
    /// The files would be larger than [`MAX_BYTES`].
    #[error("{name}: with it, the files have {bytes} bytes, and a bench keeps at most {MAX_BYTES}")]
    TooLong {
        /// The name.
        name: String,
        /// The size of all files, in bytes.
        bytes: usize,
    },
}

impl FileError {
    /// Returns the name of the error.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::EmptyName | Self::LongName(_) | Self::ForbiddenCharacter { .. } | Self::RemovedCharacter(_) => {
                "BadFileName"
            }
            Self::SameName { .. } => "FileExists",
            Self::TooMany(_) => "TooManyFiles",
            Self::TooLong { .. } => "FilesTooLong",
        }
    }
}

/// The files beside the script, in the order of their names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files(Vec<File>);

impl Files {
    /// Returns the files.
    pub fn iter(&self) -> impl Iterator<Item = &File> {
        self.0.iter()
    }

    /// Returns `true` if there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the text of the file with this name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|file| file.name == name).map(|file| file.text.as_str())
    }

    /// Adds a file, or replaces its text. `script_bytes` is the size of the script.
    ///
    /// # Errors
    /// [`FileError`] for a name that a WiPy does not allow or that another file has, and for too many or too long
    /// files.
    pub fn set(&mut self, name: &str, text: String, script_bytes: usize) -> Result<(), FileError> {
        check_name(name)?;
        let is_same = |other: &&str| *other != name && other.eq_ignore_ascii_case(name);
        if let Some(other) = self.0.iter().map(|file| file.name.as_str()).chain([MAIN]).find(is_same) {
            return Err(FileError::SameName { name: name.to_owned(), other: other.to_owned() });
        }
        let present = self.get(name);
        if present.is_none() && self.0.len() >= MAX_FILES {
            return Err(FileError::TooMany(name.to_owned()));
        }
        let bytes = script_bytes + self.bytes() - present.map_or(0, str::len) + text.len();
        if bytes > MAX_BYTES {
            return Err(FileError::TooLong { name: name.to_owned(), bytes });
        }
        match self.0.binary_search_by(|file| file.name.as_str().cmp(name)) {
            Ok(index) => self.0[index].text = text,
            Err(index) => self.0.insert(index, File { name: name.to_owned(), text }),
        }
        Ok(())
    }

    /// Removes the file with this name, if there is one.
    pub fn remove(&mut self, name: &str) {
        self.0.retain(|file| file.name != name);
    }

    /// Returns the size of all files, in bytes.
    pub fn bytes(&self) -> usize {
        self.0.iter().map(|file| file.text.len()).sum()
    }
}

/// Checks that the file system of a WiPy allows a name. Folders are not supported, so a name contains no `/`.
fn check_name(name: &str) -> Result<(), FileError> {
    let is_forbidden = |character: &char| !(' '..='~').contains(character) || FORBIDDEN.contains(character);
    if name.is_empty() {
        Err(FileError::EmptyName)
    } else if name.chars().count() > MAX_NAME_CHARS {
        Err(FileError::LongName(name.to_owned()))
    } else if let Some(character) = name.chars().find(is_forbidden) {
        Err(FileError::ForbiddenCharacter { name: name.to_owned(), character })
    } else if name.starts_with(' ') || name.ends_with([' ', '.']) {
        Err(FileError::RemovedCharacter(name.to_owned()))
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Files, MAX_BYTES, MAX_FILES};

    fn files(names: &[&str]) -> Files {
        let mut files = Files::default();
        names.iter().for_each(|name| files.set(name, (*name).to_owned(), 0).expect("possible"));
        files
    }

    fn refusal(files: &Files, name: &str, text: &str) -> (&'static str, String) {
        let error = files.clone().set(name, text.to_owned(), 0).expect_err("refused");
        (error.kind(), error.to_string())
    }

    #[test]
    fn files_are_in_the_order_of_their_names_and_a_text_is_replaced() {
        let mut files = files(&["b.py", "a.txt", "boot.py"]);
        files.set("b.py", "new".to_owned(), 0).expect("possible");
        files.remove("missing");
        files.remove("boot.py");
        let found: Vec<_> = files.iter().map(|file| (file.name.as_str(), file.text.as_str())).collect();
        assert_eq!(found, [("a.txt", "a.txt"), ("b.py", "new")]);
        assert_eq!((files.get("b.py"), files.get("boot.py"), files.bytes()), (Some("new"), None, 8));
    }

    #[test]
    fn names_are_those_that_the_file_system_of_a_wipy_allows() {
        files(&["data (1).csv", ".profile", "a+b=c;[x].txt", &"x".repeat(128)]);
        let none = Files::default();
        for name in
            ["", ".", "..", "a/b.py", "a:b", "what?", "a\\b", "tab\t", "é.py", " a", "a ", "a.", &"x".repeat(129)]
        {
            assert_eq!(refusal(&none, name, "").0, "BadFileName", "{name:?}");
        }
        assert_eq!(refusal(&none, "lib/a.py", "").1, "lib/a.py: a name on a WiPy does not contain '/'");
    }

    #[test]
    fn names_that_differ_in_case_only_are_one_file() {
        let files = files(&["Helper.py"]);
        let expected = "helper.py: there is Helper.py already, and on a WiPy both names are the same file";
        assert_eq!(refusal(&files, "helper.py", ""), ("FileExists", expected.to_owned()));
        assert_eq!(refusal(&files, "Main.py", "").0, "FileExists");
    }

    #[test]
    fn neither_the_number_nor_the_size_of_files_grows_without_bound() {
        let names: Vec<_> = (0..MAX_FILES).map(|index| format!("{index}.txt")).collect();
        let mut many = files(&names.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(refusal(&many, "one more.txt", "").0, "TooManyFiles");
        many.set("7.txt", "again".to_owned(), 0).expect("it is there already");
        let mut long = Files::default();
        long.set("data.txt", "x".repeat(MAX_BYTES - 10), 10).expect("it fits");
        assert!(long.set("data.txt", "x".repeat(MAX_BYTES - 9), 10).is_err());
        assert_eq!(refusal(&long, "more.txt", "x".repeat(11).as_str()).0, "FilesTooLong");
    }
}
