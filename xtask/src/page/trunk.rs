//! Builds the page with Trunk, if it is installed, so that a test can compare that page with the one of xtask.

use std::path::PathBuf;

use anyhow::Result;

use crate::process::{program, run, search_first};
use crate::{paths, setup};

/// Builds the page with Trunk and returns its folder. Returns `None` if Trunk is not installed. `build` identifies the
/// source.
pub fn build(build: &str) -> Result<Option<PathBuf>> {
    let Some(trunk) = setup::trunk() else {
        println!("Trunk is not installed, so its page is not compared with that of xtask");
        return Ok(None);
    };
    let page = paths::target().join("trunk-page");
    let mut command = program("trunk");
    command.args(["build", "--release", "--dist"]).arg(&page).env("PINSCOPE_BUILD", build);
    let tools = [trunk, setup::wasm_bindgen()?, setup::npm_packages()?.join(".bin")];
    run(search_first(&mut command, &tools)?)?;
    Ok(Some(page))
}
