//! Fingerprints of files. They are equal as long as no file has changed.

use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::Path;

use anyhow::{Context, Result};

use crate::files;

/// Returns the fingerprint of files and folders in hexadecimal digits. It depends on their names and contents, and on
/// which of them are missing.
pub fn for_paths<P: AsRef<Path>>(paths: &[P]) -> Result<String> {
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

/// Returns the fingerprint of bytes in hexadecimal digits.
pub fn for_bytes(bytes: &[u8]) -> String {
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
    fn any_change_changes_the_fingerprint() {
        let folder = std::env::temp_dir().join(format!("pinscope-fingerprint-{}", std::process::id()));
        let mut fingerprints = vec![for_paths(&[&folder]).unwrap()];
        fs::create_dir(&folder).unwrap();
        for (name, contents) in [("a", "1"), ("a", "2"), ("b", "2")] {
            fs::write(folder.join(name), contents).unwrap();
            fingerprints.push(for_paths(&[&folder]).unwrap());
        }
        assert_eq!(for_paths(&[&folder]).unwrap(), fingerprints[3]);
        fs::remove_dir_all(&folder).unwrap();
        fingerprints.dedup();
        assert_eq!(fingerprints.len(), 4);
    }
}
