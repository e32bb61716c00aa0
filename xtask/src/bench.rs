//! `cargo xtask bench` measures speed and size of the emulated board, natively and in WebAssembly and beside rp2040js,
//! and the speed of the page.

mod page;
mod table;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value};

use crate::process::{cargo, output, program, run};
use crate::serve::{self, Server};
use crate::setup::{self, PAGE_TARGET};
use crate::{files, paths, wasm};
use table::Row;
use table::Target::{AtLeast, AtMost, None as NoTarget};

/// Measures the board, the page, or both, and prints one table at the end. If `long`, also measures how the memory of
/// the page grows, which takes ten minutes.
pub fn report(part: Option<&str>, long: bool) -> Result<()> {
    let rows = match part {
        None => [board()?, page::rows(long)?].concat(),
        Some("board") => board()?,
        Some("page") => page::rows(long)?,
        Some(other) => bail!("bench has no part `{other}`, only board and page"),
    };
    table::print(&rows);
    Ok(())
}

fn board() -> Result<Vec<Row>> {
    setup::test_packages()?;
    let program = build_loops()?;
    let node = in_node(&program)?;
    let browser = page::measure("interpreter", &Server::start(serve::listen_locally()?, program)?)?;
    let native = native()?;
    rows(&native, &node, &browser, &qemu()?, &memory()?)
}

fn figure(figures: &Value, name: &str) -> Result<f64> {
    figures[name].as_f64().with_context(|| format!("`{name}` was not measured"))
}

/// Returns the rows of the board. The figures are nanoseconds and bytes.
fn rows(native: &Value, node: &Value, browser: &Value, qemu: &Value, memory: &Value) -> Result<Vec<Row>> {
    let millions = |ns: f64| 1e3 / ns;
    let served = figure(node, "served")?;
    let rp2040js = figure(node, "rp2040js")?;
    let acknowledged = figure(node, "rp2040js_acknowledged")?;
    Ok(vec![
        Row::new("native: edges served by a handler", millions(figure(native, "served")?), "M/s", AtLeast(10.0)),
        Row::new("native: edges whose handler toggles a pin", millions(figure(native, "toggling")?), "M/s", NoTarget),
        Row::new("native: edges without an interrupt", millions(figure(native, "unarmed")?), "M/s", AtLeast(20.0)),
        Row::new("native: 25 pins at 10 kHz for 10 s", figure(native, "clocked")? / 1e9, "s", AtMost(1.0)),
        Row::new("native: PWM at 20 kHz on 5 pins for 10 s", figure(native, "pwm")? / 1e9, "s", AtMost(2.0)),
        Row::new("native: snapshot", figure(native, "snapshot")? / 1e3, "us", AtMost(5.0)),
        Row::new("native: instructions that toggle a pin", millions(figure(native, "toggle")?), "M/s", NoTarget),
        Row::new("native: instructions that compute", millions(figure(native, "compute")?), "M/s", NoTarget),
        Row::new("rsemu: instructions that toggle a pin", millions(figure(native, "rsemu_toggle")?), "M/s", NoTarget),
        Row::new("rsemu: instructions that compute", millions(figure(native, "rsemu_compute")?), "M/s", NoTarget),
        Row::new("QEMU: instructions that toggle a pin", millions(figure(qemu, "toggle")?), "M/s", NoTarget),
        Row::new("QEMU: instructions that compute", millions(figure(qemu, "compute")?), "M/s", NoTarget),
        Row::new("wasm: instructions that toggle a pin", millions(figure(node, "toggle")?), "M/s", AtLeast(80.0)),
        Row::new("wasm: instructions that compute", millions(figure(node, "compute")?), "M/s", AtLeast(80.0)),
        Row::new(
            "Chromium: instructions that toggle a pin",
            millions(figure(browser, "toggle")?),
            "M/s",
            AtLeast(80.0),
        ),
        Row::new("Chromium: instructions that compute", millions(figure(browser, "compute")?), "M/s", AtLeast(80.0)),
        Row::new("wasm: edges served by a handler", millions(served), "M/s", AtLeast(5.0)),
        Row::new("wasm: edges whose handler toggles a pin", millions(figure(node, "toggling")?), "M/s", NoTarget),
        Row::new("wasm: edges without an interrupt", millions(figure(node, "unarmed")?), "M/s", AtLeast(10.0)),
        Row::new("wasm: 25 pins at 10 kHz for 10 s", figure(node, "clocked")? / 1e9, "s", NoTarget),
        Row::new("wasm: snapshot", figure(node, "snapshot")? / 1e3, "us", NoTarget),
        Row::new(
            "rp2040js: instructions that toggle a pin",
            millions(figure(node, "rp2040js_toggle")?),
            "M/s",
            NoTarget,
        ),
        Row::new("rp2040js: instructions that compute", millions(figure(node, "rp2040js_compute")?), "M/s", NoTarget),
        Row::new("rp2040js: edges, never acknowledged", millions(rp2040js), "M/s", NoTarget),
        Row::new("rp2040js: edges, each acknowledged", millions(acknowledged), "M/s", NoTarget),
        Row::new("wasm, served / rp2040js, never acknowledged", rp2040js / served, "x", NoTarget),
        Row::new("wasm, served / rp2040js, each acknowledged", acknowledged / served, "x", NoTarget),
        Row::new("a machine without its trace", figure(memory, "machine")? / 1024.0, "KiB", AtMost(64.0)),
        Row::new("an event of the trace", figure(memory, "record")?, "B", AtMost(16.0)),
    ])
}

/// Builds the loops as WebAssembly, optimized like the engine of the page. Returns the folder with the program.
fn build_loops() -> Result<PathBuf> {
    setup::rust_target(PAGE_TARGET)?;
    run(&mut cargo(&["build", "--release", "--package=pinscope-bench", "--lib", "--target", PAGE_TARGET]))?;
    wasm::build_bindgen()?;
    let built = paths::target().join(PAGE_TARGET).join("release/pinscope_bench.wasm");
    let folder = paths::target().join("bench");
    wasm::optimize(&wasm::bind(&built, &folder)?, &["-O3".to_owned()])?;
    Ok(folder)
}

/// Measures the loops under Node. Returns nanoseconds by name.
fn in_node(program_folder: &Path) -> Result<Value> {
    let mut node = program("node");
    node.arg("bench/node.mjs").arg(program_folder).arg(setup::npm_packages()?);
    serde_json::from_str(&output(&mut node)?).context("bench/node.mjs prints no JSON")
}

/// Measures the loops natively with criterion. Returns nanoseconds by name.
fn native() -> Result<Value> {
    run(&mut cargo(&["bench", "--package=pinscope-bench"]))?;
    let mut figures = Map::new();
    for group in ["board", "cpu"] {
        let folder = paths::target().join("criterion").join(group);
        for file in files::below(&folder)?.into_iter().filter(|file| file.ends_with("new/estimates.json")) {
            figures.extend([estimate(&folder, &file)?]);
        }
    }
    Ok(figures.into())
}

/// Returns the name of a benchmark, and the median that criterion wrote to its file.
fn estimate(folder: &Path, file: &Path) -> Result<(String, Value)> {
    let name = file.strip_prefix(folder)?.iter().next().unwrap_or_default().to_string_lossy().into_owned();
    let mut estimates: Value = serde_json::from_str(&fs::read_to_string(file)?)?;
    Ok((name, estimates["median"]["point_estimate"].take()))
}

/// Measures QEMU with the loops of the interpreter. Returns nanoseconds by name.
fn qemu() -> Result<Value> {
    let printed = output(&mut cargo(&["run", "--quiet", "--package=pinscope-bench", "--example=qemu"]))?;
    serde_json::from_str(&printed).context("the example `qemu` prints no JSON")
}

/// Measures the memory of the board. Returns bytes by name.
fn memory() -> Result<Value> {
    let printed = output(&mut cargo(&["run", "--quiet", "--release", "--package=pinscope-bench", "--example=memory"]))?;
    serde_json::from_str(&printed).context("the example `memory` prints no JSON")
}
