//! Tests of the flashed image on the interpreted processor with the emulated chip around it: what the tests in
//! `firmware/` see in QEMU, and also sleep, which QEMU does not have.
#![cfg(not(target_arch = "wasm32"))]

mod bad_input;
mod call_stack;
mod faults;
mod link;
mod programs;
mod sleep;

use std::path::PathBuf;
use std::{env, fs};

use anyhow::{Context as _, Result, ensure};
use pinscope_tests::image::ImageBench;

/// Returns the contents of a file in the folder of images that `cargo xtask image` writes.
fn file(name: &str) -> Result<Vec<u8>> {
    let folder = env::var_os("PINSCOPE_FIRMWARE");
    let folder = folder.context("PINSCOPE_FIRMWARE is not set: run `cargo xtask test`, which sets it")?;
    let path = PathBuf::from(folder).join(name);
    fs::read(&path).with_context(|| format!("cannot read {}", path.display()))
}

/// Starts the firmware on a WiPy and reads its first line.
fn start() -> Result<ImageBench> {
    let mut bench = ImageBench::new(&file("wipy.elf")?)?;
    let line = bench.read_line()?;
    ensure!(line.starts_with("pinscope ") && line.contains(" WIPY_SILICON PWRON_RESET"), "the first line is `{line}`");
    Ok(bench)
}
