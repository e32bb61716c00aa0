//! Finds the tools that cargo installs from source, and installs those that are missing.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use toml::Table;

use crate::process::{cargo, output_if_successful, program, run, search_first};
use crate::{files, paths, setup};

/// The advice for a step in which cargo fetches and compiles.
pub const CARGO_ADVICE: &str = "\
    If a crate could not be fetched, check the network. If this machine needs a proxy or a mirror, set it with \
    `http.proxy` or `[source]` in cargo's config.toml. If the compiler reported errors, its messages above name the \
    place.";

/// The version of the tool that builds and starts the fuzzer.
const CARGO_FUZZ_VERSION: &str = "0.13.2";

/// The version of the driver for Firefox in the tests.
const GECKODRIVER_VERSION: &str = "0.37.1";

/// The version of Trunk that the page is compared with, if it is installed.
const TRUNK_VERSION: &str = "0.21.14";

/// Returns the folder with `wasm-bindgen` and `wasm-bindgen-test-runner`. They work only with the library of the same
/// version, which Cargo.lock names.
pub fn wasm_bindgen() -> Result<PathBuf> {
    let version = locked_version(&paths::read("Cargo.lock")?, "wasm-bindgen")?;
    find_or_install("wasm-bindgen-cli", &version, "wasm-bindgen-test-runner")
}

/// Returns the folder with `geckodriver`, of which Debian has no package.
pub fn geckodriver() -> Result<PathBuf> {
    find_or_install("geckodriver", GECKODRIVER_VERSION, "geckodriver")
}

/// Returns the folder with `cargo-fuzz`.
pub fn cargo_fuzz() -> Result<PathBuf> {
    find_or_install("cargo-fuzz", CARGO_FUZZ_VERSION, "cargo-fuzz")
}

/// Returns the folder with `trunk`, if the right version is on PATH. It is never installed, because nothing needs it.
pub fn trunk() -> Option<PathBuf> {
    on_path("trunk", TRUNK_VERSION)
}

/// Returns the folder with a tool of the given version: on PATH, or else installed from its source.
fn find_or_install(package: &str, version: &str, tool: &str) -> Result<PathBuf> {
    if let Some(folder) = on_path(tool, version) {
        return Ok(folder);
    }
    let is_complete = |folder: &Path| folder.join("bin").join(tool).is_file();
    let folder = setup::install(&format!("{package}-{version}"), is_complete, |folder| {
        // This folder is kept until the tool is installed, so that an interrupted build of some minutes continues.
        let build = paths::tools().join("build");
        let mut command = cargo(&["install", "--locked", package, "--version", version, "--root"]);
        command.arg(folder).env("CARGO_TARGET_DIR", &build);
        // Minutes of optimization do not pay off for a tool that runs for seconds.
        command.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0").env("CARGO_PROFILE_RELEASE_LTO", "off");
        command.env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
        run(search_first(&mut command, &[folder.join("bin")])?)?;
        files::remove(&build)
    })?;
    Ok(folder.join("bin"))
}

/// Returns the folder on PATH that contains the tool, if the tool prints this version.
fn on_path(tool: &str, version: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let folder = env::split_paths(&path).find(|folder| folder.join(tool).is_file())?;
    let printed = output_if_successful(program(folder.join(tool)).arg("--version"))?;
    printed.split_whitespace().any(|word| word == version).then_some(folder)
}

fn locked_version(lock: &str, package: &str) -> Result<String> {
    let lock: Table = lock.parse().context("cannot read Cargo.lock")?;
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
    fn the_lock_file_names_the_version() {
        let lock = "[[package]]\nname = \"a\"\nversion = \"1.0.0\"\n[[package]]\nname = \"b\"\nversion = \"0.2.126\"";
        assert_eq!(locked_version(lock, "b").unwrap(), "0.2.126");
        assert!(locked_version(lock, "c").is_err());
    }
}
