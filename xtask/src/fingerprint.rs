//! Fingerprints of files: equal fingerprints, nothing changed.

use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::Path;

use anyhow::{Context, Result};

use crate::files;

/// Returns the fingerprint of some files and folders, in hexadecimal digits. Each file counts with its name, and a missing
/// one counts too.
pub fn of<P: AsRef<Path>>(paths: &[P]) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    for path in paths {
        let path = path.as_ref();
        path.hash(&mut hasher);
        for file in files::below(path)? {
            let contents = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
            (file, contents).hash(&mut hasher);
        }
    }
    Ok(digits(&hasher))
}

/// Returns the fingerprint of one file's contents.
pub fn of_bytes(bytes: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    digits(&hasher)
}

fn digits(hasher: &DefaultHasher) -> String {
    format!("{:016x}", hasher.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_change_changes_it() {
        let folder = std::env::temp_dir().join(format!("pinscope-fingerprint-{}", std::process::id()));
        let mut seen = vec![of(&[&folder]).unwrap()];
        fs::create_dir(&folder).unwrap();
        for (name, contents) in [("a", "1"), ("a", "2"), ("b", "2")] {
            fs::write(folder.join(name), contents).unwrap();
            seen.push(of(&[&folder]).unwrap());
        }
        assert_eq!(of(&[&folder]).unwrap(), seen[3]);
        fs::remove_dir_all(&folder).unwrap();
        seen.dedup();
        assert_eq!(seen.len(), 4);
    }
}
