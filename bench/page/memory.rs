//! Measures the memory of both threads after ten minutes with a clock on every pin, and its growth.

use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use pinscope_tests::browser::{DevTools, Page, Thread};
use serde_json::json;

use crate::{Figures, clock_every_pin};

/// The time of the first measurement.
const EARLY: Duration = Duration::from_secs(3 * 60);
/// The time of the last measurement.
const LATE: Duration = Duration::from_secs(10 * 60);

/// Returns the size of a thread's WebAssembly memory. A module that is already running returns its exports again.
const WEBASSEMBLY_BYTES: &str = "(async () => {
    const program = typeof document === 'object' ? document.getElementById('ui').href : new URL('engine.js', location);
    return (await (await import(program)).default()).memory.buffer.byteLength;
})()";

/// Measures one page for ten minutes.
pub fn run() -> Result<Figures> {
    let page = Page::open()?;
    clock_every_pin(&page)?;
    let start = Instant::now();
    let mut devtools = DevTools::connect(&page)?;
    let threads = devtools.threads()?;
    let mut used_at = |time: Duration| {
        thread::sleep(time.saturating_sub(start.elapsed()));
        threads.iter().map(|thread| used(&mut devtools, thread)).collect::<Result<Vec<_>>>()
    };
    let (early, late) = (used_at(EARLY)?, used_at(LATE)?);
    let mut figures = Figures::new();
    for ((name, _), (early, late)) in threads.iter().zip(early.into_iter().zip(late)) {
        figures.insert(name.clone(), json!(late));
        figures.insert(format!("{name}_growth"), json!(100.0 * (late / early - 1.0)));
    }
    Ok(figures)
}

/// Returns the memory of a thread after a garbage collection, in bytes.
fn used(devtools: &mut DevTools, (_, session): &Thread) -> Result<f64> {
    let webassembly = devtools.evaluate(session, WEBASSEMBLY_BYTES)?.as_f64().context("the program has no memory")?;
    devtools.send(session, "HeapProfiler.collectGarbage", json!({}))?;
    let heap = devtools.send(session, "Runtime.getHeapUsage", json!({}))?;
    // These are JavaScript's heap, the document's heap, and buffers.
    let parts = ["usedSize", "embedderHeapUsedSize", "backingStorageSize"].map(|part| heap[part].as_f64());
    Ok(webassembly + parts.into_iter().sum::<Option<f64>>().context("the thread has no heap")?)
}
