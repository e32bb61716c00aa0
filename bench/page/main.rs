//! How fast the page is in headless Chromium: prints figures as JSON, for `cargo xtask bench`.

mod busy;
mod calls;
mod click;
mod load;
mod memory;
mod script;
mod stop;

use std::{env, thread};

use anyhow::{Result, anyhow, bail};
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
        Some("calls") => calls::run()?,
        Some("script") => median(script::run)?,
        Some("stop") => stop::run()?,
        Some("memory") => median_at_once(memory::run)?,
        _ => bail!("one of load, click, busy, calls, script, stop and memory is measured"),
    };
    println!("{}", Value::from(figures));
    Ok(())
}

/// The median of each figure over all runs, one after the other.
fn median(run: fn() -> Result<Figures>) -> Result<Figures> {
    (0..RUNS).map(|_| run()).collect::<Result<Vec<_>>>().map(middle)
}

/// The same over runs at one time, for what takes long and does not depend on how busy the machine is.
fn median_at_once(run: fn() -> Result<Figures>) -> Result<Figures> {
    let runs: Result<Vec<_>> = thread::scope(|scope| {
        let started: Vec<_> = (0..RUNS).map(|_| scope.spawn(run)).collect();
        started.into_iter().map(|run| run.join().map_err(|_| anyhow!("a run has panicked"))?).collect()
    });
    runs.map(middle)
}

/// The median of each figure that the first run has.
fn middle(runs: Vec<Figures>) -> Figures {
    let middle = |name: &str| {
        let mut all: Vec<f64> = runs.iter().filter_map(|run| run[name].as_f64()).collect();
        all.sort_by(f64::total_cmp);
        all.get(all.len() / 2).copied()
    };
    runs[0].keys().map(|name| (name.clone(), json!(middle(name)))).collect()
}

/// Puts a clock of 1 kHz on every pin.
fn clock_every_pin(page: &Page) -> Result<()> {
    PinId::ALL.iter().try_for_each(|pin| page.call("clock", json!([pin.name(), 1000])).map(drop))
}
