//! Prepares compiled WebAssembly for JavaScript: `pinscope-bindgen` writes the bindings, and `wasm-opt` optimizes.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::process::{self, cargo, program};
use crate::{paths, setup};

/// Compiles the program that writes bindings. It is a package of its own, because it takes longer to compile than the
/// rest of xtask, and only a command that builds WebAssembly needs it.
pub fn build_bindgen() -> Result<()> {
    process::run(&mut cargo(&["build", "--package=pinscope-bindgen"]))
}

/// Writes `NAME.js`, which is a module, and `NAME_bg.wasm` into `folder` for a compiled program, and returns the path of
/// the second. [`build_bindgen`] has to be called first.
pub fn bind(compiled: &Path, folder: &Path) -> Result<PathBuf> {
    let mut bindgen = program(paths::target().join("debug/pinscope-bindgen"));
    process::run(bindgen.arg(compiled).arg(folder))?;
    let name = compiled.file_stem().context("the compiled program has no file name")?.to_string_lossy();
    Ok(folder.join(format!("{name}_bg.wasm")))
}

/// Optimizes a program in place with these arguments of `wasm-opt`.
pub fn optimize(wasm: &Path, arguments: &[String]) -> Result<()> {
    let mut optimizer = program(setup::npm_packages()?.join(".bin/wasm-opt"));
    process::run(optimizer.args(arguments).arg(wasm).arg("-o").arg(wasm))
}
