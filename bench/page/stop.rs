//! Measures how soon a script is stopped, and how soon the next one has ended.

use anyhow::{Context as _, Result};
use pinscope_tests::browser::Page;
use serde_json::{Value, json};

use crate::Figures;

/// The scripts that are stopped in turn. The last can only be stopped by replacing the worker.
const SCRIPTS: [&str; 4] =
    ["while True: pass", "import time\ntime.sleep(1000)", "while True: print('flood')", "max(range(10**9))"];

/// The number of scripts that are stopped.
const TRIES: usize = 100;

/// Starts a script, stops it and runs another. Returns how long the last two steps take, in milliseconds.
const STOP: &str = "
    const ended = pinscope.python(text);
    await new Promise(resolve => setTimeout(resolve, 300));
    const start = performance.now();
    await pinscope.stop();
    const stopped = performance.now();
    await ended;
    await pinscope.python('print(1)');
    return [stopped - start, performance.now() - stopped];";

/// Stops all scripts in one page.
pub fn run() -> Result<Figures> {
    let page = Page::open()?;
    page.call("python", json!(["print(1)"]))?;
    let (mut stops, mut next_runs) = (Vec::new(), Vec::new());
    for text in SCRIPTS.into_iter().cycle().take(TRIES) {
        let times = page.script(&format!("const text = {};{STOP}", Value::from(text)))?;
        stops.push(times[0].as_f64().context("a time")?);
        next_runs.push(times[1].as_f64().context("a time")?);
    }
    stops.sort_by(f64::total_cmp);
    next_runs.sort_by(f64::total_cmp);
    let figures = json!({"stop_99": stops[TRIES - 2], "stop_max": stops[TRIES - 1], "again_max": next_runs[TRIES - 1]});
    figures.as_object().cloned().context("no figures")
}
