//! `cargo xtask bench`: how fast the emulated board is natively and in WebAssembly, beside rp2040js, and how large; and
//! how fast the page is.

mod page;
mod table;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::process::{cargo, output, program, run};
use crate::setup::{self, PAGE_TARGET};
use crate::wasm::{self, Host};
use crate::{files, project};
use table::Row;
use table::Target::{AtLeast, AtMost, None as NoTarget};

/// Measures the board, the page, or both, and prints one table at the end. What takes long is how the page's memory
/// grows.
pub fn report(part: Option<&str>, long: bool) -> Result<()> {
    let rows = match part {
        None => [board()?, page::rows(long)?].concat(),
        Some("board") => board()?,
        Some("page") => page::rows(long)?,
        Some(other) => bail!("there is no part `{other}` to measure, only board and page"),
    };
    table::print(&rows);
    Ok(())
}

fn board() -> Result<Vec<Row>> {
    let node = in_node()?;
    let native = native()?;
    rows(&native, &node, &memory()?)
}

fn of(figures: &Value, name: &str) -> Result<f64> {
    figures[name].as_f64().with_context(|| format!("`{name}` was not measured"))
}

/// Times are in nanoseconds and sizes in bytes.
fn rows(native: &Value, node: &Value, memory: &Value) -> Result<Vec<Row>> {
    let millions = |ns: f64| 1e3 / ns;
    let served = of(node, "served")?;
    let rp2040js = of(node, "rp2040js")?;
    let acknowledged = of(node, "rp2040js_acknowledged")?;
    Ok(vec![
        Row::new("native: edges served by a handler", millions(of(native, "served")?), "M/s", AtLeast(10.0)),
        Row::new("native: edges whose handler toggles a pin", millions(of(native, "toggling")?), "M/s", NoTarget),
        Row::new("native: edges nobody listens to", millions(of(native, "unarmed")?), "M/s", AtLeast(20.0)),
        Row::new("native: 25 pins at 10 kHz for 10 s", of(native, "clocked")? / 1e9, "s", AtMost(1.0)),
        Row::new("native: snapshot", of(native, "snapshot")? / 1e3, "us", AtMost(5.0)),
        Row::new("wasm: edges served by a handler", millions(served), "M/s", AtLeast(5.0)),
        Row::new("wasm: edges whose handler toggles a pin", millions(of(node, "toggling")?), "M/s", NoTarget),
        Row::new("wasm: edges nobody listens to", millions(of(node, "unarmed")?), "M/s", AtLeast(10.0)),
        Row::new("wasm: 25 pins at 10 kHz for 10 s", of(node, "clocked")? / 1e9, "s", NoTarget),
        Row::new("wasm: snapshot", of(node, "snapshot")? / 1e3, "us", NoTarget),
        Row::new("rp2040js: edges, never acknowledged", millions(rp2040js), "M/s", NoTarget),
        Row::new("rp2040js: edges, each acknowledged", millions(acknowledged), "M/s", NoTarget),
        Row::new("wasm, served / rp2040js, never acknowledged", rp2040js / served, "x", NoTarget),
        Row::new("wasm, served / rp2040js, each acknowledged", acknowledged / served, "x", NoTarget),
        Row::new("a machine without its trace", of(memory, "machine")? / 1024.0, "KiB", AtMost(64.0)),
        Row::new("a record of the trace", of(memory, "record")?, "B", AtMost(16.0)),
    ])
}

/// The loops in WebAssembly, built and optimized as the page's engine is, under Node: nanoseconds by name.
fn in_node() -> Result<Value> {
    setup::rust_target(PAGE_TARGET)?;
    run(&mut cargo(&["build", "--release", "--package=pinscope-bench", "--lib", "--target", PAGE_TARGET]))?;
    let built = project::target().join(PAGE_TARGET).join("release/pinscope_bench.wasm");
    let folder = project::target().join("bench");
    wasm::optimize(&wasm::bind(&built, Host::Node, &folder)?, &["-O3".to_owned()])?;
    let mut node = program("node");
    node.arg("bench/node.js").arg(folder.join("pinscope_bench.js")).arg(setup::npm_packages()?);
    serde_json::from_str(&output(&mut node)?).context("bench/node.js prints no JSON")
}

/// The loops natively, measured by criterion: nanoseconds by name.
fn native() -> Result<Value> {
    run(&mut cargo(&["bench", "--package=pinscope-bench"]))?;
    let folder = project::target().join("criterion/board");
    let estimates = files::below(&folder)?.into_iter().filter(|file| file.ends_with("new/estimates.json"));
    estimates.map(|file| estimate(&folder, &file)).collect()
}

/// A benchmark's name, and the median that criterion wrote to its file.
fn estimate(folder: &Path, file: &Path) -> Result<(String, Value)> {
    let name = file.strip_prefix(folder)?.iter().next().unwrap_or_default().to_string_lossy().into_owned();
    let mut estimates: Value = serde_json::from_str(&fs::read_to_string(file)?)?;
    Ok((name, estimates["median"]["point_estimate"].take()))
}

/// Bytes by name.
fn memory() -> Result<Value> {
    let printed = output(&mut cargo(&["run", "--quiet", "--release", "--package=pinscope-bench", "--example=memory"]))?;
    serde_json::from_str(&printed).context("the example `memory` prints no JSON")
}
