//! Minifies scripts and styles with esbuild, and bundles a script with its imports.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::process::{self, program, run};
use crate::{paths, setup};

/// Returns a script or a style sheet without comments and unnecessary white space.
pub fn minify(file: &Path) -> Result<String> {
    process::output_quietly(esbuild()?.arg(file))
}

/// Bundles a script of the project and everything that it imports into one file. Imports in `external` stay as they
/// are.
pub fn bundle(script: &str, file: &Path, external: &[&str]) -> Result<()> {
    let mut esbuild = esbuild()?;
    esbuild.args(["--bundle", "--format=esm", "--loader:.py=text", "--loader:.css=text"]);
    esbuild.args(external.iter().map(|name| format!("--external:{name}")));
    esbuild.arg(paths::path(script)).arg(format!("--outfile={}", file.display()));
    run(esbuild.env("NODE_PATH", setup::npm_packages()?))
}

fn esbuild() -> Result<Command> {
    let mut esbuild = program(setup::npm_packages()?.join(".bin/esbuild"));
    esbuild.args(["--minify", "--target=es2022", "--log-level=warning"]);
    Ok(esbuild)
}
