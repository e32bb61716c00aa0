//! How fast the page is in headless Chromium: prints figures as JSON, for `cargo xtask bench`.

mod busy;
mod click;
mod devtools;
mod load;
mod memory;
mod script;

use std::env;

use anyhow::{Result, bail};
use pinscope_core::PinId;
use pinscope_tests::browser::Page;
use serde_json::{Map, Value, json};

/// Each figure is the median of so many runs, each in a browser of its own.
const RUNS: usize = 5;

/// Names and numbers.
type Figures = Map<String, Value>;

fn main() -> Result<()> {
    let figures = match env::args().nth(1).as_deref() {
        Some("load") => median(load::run)?,
        Some("click") => median(click::run)?,
        Some("busy") => median(busy::run)?,
        Some("script") => median(script::run)?,
        Some("memory") => memory::run()?,
        _ => bail!("one of load, click, busy, script and memory is measured"),
    };
    println!("{}", Value::from(figures));
    Ok(())
}

/// The median of each figure over all runs.
fn median(run: fn() -> Result<Figures>) -> Result<Figures> {
    let runs = (0..RUNS).map(|_| run()).collect::<Result<Vec<_>>>()?;
    let middle = |name: &str| {
        let mut all: Vec<f64> = runs.iter().filter_map(|run| run[name].as_f64()).collect();
        all.sort_by(f64::total_cmp);
        all.get(all.len() / 2).copied()
    };
    Ok(runs[0].keys().map(|name| (name.clone(), json!(middle(name)))).collect())
}

/// Puts a clock of 1 kHz on every pin.
fn clock_every_pin(page: &Page) -> Result<()> {
    PinId::ALL.iter().try_for_each(|pin| page.call("clock", json!([pin.name(), 1000])).map(drop))
}
