//! How fast a script is: its pins, the way of an edge to its handler, its sleeps, and what it leaves the page.

use anyhow::{Context as _, Result};
use pinscope_tests::browser::Page;
use serde_json::{Value, json};

use crate::Figures;

/// Pin calls a second, and how exact a sleep is, by the browser's own clock.
const CALLS: &str = "
from machine import Pin
import time
p = Pin('GP9', mode=Pin.OUT)
def toggle():
    t = p.toggle
    for i in range(200000):
        t()
toggle()
print('toggled')
for i in range(100):
    time.sleep_ms(5)
print('slept')
";

/// A blink of 50 ms beside the timeline, for two seconds.
const BLINK: &str = "
from machine import Pin
import time
p = Pin('GP25', mode=Pin.OUT)
for i in range(40):
    p.toggle()
    time.sleep_ms(50)
";

/// From asking for the first script to its end, its calls, and the longest gap between two frames while one blinks.
pub fn run() -> Result<Figures> {
    let page = Page::open()?;
    let first = timed(&page, "print(1)")?;
    let empty = timed(&page, "print(1)")?;
    let toggles = timed(&page, CALLS.split("for i in range(100)").next().context("the first half")?)?;
    let both = timed(&page, CALLS)?;
    page.evaluate(
        "(window.gaps = [], (function draw(before) {
            requestAnimationFrame(now => { before && gaps.push(now - before); draw(now); });
        })(0), null)",
    )?;
    timed(&page, BLINK)?;
    let longest = page.evaluate("Math.max(...gaps)")?;
    let figures = json!({
        "first": first, "again": empty, "calls": 200_000.0 / (toggles - empty) / 1e3,
        "sleep": (both - toggles) / 100.0, "gap": longest,
    });
    figures.as_object().cloned().context("no figures")
}

/// How long a script takes, in milliseconds.
fn timed(page: &Page, text: &str) -> Result<f64> {
    let script = format!(
        "const start = performance.now(); const end = await window.pinscope.python({});
        if (end.error) throw new Error(end.error); return performance.now() - start;",
        Value::from(text)
    );
    page.script(&script)?.as_f64().context("a time")
}
