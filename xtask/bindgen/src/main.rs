//! Writes `NAME.js` and `NAME_bg.wasm` for a compiled program: `pinscope-bindgen browser|node NAME.wasm FOLDER`. For a
//! browser the script is a module, and for Node it is one that `require` loads. xtask runs this.

use std::env;

use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [host, compiled, folder] = arguments.as_slice() else {
        bail!("the arguments are browser|node NAME.wasm FOLDER");
    };
    let mut bindgen = Bindgen::new();
    match host.as_str() {
        "browser" => bindgen.web(true)?,
        "node" => bindgen.nodejs(true)?,
        other => bail!("`{other}` is neither browser nor node"),
    };
    bindgen.input_path(compiled).remove_name_section(true).remove_producers_section(true);
    // By default the bindings load the program from the folder that they are in.
    bindgen.omit_default_module_path(false);
    bindgen.generate(folder).with_context(|| format!("wasm-bindgen cannot prepare {compiled}"))
}
