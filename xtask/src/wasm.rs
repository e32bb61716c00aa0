//! Prepares compiled WebAssembly for JavaScript: `wasm-bindgen` writes the glue, `wasm-opt` optimizes.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use crate::process::{self, program};
use crate::setup;

/// The JavaScript that runs a program.
#[derive(Clone, Copy)]
pub enum Host {
    /// A browser, which loads the glue as a module.
    Browser,
    /// Node, which loads it by `require`.
    Node,
}

/// Writes `NAME.js` and `NAME_bg.wasm` into `folder` for a compiled program, and returns the path of the second.
pub fn bind(compiled: &Path, host: Host, folder: &Path) -> Result<PathBuf> {
    let mut bindgen = Bindgen::new();
    match host {
        Host::Browser => bindgen.web(true)?,
        Host::Node => bindgen.nodejs(true)?,
    };
    bindgen.input_path(compiled).remove_name_section(true).remove_producers_section(true);
    // The glue finds its program beside itself, unless it is given another address.
    bindgen.omit_default_module_path(false);
    bindgen.generate(folder).with_context(|| format!("wasm-bindgen cannot prepare {}", compiled.display()))?;
    let name = compiled.file_stem().context("a compiled program has a name")?.to_string_lossy();
    Ok(folder.join(format!("{name}_bg.wasm")))
}

/// Optimizes a program in place, by the arguments of `wasm-opt`.
pub fn optimize(wasm: &Path, arguments: &[String]) -> Result<()> {
    let mut optimizer = program(setup::npm_packages()?.join(".bin/wasm-opt"));
    process::run(optimizer.args(arguments).arg(wasm).arg("-o").arg(wasm))
}
