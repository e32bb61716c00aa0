//! Measures how smooth the page is while every pin has a clock and while all PWM outputs run, and an empty page in the
//! same browser for comparison.

use anyhow::{Context as _, Result};
use pinscope_tests::browser::{Browser, Page};
use serde_json::{Value, json};

use crate::{Figures, clock_every_pin};

/// Starts PWM of 20 kHz on the five pads that offer it. The outputs go on after the script has ended.
const PWM: &str = "
from machine import Timer
timers = [Timer(number, mode=Timer.PWM) for number in range(4)]
for number, half in ((0, Timer.A), (1, Timer.A), (2, Timer.B), (3, Timer.A), (3, Timer.B)):
    timers[number].channel(half, freq=20000, duty_cycle=5000)
";

/// Records the frames of ten seconds and the time of each painting of the timeline. A painting begins when the font is
/// set and ends with the last drawing call.
const RECORD: &str = "
    const context = CanvasRenderingContext2D.prototype;
    const font = Object.getOwnPropertyDescriptor(context, 'font');
    const paintings = [];
    let began = null, ended = null;
    Object.defineProperty(context, 'font', {...font, set(value) { began = performance.now(); font.set.call(this, value); }});
    for (const name of ['fill', 'stroke', 'fillRect', 'fillText']) {
        const paint = context[name];
        context[name] = function (...args) { paint.apply(this, args); ended = performance.now(); };
    }
    const frames = [];
    let last = await new Promise(requestAnimationFrame);
    for (const end = performance.now() + 10_000; performance.now() < end;) {
        await new Promise(requestAnimationFrame);
        const now = performance.now();
        frames.push(now - last);
        last = now;
        if (began !== null && ended > began) {
            paintings.push(ended - began);
            began = null;
        }
    }
    paintings.sort((a, b) => a - b);
    return {
        smooth: 100 * frames.filter(frame => Math.round(frame) <= 33).length / frames.length,
        longest: Math.max(...frames),
        timeline: paintings[paintings.length >> 1] ?? null,
    };";

/// Measures the three pages, one after the other.
pub fn run() -> Result<Figures> {
    let page = Page::start(Browser::Chromium)?;
    page.run(page.browser().goto("about:blank"))?;
    let empty = measure(&page)?;
    page.go("")?;
    clock_every_pin(&page)?;
    let mut figures = measure(&page)?;
    page.go("")?;
    page.call("python", json!([PWM]))?;
    let pwm = measure(&page)?;
    figures.extend(with_prefix("empty", empty));
    figures.extend(with_prefix("pwm", pwm));
    Ok(figures)
}

/// Returns the figures with the name of their page before their own.
fn with_prefix(page: &str, figures: Figures) -> impl Iterator<Item = (String, Value)> {
    figures.into_iter().map(move |(name, figure)| (format!("{page}_{name}"), figure))
}

fn measure(page: &Page) -> Result<Figures> {
    page.devtools("Performance.enable", json!({}))?;
    let before = metrics(page)?;
    let mut figures = page.script(RECORD)?.as_object().cloned().context("no frames")?;
    let after = metrics(page)?;
    figures.insert("busy".to_owned(), json!(100.0 * (after.1 - before.1) / (after.0 - before.0)));
    Ok(figures)
}

/// Returns the present time and the time for which the main thread has worked, in seconds.
fn metrics(page: &Page) -> Result<(f64, f64)> {
    let response = page.devtools("Performance.getMetrics", json!({}))?;
    let metric = |name: &str| {
        let metrics = response["metrics"].as_array().into_iter().flatten();
        let metric =
            metrics.into_iter().find(|metric| metric["name"] == name).and_then(|metric| metric["value"].as_f64());
        metric.with_context(|| format!("the browser has no {name}"))
    };
    Ok((metric("Timestamp")?, metric("TaskDuration")?))
}
