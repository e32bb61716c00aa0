//! A script's pin calls under Node, beside the same calls over functions that do nothing.

use std::fs;

use anyhow::{Context, Result};
use serde_json::Value;

use super::of;
use super::table::Row;
use super::table::Target::{AtLeast, None as NoTarget};
use crate::process::{output, program};
use crate::{page, project};

/// What the page's worker loads to run a script.
const WORKER: [&str; 5] =
    ["engine.js", "engine_bg.wasm", "script/run.js", "script/micropython.mjs", "script/micropython.wasm"];

/// Measures what the release page has.
pub fn rows() -> Result<Vec<Row>> {
    page::build()?;
    let calls = in_node()?;
    let part = |call: &str| Ok::<_, anyhow::Error>(100.0 * of(&calls, &format!("empty_{call}"))? / of(&calls, call)?);
    let millions = |call: &str| Ok::<_, anyhow::Error>(1e3 / of(&calls, call)?);
    Ok(vec![
        Row::new("Node: p.toggle()", millions("toggle")?, "M/s", NoTarget),
        Row::new("Node: p.toggle(), of an empty function's", part("toggle")?, "%", AtLeast(70.0)),
        Row::new("Node: p()", millions("value")?, "M/s", NoTarget),
        Row::new("Node: p(), of an empty function's", part("value")?, "%", AtLeast(70.0)),
    ])
}

/// Nanoseconds by name. Node takes what the page loads for modules where a file beside it says so.
fn in_node() -> Result<Value> {
    let folder = project::target().join("bench/worker");
    fs::create_dir_all(folder.join("script"))?;
    fs::write(folder.join("package.json"), r#"{"type": "module"}"#)?;
    for file in WORKER {
        fs::copy(project::page().join(file), folder.join(file)).with_context(|| file.to_owned())?;
    }
    let mut node = program("node");
    serde_json::from_str(&output(node.arg("bench/script.mjs").arg(folder))?).context("bench/script.mjs prints no JSON")
}
