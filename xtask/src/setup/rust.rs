//! What rustup provides: compilation targets and components of the toolchain in use.

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

/// The compiler that the fuzzer is built with: coverage of the library it links is nightly's alone.
pub const NIGHTLY: &str = "nightly";

/// Whether that compiler is there. It changes from day to day, so it is the person's to choose and to install.
pub fn nightly() -> Result<()> {
    let is_there = succeeds(program("rustup").args(["run", NIGHTLY, "rustc", "--version"]));
    ensure!(
        is_there,
        "the fuzzer needs a nightly compiler: run `rustup toolchain install {NIGHTLY} --profile minimal`"
    );
    Ok(())
}

fn rustup(arguments: &[&str]) -> Result<()> {
    let is_there = succeeds(program("rustup").arg("--version"));
    ensure!(is_there, "rustup is needed, for `rustup {}`", arguments.join(" "));
    run(program("rustup").args(arguments))
}
