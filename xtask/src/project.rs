//! Where things are. Every path of the project that more than one chore uses is named here.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The workspace's root.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the workspace")
}

/// A path given relative to the root.
pub fn path(relative: &str) -> PathBuf {
    root().join(relative)
}

/// Where cargo builds, whatever the person's own settings say: the paths below are promises.
pub fn target() -> PathBuf {
    path("target")
}

/// The built page.
pub fn page() -> PathBuf {
    path("dist")
}

/// The firmware as cargo leaves it, for whichever board was built last.
pub fn firmware() -> PathBuf {
    path("target/thumbv7m-none-eabi/firmware/pinscope-firmware")
}

/// What is flashed.
pub fn images() -> PathBuf {
    path("target/image")
}

/// The home of the tools that xtask installs.
pub fn tools() -> PathBuf {
    path("target/tools")
}

/// Reads a text file of the project.
pub fn read(relative: &str) -> Result<String> {
    fs::read_to_string(path(relative)).with_context(|| format!("cannot read {relative}"))
}
