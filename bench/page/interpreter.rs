//! Measures the interpreter of instructions in the browser, without the page and its chip.

use anyhow::{Context as _, Result};
use pinscope_tests::browser::Page;

use crate::Figures;

/// Measures the loops and returns nanoseconds by name.
const MEASURE: &str = include_str!("interpreter.js");

/// Measures in a browser that shows the text of the program's bindings, which have the same origin as the program.
pub fn run() -> Result<Figures> {
    let page = Page::open_at("pinscope_bench.js")?;
    page.script(&format!("const measured = {MEASURE}; return measured;"))?.as_object().cloned().context("no figures")
}
