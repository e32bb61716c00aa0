//! The two crates that others can depend on: they can be published, and old compilers build them.

use anyhow::{Context, Result, ensure};
use toml::{Table, Value};

use crate::process::{cargo, program, run, succeeds};
use crate::project;

/// Each crate's folder and package, a crate before those that depend on it.
const CRATES: [(&str, &str); 2] = [("core", "pinscope-core"), ("emulator", "pinscope-emulator")];

/// Packs both crates and builds what was packed, as the registry would.
pub fn publish() -> Result<()> {
    let packages = CRATES.map(|(_, package)| ["--package", package]);
    // Somebody in the middle of a change can run the tests too. A real upload is refused until all is committed.
    let dry_run = ["publish", "--dry-run", "--allow-dirty"];
    run(&mut cargo(&[&dry_run[..], packages.as_flattened()].concat()))
}

/// Checks each crate with the oldest compiler that its manifest names, if rustup can get that compiler.
pub fn oldest_rust() -> Result<()> {
    CRATES.into_iter().try_for_each(|(folder, package)| {
        let version = oldest_version(folder)?;
        let readme = format!("{folder}/README.md");
        ensure!(
            project::read(&readme)?.contains(&format!("Rust {version}")),
            "{readme} names another minimum version than `rust-version` of {folder}/Cargo.toml, which is {version}"
        );
        let oldest = |arguments: &[&str]| {
            let mut rustup = program("rustup");
            rustup.args(["run", &version, "cargo"]).args(arguments);
            rustup
        };
        let is_there = || succeeds(&mut oldest(&["--version"]));
        let install = ["toolchain", "install", &version, "--profile=minimal", "--no-self-update"];
        if is_there() || (run(program("rustup").args(install)).is_ok() && is_there()) {
            run(&mut oldest(&["check", "--package", package, "--all-features"]))
        } else {
            println!(
                "{package} was not checked with Rust {version}: run `rustup {}` and test again",
                install.join(" ")
            );
            Ok(())
        }
    })
}

fn oldest_version(folder: &str) -> Result<String> {
    let path = format!("{folder}/Cargo.toml");
    let manifest: Table = project::read(&path)?.parse().with_context(|| format!("cannot read {path}"))?;
    let version = manifest.get("package").and_then(|package| package.get("rust-version")).and_then(Value::as_str);
    version.map(str::to_owned).with_context(|| format!("{path} names no `rust-version`"))
}
