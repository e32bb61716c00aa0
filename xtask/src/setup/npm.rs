//! Installs the packages of package.json in a folder of their own.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::process::{output_if_successful, program, run, succeeds};
use crate::steps::Explained;
use crate::{fingerprint, paths, setup};

/// The files that `npm ci` reads. Copies of them stay beside the packages and identify them.
const INPUTS: [&str; 3] = [".npmrc", "package.json", "package-lock.json"];

/// The oldest Node that runs esbuild.
const MIN_NODE: u32 = 18;

/// The advice for a step that installs packages.
pub const NPM_ADVICE: &str = "\
    If the packages could not be fetched, check the network. If this machine needs a proxy or a mirror, set it with \
    `npm config set https-proxy` or `npm config set registry`.";

/// The folder in which npm puts packages.
const PACKAGES: &str = "node_modules";

/// Returns the folder with the packages. Their programs, such as `wasm-opt`, are in its folder `.bin`.
pub fn packages() -> Result<PathBuf> {
    let name = format!("npm-{}", fingerprint::for_paths(&[paths::path("package-lock.json")])?);
    let folder = setup::install(&name, is_complete, |folder| {
        check_node()?;
        for file in INPUTS {
            fs::copy(paths::path(file), folder.join(file)).with_context(|| format!("cannot copy {file}"))?;
        }
        let mut command = program("npm");
        command.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
        run(command.current_dir(folder))
    })?;
    Ok(folder.join(PACKAGES))
}

/// Refuses a machine without Node or npm, or with a Node that is too old.
fn check_node() -> Result<()> {
    let version = output_if_successful(program("node").arg("--version"));
    let problem = match version {
        None => "Node is not installed".to_owned(),
        Some(version) if major(&version).is_none_or(|major| major < MIN_NODE) => format!("Node {version} is too old"),
        Some(_) if !succeeds(program("npm").arg("--version")) => "npm is not installed".to_owned(),
        Some(_) => return Ok(()),
    };
    bail!(Explained(format!(
        "{problem}: install Node {MIN_NODE} or newer with npm, from https://nodejs.org or with your package manager."
    )))
}

/// Returns the major version: 20 for `v20.1.0`.
fn major(version: &str) -> Option<u32> {
    version.trim_start_matches('v').split('.').next()?.parse().ok()
}

/// Returns true if the folder contains the packages of the present package-lock.json.
fn is_complete(folder: &Path) -> bool {
    let lock = |folder: &Path| fs::read(folder.join("package-lock.json")).ok();
    folder.join(PACKAGES).join(".bin/wasm-opt").is_file() && lock(folder) == lock(paths::root())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_of_node_is_its_first_number() {
        assert_eq!(major("v20.20.2"), Some(20));
        assert_eq!(major("node"), None);
    }
}
