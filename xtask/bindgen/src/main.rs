//! Writes `NAME.js`, which is a module for a browser, and `NAME_bg.wasm` for a compiled program:
//! `pinscope-bindgen NAME.wasm FOLDER`. xtask runs this.

use std::env;

use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [compiled, folder] = arguments.as_slice() else {
        bail!("the arguments are NAME.wasm FOLDER");
    };
    let mut bindgen = Bindgen::new();
    bindgen.web(true)?.input_path(compiled).remove_name_section(true).remove_producers_section(true);
    // By default the bindings load the program from the folder that they are in.
    bindgen.omit_default_module_path(false);
    bindgen.generate(folder).with_context(|| format!("wasm-bindgen cannot prepare {compiled}"))
}
