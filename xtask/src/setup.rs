//! Installs the tools that a chore needs and this machine lacks.
//!
//! All of it lies under `target/tools`, each folder named with its version or a number for its versions, except what
//! belongs to rustup and to Debian. Nothing is installed in place: a folder gets its name when it is complete, so its
//! existence can be believed.

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

use crate::{files, project};

/// What the page is compiled for.
pub const PAGE_TARGET: &str = "wasm32-unknown-unknown";

/// What the firmware is compiled for; the CC3200's Cortex-M4 runs it and so does QEMU's Cortex-M3.
pub const FIRMWARE_TARGET: &str = "thumbv7m-none-eabi";

/// Makes a folder under `target/tools`, unless a complete one is there, and returns it.
fn install(name: &str, is_complete: impl Fn(&Path) -> bool, make: impl FnOnce(&Path) -> Result<()>) -> Result<PathBuf> {
    let folder = project::tools().join(name);
    if is_complete(&folder) {
        return Ok(folder);
    }
    let _alone = lock()?;
    // Another xtask may have made it while it held the lock.
    if is_complete(&folder) {
        return Ok(folder);
    }
    println!("Setting up {name}");
    let unfinished = project::tools().join("unfinished");
    files::make_empty(&unfinished)?;
    make(&unfinished)?;
    ensure!(is_complete(&unfinished), "{name} was installed, but a program is missing in it");
    files::remove(&folder)?;
    fs::rename(&unfinished, &folder).with_context(|| format!("cannot put {name} in its place"))?;
    Ok(folder)
}

/// Keeps a second xtask from installing at the same time, until dropped.
fn lock() -> Result<File> {
    fs::create_dir_all(project::tools())?;
    let file = File::create(project::tools().join("lock"))?;
    if file.try_lock().is_err() {
        println!("Waiting for another xtask that is setting up");
        file.lock()?;
    }
    Ok(file)
}
