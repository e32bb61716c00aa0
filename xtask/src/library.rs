//! Checks the two crates that others can depend on: they can be published, and their oldest Rust builds them.

use anyhow::{Context, Result, ensure};
use toml::{Table, Value};

use crate::paths;
use crate::process::{cargo, program, run, succeeds};

/// The folder and package of each crate. A crate stands before those that depend on it.
const CRATES: [(&str, &str); 2] = [("core", "pinscope-core"), ("emulator", "pinscope-emulator")];

/// Packs both crates and builds the packed files, as a registry would.
pub fn publish() -> Result<()> {
    let packages = CRATES.map(|(_, package)| ["--package", package]);
    // Changes that are not committed are allowed, so that the tests can run in the middle of a change.
    let dry_run = ["publish", "--dry-run", "--allow-dirty"];
    run(&mut cargo(&[&dry_run[..], packages.as_flattened()].concat()))
}

/// Checks each crate with the oldest compiler that its manifest names, if rustup can install that compiler.
pub fn oldest_rust() -> Result<()> {
    CRATES.into_iter().try_for_each(|(folder, package)| {
        let version = oldest_version(folder)?;
        let readme = format!("{folder}/README.md");
        ensure!(
            paths::read(&readme)?.contains(&format!("Rust {version}")),
            "{readme} does not contain `Rust {version}`, the `rust-version` of {folder}/Cargo.toml"
        );
        let oldest = |arguments: &[&str]| {
            let mut rustup = program("rustup");
            rustup.args(["run", &version, "cargo"]).args(arguments);
            rustup
        };
        let is_installed = || succeeds(&mut oldest(&["--version"]));
        let install = ["toolchain", "install", &version, "--profile=minimal", "--no-self-update"];
        if is_installed() || (run(program("rustup").args(install)).is_ok() && is_installed()) {
            run(&mut oldest(&["check", "--package", package, "--all-features"]))
        } else {
            println!(
                "Rust {version} is not installed, so {package} was not checked with it: run `rustup {}`",
                install.join(" ")
            );
            Ok(())
        }
    })
}

fn oldest_version(folder: &str) -> Result<String> {
    let path = format!("{folder}/Cargo.toml");
    let manifest: Table = paths::read(&path)?.parse().with_context(|| format!("cannot read {path}"))?;
    let version = manifest.get("package").and_then(|package| package.get("rust-version")).and_then(Value::as_str);
    version.map(str::to_owned).with_context(|| format!("{path} names no `rust-version`"))
}
