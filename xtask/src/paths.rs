//! The paths that more than one command uses.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Returns the root of the workspace.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the folder of xtask is in the workspace")
}

/// Returns the path of a file or folder that is given relative to the root.
pub fn path(relative: &str) -> PathBuf {
    root().join(relative)
}

/// Returns the folder in which cargo builds, whatever the user's own settings say. Documentation names paths in it.
pub fn target() -> PathBuf {
    path("target")
}

/// Returns the folder of the built page.
pub fn page() -> PathBuf {
    path("dist")
}

/// Returns the path of the firmware that cargo built last, for any board.
pub fn firmware() -> PathBuf {
    path("target/thumbv7m-none-eabi/firmware/pinscope-firmware")
}

/// Returns the folder of the firmware images.
pub fn images() -> PathBuf {
    path("target/image")
}

/// Returns the folder of the tools that xtask installs.
pub fn tools() -> PathBuf {
    path("target/tools")
}

/// Reads a text file that is given relative to the root.
pub fn read(relative: &str) -> Result<String> {
    fs::read_to_string(path(relative)).with_context(|| format!("cannot read {relative}"))
}
