//! Installs what rustup manages: targets and components of the toolchain in use, and a nightly compiler for the fuzzer.

use std::path::Path;

use anyhow::{Result, bail};

use crate::process::{cargo, output_if_successful, program, run, succeeds};
use crate::steps::Explained;

/// The advice for a step that rustup carries out.
pub const RUSTUP_ADVICE: &str = "\
    If the download failed, check the network. If this machine needs a proxy or a mirror, set it with the variable \
    HTTPS_PROXY or RUSTUP_DIST_SERVER.";

/// Installs the standard library for a target, if it is missing.
pub fn rust_target(target: &str) -> Result<()> {
    let mut query = program("rustc");
    query.args(["--print", "target-libdir", "--target", target]);
    let library = output_if_successful(&mut query)
        .ok_or_else(|| Explained("`rustc` cannot be started: install Rust from https://rustup.rs.".to_owned()))?;
    if Path::new(&library).is_dir() {
        return Ok(());
    }
    println!("Adding the Rust target {target}");
    rustup(&["target", "add", target])
}

/// Installs the formatter and the linter, if they are missing.
pub fn rust_components() -> Result<()> {
    for (component, command) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        if !succeeds(&mut cargo(&[command, "--version"])) {
            println!("Adding {component}");
            rustup(&["component", "add", component])?;
        }
    }
    Ok(())
}

/// The compiler of the fuzzer, which needs coverage that stable Rust does not offer. Stable Rust builds everything
/// else.
pub const NIGHTLY: &str = "nightly-2026-05-20";

/// Installs the compiler [`NIGHTLY`], if it is missing.
pub fn nightly() -> Result<()> {
    if succeeds(program("rustup").args(["run", NIGHTLY, "rustc", "--version"])) {
        return Ok(());
    }
    println!("Installing {NIGHTLY} for the fuzzer, beside the Rust in use");
    rustup(&["toolchain", "install", NIGHTLY, "--profile=minimal", "--no-self-update"])
}

fn rustup(arguments: &[&str]) -> Result<()> {
    let words = arguments.join(" ");
    if !succeeds(program("rustup").arg("--version")) {
        bail!(Explained(format!(
            "`rustup {words}` is needed, but rustup is not installed: install Rust from https://rustup.rs, or install \
             the same part with the package manager that your Rust came from."
        )));
    }
    run(program("rustup").args(arguments))
}
