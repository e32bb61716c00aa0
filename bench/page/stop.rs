//! How soon a script is stopped, and how soon the next one is over.

use anyhow::{Context as _, Result};
use pinscope_tests::browser::Page;
use serde_json::{Value, json};

use crate::Figures;

/// What is stopped, in turns: the last has to be replaced.
const SCRIPTS: [&str; 4] =
    ["while True: pass", "import time\ntime.sleep(1000)", "while True: print('flood')", "sum(range(10**9))"];

/// So many are stopped.
const TRIES: usize = 100;

/// Starts a script, stops it, and runs another; how long each of the last two takes, in milliseconds.
const STOP: &str = "
    const ended = pinscope.python(text);
    await new Promise(resolve => setTimeout(resolve, 300));
    const start = performance.now();
    await pinscope.stop();
    const stopped = performance.now();
    await ended;
    await pinscope.python('print(1)');
    return [stopped - start, performance.now() - stopped];";

/// A hundred tries in one page.
pub fn run() -> Result<Figures> {
    let page = Page::open()?;
    page.call("python", json!(["print(1)"]))?;
    let (mut stops, mut agains) = (Vec::new(), Vec::new());
    for text in SCRIPTS.into_iter().cycle().take(TRIES) {
        let times = page.script(&format!("const text = {};{STOP}", Value::from(text)))?;
        stops.push(times[0].as_f64().context("a time")?);
        agains.push(times[1].as_f64().context("a time")?);
    }
    stops.sort_by(f64::total_cmp);
    agains.sort_by(f64::total_cmp);
    let figures = json!({"stop_99": stops[TRIES - 2], "stop_most": stops[TRIES - 1], "again_most": agains[TRIES - 1]});
    figures.as_object().cloned().context("no figures")
}
