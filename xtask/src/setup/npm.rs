//! What comes from npm: the packages of package.json, in a folder of their own.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::process::{program, run, succeeds};
use crate::{fingerprint, project, setup};

/// What `npm ci` reads; the copies stay beside what it made and tell what that is.
const INPUTS: [&str; 3] = [".npmrc", "package.json", "package-lock.json"];

/// Where npm puts packages.
const PACKAGES: &str = "node_modules";

/// The folder with the packages; their programs, `wasm-opt` among them, are in its `.bin`.
pub fn packages() -> Result<PathBuf> {
    // A number stands for every package there is, with its version.
    let name = format!("npm-{}", fingerprint::of(&[project::path("package-lock.json")])?);
    let folder = setup::install(&name, is_complete, |folder| {
        let is_there = succeeds(program("npm").arg("--version"));
        ensure!(is_there, "Node and npm are needed, for the packages of package.json");
        for file in INPUTS {
            fs::copy(project::path(file), folder.join(file)).with_context(|| format!("cannot copy {file}"))?;
        }
        let mut command = program("npm");
        command.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
        run(command.current_dir(folder))
    })?;
    Ok(folder.join(PACKAGES))
}

/// Whether the folder holds what the project's package-lock.json asks for today.
fn is_complete(folder: &Path) -> bool {
    let lock = |folder: &Path| fs::read(folder.join("package-lock.json")).ok();
    folder.join(PACKAGES).join(".bin/wasm-opt").is_file() && lock(folder) == lock(project::root())
}
