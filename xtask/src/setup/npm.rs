//! What comes from npm: the packages of package.json, in a folder of their own.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::process::{program, run, succeeds};
use crate::{project, setup};

/// What `npm ci` reads; the copies stay beside what it made and tell what that is.
const INPUTS: [&str; 3] = [".npmrc", "package.json", "package-lock.json"];

/// Where npm puts packages.
const PACKAGES: &str = "node_modules";

/// The folder with the packages; their programs, `wasm-opt` among them, are in its `.bin`.
pub fn packages() -> Result<PathBuf> {
    let name = folder_name(&project::read("package.json")?)?;
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

/// `npm-binaryen-132.0.0`: every package asked for, with its version.
fn folder_name(manifest: &str) -> Result<String> {
    let manifest: Value = serde_json::from_str(manifest).context("package.json cannot be read")?;
    let packages = manifest["devDependencies"].as_object().context("package.json has no devDependencies")?;
    let mut name = "npm".to_owned();
    for (package, version) in packages {
        let version = version.as_str().context("a version in package.json is no text")?;
        name += &format!("-{}-{version}", package.replace('/', "-"));
    }
    Ok(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_is_named_by_packages_and_versions() {
        let manifest = r#"{"devDependencies": {"@a/b": "1.2.3", "binaryen": "132.0.0"}}"#;
        assert_eq!(folder_name(manifest).unwrap(), "npm-@a-b-1.2.3-binaryen-132.0.0");
        assert!(folder_name("{}").is_err());
    }
}
