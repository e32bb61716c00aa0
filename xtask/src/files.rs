//! Files and folders: list, empty and remove them.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Folders of git's and of tools, which hold nothing that a person wrote.
const NOT_OURS: [&str; 6] = [".git", "dist", "fuzz/artifacts", "fuzz/corpus", "node_modules", "target"];

/// Every file below a folder, or the file itself, sorted. What does not exist has none.
pub fn below(path: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    if path.is_file() {
        files.push(path.to_owned());
    } else if path.is_dir() {
        collect(path, &mut files)?;
    }
    files.sort();
    Ok(files)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        let is_ours = !NOT_OURS.iter().any(|name| path.ends_with(name));
        if path.is_file() {
            files.push(path);
        } else if path.is_dir() && is_ours {
            collect(&path, files)?;
        }
    }
    Ok(())
}

/// Makes an empty folder, in place of the one that may be there.
pub fn make_empty(folder: &Path) -> Result<()> {
    remove(folder)?;
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))
}

/// Removes a folder with everything in it, if it is there.
pub fn remove(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    Ok(())
}
