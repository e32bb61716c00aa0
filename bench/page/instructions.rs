//! Measures the loops of the interpreter in the page, as images that the program `image` runs.

use anyhow::{Context as _, Result};
use pinscope_bench::machine_code::{COMPUTE, Loop, TOGGLE};
use pinscope_tests::browser::{DevTools, Page};
use serde_json::json;

use crate::Figures;

/// Measures an image and returns nanoseconds.
const MEASURE: &str = include_str!("instructions.js");

/// The clock of port A1 is switched on, and GP9 is an output.
const SET_UP: [(u32, u32); 2] = [(0x4402_5058, 1), (0x4000_5400, 2)];

/// Measures each loop in a page of its own.
pub fn run() -> Result<Figures> {
    [TOGGLE, COMPUTE].iter().map(|code| Ok((code.name.to_owned(), json!(nanoseconds(code)?)))).collect()
}

fn nanoseconds(code: &Loop) -> Result<f64> {
    let page = Page::open()?;
    let mut devtools = DevTools::connect(&page)?;
    let [(_, main), _] = devtools.threads()?;
    let expression = format!("{MEASURE}({})", json!(code.image(&SET_UP, 0)));
    devtools.evaluate(&main, &expression)?.as_f64().context("the image was not measured")
}
