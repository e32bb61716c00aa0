//! Measures scripts: their start, sleeps, the time from an edge to its handler, the page's frames, and the panel.

use std::thread;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use pinscope_tests::browser::{DevTools, Page};
use serde_json::{Value, json};

use crate::Figures;

/// Prints after each of two hundred sleeps. The output is sent when the next sleep begins.
const SLEEPS: &str = "
import time
for i in range(201):
    time.sleep_ms(5)
    print('seen')
";

/// Toggles a pin every 50 ms for two seconds.
const BLINK: &str = "
from machine import Pin
import time
p = Pin('GP25', mode=Pin.OUT)
for i in range(40):
    p.toggle()
    time.sleep_ms(50)
";

/// Prints in a handler that is called while the script sleeps.
const HANDLER: &str = "
from machine import Pin
import time
def seen(pin):
    print('seen')
Pin('GP10', pull=Pin.PULL_DOWN).irq(trigger=Pin.IRQ_RISING, handler=seen)
time.sleep(60)
";

/// Records in the worker when it sends output that contains `seen`. All times are those of the clock that page and
/// worker share.
const RECORD: &str = "
    const post = postMessage;
    globalThis.called = [];
    globalThis.postMessage = message => {
        if (new TextDecoder().decode(message.reply).includes('seen')) {
            called.push(performance.timeOrigin + performance.now());
        }
        post(message);
    };";

/// Makes a hundred edges and returns their times. The page waits for the output of one before it makes the next.
const EDGES: &str = "
    let received;
    window.addEventListener('pinscope:script', ({detail}) => 'output' in detail && received?.());
    const ended = pinscope.python(text);
    while ((await pinscope.snapshot()).pins.find(pin => pin.id === 'GP10').irq?.handler !== 'script');
    const times = [];
    for (let i = 0; i < 100; i += 1) {
        await pinscope.drive('GP10', 'low');
        await new Promise(resolve => setTimeout(resolve, 7));
        const called = new Promise(resolve => { received = resolve; });
        times.push(performance.timeOrigin + performance.now());
        pinscope.drive('GP10', 'high');
        await called;
    }
    await pinscope.stop();
    await ended;
    return times;";

/// The time after which a page has finished its start. A person opens the panel later than that.
const START_TIME: Duration = Duration::from_secs(2);

/// Opens the panel and returns the milliseconds until the prompt is shown. The terminal has to be in view to show it.
const PROMPT: &str = "
    const start = performance.now();
    document.querySelector(\"[data-tab='script']\").click();
    while (!document.querySelector('#script .xterm-rows')?.textContent.includes('>>>')) {
        await new Promise(requestAnimationFrame);
        document.getElementById('script')?.scrollIntoView();
    }
    return performance.now() - start;";

/// Returns the durations of the first script and of the next one, percentiles of sleeps and of the way from an edge to
/// its handler, the frames while a script toggles a pin, and the time until the panel's prompt.
pub fn run() -> Result<Figures> {
    let prompt = prompt()?;
    let page = Page::open()?;
    let first = timed(&page, "print(1)")?;
    let again = timed(&page, "print(1)")?;
    let mut recorder = OutputRecorder::start(&page)?;
    let sleeps = sleeps(&page, &mut recorder)?;
    let edges = edges(&page, &mut recorder)?;
    page.evaluate(
        "(window.gaps = [], (function draw(before) {
            requestAnimationFrame(now => { before && gaps.push(now - before); draw(now); });
        })(0), null)",
    )?;
    timed(&page, BLINK)?;
    let gaps = page.evaluate("[Math.max(...gaps), 100 * gaps.filter(gap => gap < 33).length / gaps.length]")?;
    let figures = json!({
        "first": first, "again": again,
        "sleep": percentile(&sleeps, 50), "sleep_95": percentile(&sleeps, 95), "edge": percentile(&edges, 50), "edge_95": percentile(&edges, 95),
        "gap": gaps[0], "smooth": gaps[1], "prompt": prompt,
    });
    figures.as_object().cloned().context("no figures")
}

/// Returns how long the panel takes to show its prompt, in milliseconds, in a page that does nothing else.
fn prompt() -> Result<Value> {
    let page = Page::open()?;
    thread::sleep(START_TIME);
    page.script(PROMPT)
}

/// Records in the worker when a script prints `seen`.
struct OutputRecorder {
    devtools: DevTools,
    engine: Value,
}

impl OutputRecorder {
    fn start(page: &Page) -> Result<Self> {
        let mut devtools = DevTools::connect(page)?;
        let [_, (_, engine)] = devtools.threads()?;
        devtools.evaluate(&engine, RECORD)?;
        Ok(Self { devtools, engine })
    }

    /// Returns the times since the last call, in milliseconds.
    fn times(&mut self) -> Result<Vec<f64>> {
        Ok(serde_json::from_value(self.devtools.evaluate(&self.engine, "called.splice(0)")?)?)
    }
}

/// Returns the durations of two hundred sleeps in milliseconds, the shortest first. A sleep that begins behind real
/// time does not wait, and its output is sent with the next.
fn sleeps(page: &Page, recorder: &mut OutputRecorder) -> Result<Vec<f64>> {
    timed(page, SLEEPS)?;
    let over = recorder.times()?;
    ensure!(over.len() > 100, "201 sleeps have sent output only {} times", over.len());
    Ok(sorted(over.windows(2).map(|pair| pair[1] - pair[0])))
}

/// Returns the times from a hundred edges to their handlers in milliseconds, the shortest first.
fn edges(page: &Page, recorder: &mut OutputRecorder) -> Result<Vec<f64>> {
    let made = page.script(&format!("const text = {};{EDGES}", Value::from(HANDLER)))?;
    let made: Vec<f64> = serde_json::from_value(made)?;
    let called = recorder.times()?;
    ensure!(made.len() == called.len(), "{} edges, and {} calls of the handler", made.len(), called.len());
    Ok(sorted(called.iter().zip(&made).map(|(called, made)| called - made)))
}

fn sorted(times: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut times: Vec<f64> = times.collect();
    times.sort_by(f64::total_cmp);
    times
}

/// Returns a percentile of sorted times.
fn percentile(sorted: &[f64], percent: usize) -> f64 {
    sorted[(sorted.len() * percent).div_ceil(100) - 1]
}

/// Runs a script and returns its duration in milliseconds.
fn timed(page: &Page, text: &str) -> Result<f64> {
    let script = format!(
        "const start = performance.now(); const end = await window.pinscope.python({});
        if (end.error) throw new Error(end.error); return performance.now() - start;",
        Value::from(text)
    );
    page.script(&script)?.as_f64().context("a time")
}
