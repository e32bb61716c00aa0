//! Rustup's part of the setup: targets and components of the toolchain in use, and a nightly compiler for the fuzzer.

use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::process::{answer, cargo, program, run, succeeds};

/// The advice for a step that rustup carries out.
pub const RUSTUP_ADVICE: &str = "If the network is not reached directly, rustup takes a proxy from HTTPS_PROXY and a mirror \
                                 from RUSTUP_DIST_SERVER.";

/// Installs the standard library for a target, if it is missing.
pub fn rust_target(target: &str) -> Result<()> {
    let mut query = program("rustc");
    query.args(["--print", "target-libdir", "--target", target]);
    let library = answer(&mut query).context("`rustc` cannot be started: install Rust from https://rustup.rs")?;
    if Path::new(&library).is_dir() {
        return Ok(());
    }
    println!("Setting up the Rust target {target}");
    rustup(&["target", "add", target])
}

/// Installs the formatter and the linter, if they are missing.
pub fn rust_components() -> Result<()> {
    for (component, command) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        if !succeeds(&mut cargo(&[command, "--version"])) {
            println!("Setting up {component}");
            rustup(&["component", "add", component])?;
        }
    }
    Ok(())
}

/// The compiler for the fuzzer alone, which needs coverage that stable Rust does not offer. Everything else is built by
/// stable Rust.
pub const NIGHTLY: &str = "nightly-2026-05-20";

/// Installs that compiler, if it is missing.
pub fn nightly() -> Result<()> {
    if succeeds(program("rustup").args(["run", NIGHTLY, "rustc", "--version"])) {
        return Ok(());
    }
    println!("Setting up {NIGHTLY} for the fuzzer, beside the Rust in use");
    rustup(&["toolchain", "install", NIGHTLY, "--profile=minimal", "--no-self-update"])
}

fn rustup(arguments: &[&str]) -> Result<()> {
    let words = arguments.join(" ");
    let is_there = succeeds(program("rustup").arg("--version"));
    ensure!(
        is_there,
        "rustup is not installed, and `rustup {words}` is needed: install Rust from https://rustup.rs, or install the \
         same part with the package manager that your Rust came from"
    );
    run(program("rustup").args(arguments))
}
