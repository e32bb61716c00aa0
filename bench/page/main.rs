//! Measures the page in headless Chromium and prints the figures as JSON.
//!
//! `cargo xtask bench` builds and serves the page, sets `PINSCOPE_URL` to its address, runs this program once for each
//! measurement and shows the figures beside their targets. The argument is the name of a measurement, each of which is
//! a module here; it returns figures by name, in milliseconds, percent or bytes.

mod busy;
mod calls;
mod click;
mod instructions;
mod interpreter;
mod load;
mod memory;
mod script;
mod stop;

use std::{env, thread};

use anyhow::{Result, anyhow, bail};
use pinscope_core::PinId;
use pinscope_tests::browser::Page;
use serde_json::{Map, Value, json};

/// The number of runs, each in its own browser, of which a figure is the median.
const RUNS: usize = 5;

/// The result of a measurement: numbers by name.
type Figures = Map<String, Value>;

fn main() -> Result<()> {
    let figures = match env::args().nth(1).as_deref() {
        Some("load") => median(load::run)?,
        Some("click") => median(click::run)?,
        Some("busy") => median(busy::run)?,
        Some("calls") => calls::run()?,
        Some("script") => median(script::run)?,
        Some("stop") => stop::run()?,
        Some("interpreter") => median(interpreter::run)?,
        Some("instructions") => median(instructions::run)?,
        Some("memory") => parallel_median(memory::run)?,
        _ => bail!("usage: page load|click|busy|calls|script|stop|interpreter|instructions|memory"),
    };
    println!("{}", Value::from(figures));
    Ok(())
}

/// Runs a measurement several times, one after the other, and returns the median of each figure.
fn median(run: fn() -> Result<Figures>) -> Result<Figures> {
    (0..RUNS).map(|_| run()).collect::<Result<Vec<_>>>().map(medians)
}

/// Runs a measurement several times in parallel, if it takes long and does not depend on the machine's load.
fn parallel_median(run: fn() -> Result<Figures>) -> Result<Figures> {
    let runs: Result<Vec<_>> = thread::scope(|scope| {
        let started: Vec<_> = (0..RUNS).map(|_| scope.spawn(run)).collect();
        started.into_iter().map(|run| run.join().map_err(|_| anyhow!("a run has panicked"))?).collect()
    });
    runs.map(medians)
}

/// Returns the median of each figure that the first run has.
fn medians(runs: Vec<Figures>) -> Figures {
    let median = |name: &str| {
        let mut all: Vec<f64> = runs.iter().filter_map(|run| run[name].as_f64()).collect();
        all.sort_by(f64::total_cmp);
        all.get(all.len() / 2).copied()
    };
    runs[0].keys().map(|name| (name.clone(), json!(median(name)))).collect()
}

/// Attaches a clock of 1 kHz to every pin.
fn clock_every_pin(page: &Page) -> Result<()> {
    PinId::ALL.iter().try_for_each(|pin| page.call("clock", json!([pin.name(), 1000])).map(drop))
}
