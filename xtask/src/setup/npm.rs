//! Installs the packages of package.json, in a folder of their own.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::process::{answer, program, run, succeeds};
use crate::{fingerprint, project, setup};

/// The files that `npm ci` reads. Copies stay beside the packages and identify them.
const INPUTS: [&str; 3] = [".npmrc", "package.json", "package-lock.json"];

/// The oldest Node that runs esbuild.
const MIN_NODE: u32 = 18;

/// The advice for a step that installs packages.
pub const NPM_ADVICE: &str = "If the network is not reached directly, npm takes a proxy or a mirror from its settings \
                              (`npm config set https-proxy`, `npm config set registry`).";

/// The folder in which npm puts packages.
const PACKAGES: &str = "node_modules";

/// Returns the folder with the packages; their programs, `wasm-opt` among them, are in its `.bin`.
pub fn packages() -> Result<PathBuf> {
    let name = format!("npm-{}", fingerprint::of(&[project::path("package-lock.json")])?);
    let folder = setup::install(&name, is_complete, |folder| {
        check_node()?;
        for file in INPUTS {
            fs::copy(project::path(file), folder.join(file)).with_context(|| format!("cannot copy {file}"))?;
        }
        let mut command = program("npm");
        command.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
        run(command.current_dir(folder))
    })?;
    Ok(folder.join(PACKAGES))
}

/// Refuses a machine without npm, or with a Node that is too old.
fn check_node() -> Result<()> {
    let how = format!("install Node {MIN_NODE} or newer with npm, from https://nodejs.org or your distribution");
    let version = answer(program("node").arg("--version")).with_context(|| format!("Node is not installed: {how}"))?;
    ensure!(major(&version).is_some_and(|major| major >= MIN_NODE), "Node {version} is too old: {how}");
    ensure!(succeeds(program("npm").arg("--version")), "npm is not installed: {how}");
    Ok(())
}

/// Returns 20 for `v20.1.0`.
fn major(version: &str) -> Option<u32> {
    version.trim_start_matches('v').split('.').next()?.parse().ok()
}

/// Whether the folder holds what the project's package-lock.json asks for today.
fn is_complete(folder: &Path) -> bool {
    let lock = |folder: &Path| fs::read(folder.join("package-lock.json")).ok();
    folder.join(PACKAGES).join(".bin/wasm-opt").is_file() && lock(folder) == lock(project::root())
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
