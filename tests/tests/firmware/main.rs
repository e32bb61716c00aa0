//! Tests of the flashed image in QEMU, whose processor, NVIC, UART and GPIO ports are independent of this project.
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
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use object::{Object as _, ObjectSymbol as _};
use pinscope_tests::qemu::Qemu;

/// Maximum time for a line to come. It takes milliseconds, but more on a busy machine.
const LINE_TIMEOUT: Duration = Duration::from_secs(20);

/// Returns the path of a file in the folder of images that `cargo xtask image` writes.
fn file(name: &str) -> Result<PathBuf> {
    let folder = env::var_os("PINSCOPE_FIRMWARE");
    let folder = folder.context("PINSCOPE_FIRMWARE is not set: run `cargo xtask test`, which sets it")?;
    Ok(PathBuf::from(folder).join(name))
}

/// Returns the project's folder.
fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// Runs a command of `cargo xtask` and returns its output.
fn run_xtask(arguments: &[&str]) -> Result<String> {
    let program = env::var_os("PINSCOPE_XTASK").context("PINSCOPE_XTASK is not set: run `cargo xtask test`")?;
    let output = Command::new(program).args(arguments).current_dir(root()).stderr(Stdio::inherit()).output()?;
    ensure!(output.status.success(), "`cargo xtask` with {arguments:?} failed");
    Ok(String::from_utf8(output.stdout)?)
}

/// Starts a WiPy and reads its first line.
fn start() -> Result<Qemu> {
    let mut board = Qemu::start(&file("wipy.elf")?)?;
    let line = board.read_line(LINE_TIMEOUT)?;
    ensure!(line.starts_with("pinscope ") && line.contains(" WIPY_SILICON "), "the first line is `{line}`");
    Ok(board)
}

/// Returns the addresses of the function whose symbol contains `name`.
fn function(path: &Path, name: &str) -> Result<Range<u32>> {
    let data = fs::read(path)?;
    let file = object::File::parse(&*data)?;
    let has_name = |symbol: &object::Symbol| symbol.size() > 0 && symbol.name().is_ok_and(|full| full.contains(name));
    let symbol = file.symbols().find(has_name).with_context(|| format!("no function is called {name}"))?;
    let start = symbol.address() as u32 & !1;
    Ok(start..start + symbol.size() as u32)
}
