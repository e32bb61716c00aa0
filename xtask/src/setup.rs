//! Installs the tools that a command needs and this machine lacks.
//!
//! They are installed below `target/tools`, except those that rustup and Debian manage. The name of each folder
//! contains the version, or a fingerprint of all versions. A folder gets its name only when it is complete, so that an
//! interrupted installation is not used.

mod cargo_tools;
mod debian;
mod npm;
mod rust;

pub use cargo_tools::{CARGO_ADVICE, cargo_fuzz, geckodriver, trunk, wasm_bindgen};
pub use debian::{CHROMEDRIVER, test_packages};
pub use npm::{NPM_ADVICE, packages as npm_packages};
pub use rust::{NIGHTLY, RUSTUP_ADVICE, nightly, rust_components, rust_target};

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::{files, paths};

/// The Rust target of the page.
pub const PAGE_TARGET: &str = "wasm32-unknown-unknown";

/// The Rust target of the firmware. The CC3200's Cortex-M4 runs it, and so does the Cortex-M3 of QEMU.
pub const FIRMWARE_TARGET: &str = "thumbv7m-none-eabi";

/// Makes a folder below `target/tools`, unless a complete one exists, and returns it.
fn install(name: &str, is_complete: impl Fn(&Path) -> bool, make: impl FnOnce(&Path) -> Result<()>) -> Result<PathBuf> {
    let folder = paths::tools().join(name);
    if is_complete(&folder) {
        return Ok(folder);
    }
    let _lock = lock()?;
    // Another xtask may have made the folder while it held the lock.
    if is_complete(&folder) {
        return Ok(folder);
    }
    println!("Installing {name}");
    let unfinished = paths::tools().join("unfinished");
    files::make_empty(&unfinished)?;
    make(&unfinished)?;
    ensure!(is_complete(&unfinished), "{name} was installed, but one of its programs is missing");
    files::remove(&folder)?;
    fs::rename(&unfinished, &folder).with_context(|| format!("cannot move {name} to {}", paths::tools().display()))?;
    Ok(folder)
}

/// Waits until no other xtask installs anything, and prevents others from doing so until the lock is dropped.
fn lock() -> Result<File> {
    fs::create_dir_all(paths::tools())?;
    let file = File::create(paths::tools().join("lock"))?;
    if file.try_lock().is_err() {
        println!("Waiting for another xtask that is installing tools");
        file.lock()?;
    }
    Ok(file)
}
