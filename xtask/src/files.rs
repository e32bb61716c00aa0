//! Lists, empties and removes folders.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Folders that git and tools fill. They contain nothing that a person wrote.
const GENERATED_FOLDERS: [&str; 6] = [".git", "dist", "fuzz/artifacts", "fuzz/corpus", "node_modules", "target"];

/// Returns every file below a folder, sorted. Returns the path itself if it is a file, and nothing if it does not
/// exist.
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
        let is_generated = GENERATED_FOLDERS.iter().any(|name| path.ends_with(name));
        if path.is_file() {
            files.push(path);
        } else if path.is_dir() && !is_generated {
            collect(&path, files)?;
        }
    }
    Ok(())
}

/// Makes an empty folder. If the folder exists already, it is removed first with everything in it.
pub fn make_empty(folder: &Path) -> Result<()> {
    remove(folder)?;
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))
}

/// Removes a folder with everything in it, if it exists.
pub fn remove(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    Ok(())
}
