//! How fast a script is: its pins, the way of an edge to its handler, its sleeps, what it leaves the page, and the panel.

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

/// A handler that says when it was called, while the script sleeps.
const HANDLER: &str = "
from machine import Pin
import time
def seen(pin):
    print('seen')
Pin('GP10', pull=Pin.PULL_DOWN).irq(trigger=Pin.IRQ_RISING, handler=seen)
time.sleep(60)
";

/// How long it takes from each of a hundred edges until the page hears of its handler, in milliseconds.
const EDGES: &str = "
    let heard;
    window.addEventListener('pinscope:script', ({detail}) => 'said' in detail && heard?.());
    const ended = pinscope.python(text);
    while ((await pinscope.snapshot()).pins.find(pin => pin.id === 'GP10').irq?.handler !== 'script');
    const times = [];
    for (let i = 0; i < 100; i += 1) {
        await pinscope.drive('GP10', 'low');
        await new Promise(resolve => setTimeout(resolve, 7));
        const start = performance.now();
        const called = new Promise(resolve => { heard = resolve; });
        pinscope.drive('GP10', 'high');
        await called;
        times.push(performance.now() - start);
    }
    await pinscope.stop();
    await ended;
    times.sort((a, b) => a - b);
    return [times[49], times[94]];";

/// From opening the panel to its prompt, in milliseconds.
const PROMPT: &str = "
    const prompted = new Promise(resolve => window.addEventListener('pinscope:script', ({detail}) =>
        detail.said?.includes('>>>') && resolve(performance.now())));
    const start = performance.now();
    document.querySelector(\"[data-tab='script']\").click();
    return await prompted - start;";

/// From asking for the first script to its end, its calls, an edge's way to its handler, and the gaps between two frames
/// while one blinks.
pub fn run() -> Result<Figures> {
    let page = Page::open()?;
    let first = timed(&page, "print(1)")?;
    let empty = timed(&page, "print(1)")?;
    let toggles = timed(&page, CALLS.split("for i in range(100)").next().context("the first half")?)?;
    let both = timed(&page, CALLS)?;
    let edges = page.script(&format!("const text = {};{EDGES}", Value::from(HANDLER)))?;
    page.evaluate(
        "(window.gaps = [], (function draw(before) {
            requestAnimationFrame(now => { before && gaps.push(now - before); draw(now); });
        })(0), null)",
    )?;
    timed(&page, BLINK)?;
    let gaps = page.evaluate("[Math.max(...gaps), 100 * gaps.filter(gap => gap < 33).length / gaps.length]")?;
    let figures = json!({
        "first": first, "again": empty, "calls": 200_000.0 / (toggles - empty) / 1e3,
        "sleep": (both - toggles) / 100.0, "edge": edges[0], "edge_95": edges[1],
        "gap": gaps[0], "smooth": gaps[1], "prompt": Page::open()?.script(PROMPT)?,
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
