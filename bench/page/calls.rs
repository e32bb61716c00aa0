//! Measures a script's pin calls, and the same calls with functions that do nothing for comparison.

use anyhow::{Context as _, Result};
use pinscope_tests::browser::{DevTools, Page};
use serde_json::json;

use crate::Figures;

/// Measures both in the worker and returns nanoseconds by name.
const MEASURE: &str = include_str!("calls.js");

/// Measures in one page.
pub fn run() -> Result<Figures> {
    let page = Page::open()?;
    // This loads the interpreter and opens the shared memory.
    page.call("python", json!(["print(1)"]))?;
    let mut devtools = DevTools::connect(&page)?;
    let [_, (_, engine)] = devtools.threads()?;
    devtools.evaluate(&engine, MEASURE)?.as_object().cloned().context("no figures")
}
