//! What rustup provides: compilation targets and components of the toolchain in use, and one nightly compiler.

use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::process::{answer, cargo, program, run, succeeds};

/// The standard library for a target.
pub fn rust_target(target: &str) -> Result<()> {
    let mut query = program("rustc");
    query.args(["--print", "target-libdir", "--target", target]);
    let library = answer(&mut query).context("`rustc` does not run: Rust is needed")?;
    if Path::new(&library).is_dir() {
        return Ok(());
    }
    println!("Setting up the Rust target {target}");
    rustup(&["target", "add", target])
}

/// The formatter and the linter.
pub fn rust_components() -> Result<()> {
    for (component, command) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        if !succeeds(&mut cargo(&[command, "--version"])) {
            println!("Setting up {component}");
            rustup(&["component", "add", component])?;
        }
    }
    Ok(())
}

/// The compiler of what stable cannot build: the release page, whose standard library is built with it, and the fuzzer,
/// which wants coverage. One day's, so that the same files come out.
pub const NIGHTLY: &str = "nightly-2026-05-20";

/// That compiler, with the source of its standard library.
pub fn nightly() -> Result<()> {
    let sysroot = answer(program("rustup").args(["run", NIGHTLY, "rustc", "--print", "sysroot"]));
    if sysroot.is_some_and(|folder| Path::new(&folder).join("lib/rustlib/src/rust/library/Cargo.lock").is_file()) {
        return Ok(());
    }
    println!(
        "Setting up {NIGHTLY}, beside the Rust in use, to build the release page and its standard library for size"
    );
    rustup(&["toolchain", "install", NIGHTLY, "--profile=minimal", "--component=rust-src", "--no-self-update"])
        .with_context(|| format!("{NIGHTLY}, which builds the release page and the fuzzer, cannot be installed"))
}

fn rustup(arguments: &[&str]) -> Result<()> {
    let is_there = succeeds(program("rustup").arg("--version"));
    ensure!(is_there, "rustup is needed, for `rustup {}`", arguments.join(" "));
    run(program("rustup").args(arguments))
}
