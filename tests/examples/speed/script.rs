//! How fast a script is: its pins, the way of an edge to its handler, its sleeps, what it leaves the page, and the panel.

use anyhow::{Context as _, Result, ensure};
use pinscope_tests::browser::{DevTools, Page};
use serde_json::{Value, json};

use crate::Figures;

/// Two hundred thousand calls of a pin.
const CALLS: &str = "
from machine import Pin
p = Pin('GP9', mode=Pin.OUT)
def toggle():
    t = p.toggle
    for i in range(200000):
        t()
toggle()
";

/// Two hundred sleeps, by themselves: what calls are ahead of real time, the next sleep makes up for.
const SLEEPS: &str = "
import time
for i in range(200):
    time.sleep_ms(5)
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

/// Notes in the worker when the handler has said something; all times are by the clock that it shares with the page.
const NOTE: &str = "
    const post = postMessage;
    globalThis.called = [];
    globalThis.postMessage = message => {
        if (new TextDecoder().decode(message.reply).includes('seen')) {
            called.push(performance.timeOrigin + performance.now());
        }
        post(message);
    };";

/// When each of a hundred edges was made. The page hears of one before it makes the next.
const EDGES: &str = "
    let heard;
    window.addEventListener('pinscope:script', ({detail}) => 'said' in detail && heard?.());
    const ended = pinscope.python(text);
    while ((await pinscope.snapshot()).pins.find(pin => pin.id === 'GP10').irq?.handler !== 'script');
    const times = [];
    for (let i = 0; i < 100; i += 1) {
        await pinscope.drive('GP10', 'low');
        await new Promise(resolve => setTimeout(resolve, 7));
        const called = new Promise(resolve => { heard = resolve; });
        times.push(performance.timeOrigin + performance.now());
        pinscope.drive('GP10', 'high');
        await called;
    }
    await pinscope.stop();
    await ended;
    return times;";

/// From opening the panel until its terminal shows the prompt, in milliseconds. Out of sight it would show nothing.
const PROMPT: &str = "
    const start = performance.now();
    document.querySelector(\"[data-tab='script']\").click();
    while (!document.querySelector('#script .xterm-rows')?.textContent.includes('>>>')) {
        await new Promise(requestAnimationFrame);
        document.getElementById('script')?.scrollIntoView();
    }
    return performance.now() - start;";

/// From asking for the first script to its end, its calls, an edge's way to its handler, and the gaps between two frames
/// while one blinks.
pub fn run() -> Result<Figures> {
    let page = Page::open()?;
    let first = timed(&page, "print(1)")?;
    let empty = timed(&page, "print(1)")?;
    let toggles = timed(&page, CALLS)?;
    let sleeps = timed(&page, SLEEPS)?;
    let edges = edges(&page)?;
    page.evaluate(
        "(window.gaps = [], (function draw(before) {
            requestAnimationFrame(now => { before && gaps.push(now - before); draw(now); });
        })(0), null)",
    )?;
    timed(&page, BLINK)?;
    let gaps = page.evaluate("[Math.max(...gaps), 100 * gaps.filter(gap => gap < 33).length / gaps.length]")?;
    let figures = json!({
        "first": first, "again": empty, "calls": 200_000.0 / (toggles - empty) / 1e3,
        "sleep": (sleeps - empty) / 200.0, "edge": edges[49], "edge_95": edges[94],
        "gap": gaps[0], "smooth": gaps[1], "prompt": Page::open()?.script(PROMPT)?,
    });
    figures.as_object().cloned().context("no figures")
}

/// How long it takes from each of a hundred edges to its handler, in milliseconds, the quickest first.
fn edges(page: &Page) -> Result<Vec<f64>> {
    let mut devtools = DevTools::connect(page)?;
    let [_, (_, engine)] = devtools.threads()?;
    devtools.evaluate(&engine, NOTE)?;
    let made = page.script(&format!("const text = {};{EDGES}", Value::from(HANDLER)))?;
    let made: Vec<f64> = serde_json::from_value(made)?;
    let called: Vec<f64> = serde_json::from_value(devtools.evaluate(&engine, "called")?)?;
    ensure!(made.len() == called.len(), "{} edges, and {} calls of the handler", made.len(), called.len());
    let mut times: Vec<f64> = called.iter().zip(&made).map(|(called, made)| called - made).collect();
    times.sort_by(f64::total_cmp);
    Ok(times)
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
