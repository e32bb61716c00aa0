//! The firmware's image, the one that is flashed, in QEMU: real interrupts, a real UART, ports somebody else wrote.
#![cfg(not(target_arch = "wasm32"))]

mod command_line;
mod commands;
mod corruption;
mod cost;
mod edges;
mod faults;
mod image;
mod link;
mod own_program;
mod standalone;

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use pinscope_tests::qemu::Qemu;

/// A line comes within milliseconds; a busy machine may take longer.
const PATIENCE: Duration = Duration::from_secs(20);

/// A file of the folder where `cargo xtask image` leaves what is flashed.
fn file(name: &str) -> Result<PathBuf> {
    let folder = env::var_os("PINSCOPE_FIRMWARE");
    let folder = folder.context("no firmware to test: run `cargo xtask test`, which builds it and says where it is")?;
    Ok(PathBuf::from(folder).join(name))
}

/// The project's folder.
fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// Returns what a command of `cargo xtask` prints.
fn chore(arguments: &[&str]) -> Result<String> {
    let program = env::var_os("PINSCOPE_XTASK").context("no PINSCOPE_XTASK: run `cargo xtask test`")?;
    let output = Command::new(program).args(arguments).current_dir(root()).stderr(Stdio::inherit()).output()?;
    ensure!(output.status.success(), "`cargo xtask` with {arguments:?} failed");
    Ok(String::from_utf8(output.stdout)?)
}

/// A WiPy that has just started.
fn start() -> Result<Qemu> {
    let mut board = Qemu::start(&file("wipy.elf")?)?;
    let line = board.read_line(PATIENCE)?;
    ensure!(line.starts_with("pinscope ") && line.contains(" WIPY_SILICON "), "it says `{line}`");
    Ok(board)
}
