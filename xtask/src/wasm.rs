//! Prepares compiled WebAssembly for JavaScript: `wasm-bindgen` writes the bindings, and `wasm-opt` optimizes.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use crate::process::{self, program};
use crate::setup;

/// The JavaScript that runs a program.
#[derive(Clone, Copy)]
pub enum Host {
    /// A browser, which loads the bindings as a module.
    Browser,
    /// Node, which loads the bindings by `require`.
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
    // By default the bindings load the program from the folder that they are in.
    bindgen.omit_default_module_path(false);
    bindgen.generate(folder).with_context(|| format!("wasm-bindgen cannot prepare {}", compiled.display()))?;
    let name = compiled.file_stem().context("the compiled program has no file name")?.to_string_lossy();
    Ok(folder.join(format!("{name}_bg.wasm")))
}

/// Optimizes a program in place with these arguments of `wasm-opt`.
pub fn optimize(wasm: &Path, arguments: &[String]) -> Result<()> {
    let mut optimizer = program(setup::npm_packages()?.join(".bin/wasm-opt"));
    process::run(optimizer.args(arguments).arg(wasm).arg("-o").arg(wasm))
}
