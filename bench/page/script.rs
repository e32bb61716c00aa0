//! How fast a script is: the way of an edge to its handler, its sleeps, what it leaves the page, and the panel.

use std::thread;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use pinscope_tests::browser::{DevTools, Page};
use serde_json::{Value, json};

use crate::Figures;

/// Two hundred sleeps, each of which says when it is over. It is told as the next begins.
const SLEEPS: &str = "
import time
for i in range(201):
    time.sleep_ms(5)
    print('seen')
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

/// Notes in the worker when a script has said that it has seen something; all times are by the clock that it shares with
/// the page.
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

/// When a page has done what it does at its beginning; a person who opens the panel comes later.
const SETTLED: Duration = Duration::from_secs(2);

/// From opening the panel until its terminal shows the prompt, in milliseconds. Out of sight it would show nothing.
const PROMPT: &str = "
    const start = performance.now();
    document.querySelector(\"[data-tab='script']\").click();
    while (!document.querySelector('#script .xterm-rows')?.textContent.includes('>>>')) {
        await new Promise(requestAnimationFrame);
        document.getElementById('script')?.scrollIntoView();
    }
    return performance.now() - start;";

/// From asking for the first script to its end, its sleeps, an edge's way to its handler, and the gaps between two frames
/// while one blinks.
pub fn run() -> Result<Figures> {
    let prompt = prompt()?;
    let page = Page::open()?;
    let first = timed(&page, "print(1)")?;
    let again = timed(&page, "print(1)")?;
    let mut witness = Witness::of(&page)?;
    let sleeps = sleeps(&page, &mut witness)?;
    let edges = edges(&page, &mut witness)?;
    page.evaluate(
        "(window.gaps = [], (function draw(before) {
            requestAnimationFrame(now => { before && gaps.push(now - before); draw(now); });
        })(0), null)",
    )?;
    timed(&page, BLINK)?;
    let gaps = page.evaluate("[Math.max(...gaps), 100 * gaps.filter(gap => gap < 33).length / gaps.length]")?;
    let figures = json!({
        "first": first, "again": again,
        "sleep": at(&sleeps, 50), "sleep_95": at(&sleeps, 95), "edge": at(&edges, 50), "edge_95": at(&edges, 95),
        "gap": gaps[0], "smooth": gaps[1], "prompt": prompt,
    });
    figures.as_object().cloned().context("no figures")
}

/// How long the panel takes to its prompt, in milliseconds, in a page that nothing else is asked of.
fn prompt() -> Result<Value> {
    let page = Page::open()?;
    thread::sleep(SETTLED);
    page.script(PROMPT)
}

/// Who notes, in the worker, when a script has seen something.
struct Witness {
    devtools: DevTools,
    engine: Value,
}

impl Witness {
    fn of(page: &Page) -> Result<Self> {
        let mut devtools = DevTools::connect(page)?;
        let [_, (_, engine)] = devtools.threads()?;
        devtools.evaluate(&engine, NOTE)?;
        Ok(Self { devtools, engine })
    }

    /// When it did since this was last asked, in milliseconds.
    fn times(&mut self) -> Result<Vec<f64>> {
        Ok(serde_json::from_value(self.devtools.evaluate(&self.engine, "called.splice(0)")?)?)
    }
}

/// How long each of two hundred sleeps takes, in milliseconds, the shortest first.
fn sleeps(page: &Page, witness: &mut Witness) -> Result<Vec<f64>> {
    timed(page, SLEEPS)?;
    let over = witness.times()?;
    ensure!(over.len() == 201, "201 sleeps were heard of {} times", over.len());
    Ok(sorted(over.windows(2).map(|pair| pair[1] - pair[0])))
}

/// How long it takes from each of a hundred edges to its handler, in milliseconds, the quickest first.
fn edges(page: &Page, witness: &mut Witness) -> Result<Vec<f64>> {
    let made = page.script(&format!("const text = {};{EDGES}", Value::from(HANDLER)))?;
    let made: Vec<f64> = serde_json::from_value(made)?;
    let called = witness.times()?;
    ensure!(made.len() == called.len(), "{} edges, and {} calls of the handler", made.len(), called.len());
    Ok(sorted(called.iter().zip(&made).map(|(called, made)| called - made)))
}

fn sorted(times: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut times: Vec<f64> = times.collect();
    times.sort_by(f64::total_cmp);
    times
}

/// So many percent of the times are no longer than this.
fn at(sorted: &[f64], percent: usize) -> f64 {
    sorted[(sorted.len() * percent).div_ceil(100) - 1]
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
