//! A script's pin calls, beside the same calls over functions that do nothing.

use anyhow::{Context as _, Result};
use pinscope_tests::browser::{DevTools, Page};
use serde_json::json;

use crate::Figures;

/// Measures both in turns, in the worker; nanoseconds by name.
const CALLS: &str = include_str!("calls.js");

/// One page.
pub fn run() -> Result<Figures> {
    let page = Page::open()?;
    // What runs scripts is loaded, and has a ring.
    page.call("python", json!(["print(1)"]))?;
    let mut devtools = DevTools::connect(&page)?;
    let [_, (_, engine)] = devtools.threads()?;
    devtools.evaluate(&engine, CALLS)?.as_object().cloned().context("no figures")
}
