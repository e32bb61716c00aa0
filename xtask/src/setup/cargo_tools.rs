//! The tools that cargo installs from source.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use toml::Table;

use crate::process::{cargo, run, search_first};
use crate::{project, setup};

/// What builds and starts the fuzzer.
const CARGO_FUZZ_VERSION: &str = "0.13.2";

/// What drives Firefox.
const GECKODRIVER_VERSION: &str = "0.37.1";

/// The newest Trunk that the project's Rust version builds.
const TRUNK_VERSION: &str = "0.21.14";

/// The folder with `trunk`, which turns the web crate into a page.
pub fn trunk() -> Result<PathBuf> {
    install("trunk", TRUNK_VERSION, "trunk")
}

/// The folder with `wasm-bindgen` and `wasm-bindgen-test-runner`. They work only beside the library of their own
/// version, so Cargo.lock says which.
pub fn wasm_bindgen() -> Result<PathBuf> {
    let version = locked_version(&project::read("Cargo.lock")?, "wasm-bindgen")?;
    install("wasm-bindgen-cli", &version, "wasm-bindgen-test-runner")
}

/// The folder with `geckodriver`, which Debian has no package of.
pub fn geckodriver() -> Result<PathBuf> {
    install("geckodriver", GECKODRIVER_VERSION, "geckodriver")
}

/// The folder with `cargo-fuzz`.
pub fn cargo_fuzz() -> Result<PathBuf> {
    install("cargo-fuzz", CARGO_FUZZ_VERSION, "cargo-fuzz")
}

fn install(package: &str, version: &str, proof: &str) -> Result<PathBuf> {
    let is_complete = |folder: &Path| folder.join("bin").join(proof).is_file();
    let folder = setup::install(&format!("{package}-{version}"), is_complete, |folder| {
        // Kept until the tool is there: an interrupted build of some minutes goes on where it stopped.
        let build = project::tools().join("build");
        let mut command = cargo(&["install", "--locked", package, "--version", version, "--root"]);
        command.arg(folder).env("CARGO_TARGET_DIR", &build);
        // A tool that runs for seconds does not repay the minutes of Trunk's own link-time optimization.
        command.env("CARGO_PROFILE_RELEASE_LTO", "off").env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
        run(search_first(&mut command, &[folder.join("bin")])?)?;
        setup::remove(&build)
    })?;
    Ok(folder.join("bin"))
}

fn locked_version(lock: &str, package: &str) -> Result<String> {
    let lock: Table = lock.parse().context("Cargo.lock cannot be read")?;
    let packages = lock.get("package").and_then(|list| list.as_array());
    packages
        .into_iter()
        .flatten()
        .find(|entry| entry.get("name").and_then(|name| name.as_str()) == Some(package))
        .and_then(|entry| entry.get("version")?.as_str())
        .map(str::to_owned)
        .with_context(|| format!("Cargo.lock does not name {package}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lock_says_the_version() {
        let lock = "[[package]]\nname = \"a\"\nversion = \"1.0.0\"\n[[package]]\nname = \"b\"\nversion = \"0.2.126\"";
        assert_eq!(locked_version(lock, "b").unwrap(), "0.2.126");
        assert!(locked_version(lock, "c").is_err());
    }
}
