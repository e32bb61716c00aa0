//! What ten minutes with a clock on every pin leave in memory, in both threads.

use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use pinscope_tests::browser::{DevTools, Page, Thread};
use serde_json::json;

use crate::{Figures, clock_every_pin};

/// When it is compared with what.
const EARLY: Duration = Duration::from_secs(3 * 60);
const LATE: Duration = Duration::from_secs(10 * 60);

/// How large a thread's WebAssembly memory is: a program that runs already answers with its exports.
const WEBASSEMBLY: &str = "(async () => {
    const program = typeof document === 'object' ? document.getElementById('ui').href : new URL('engine.js', location);
    return (await (await import(program)).default()).memory.buffer.byteLength;
})()";

/// One page, watched for ten minutes.
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

/// What a thread uses after it has collected its garbage, in bytes.
fn used(devtools: &mut DevTools, (_, session): &Thread) -> Result<f64> {
    let webassembly = devtools.evaluate(session, WEBASSEMBLY)?.as_f64().context("a program without memory")?;
    devtools.send(session, "HeapProfiler.collectGarbage", json!({}))?;
    let heap = devtools.send(session, "Runtime.getHeapUsage", json!({}))?;
    // Of JavaScript, of the document, and of buffers.
    let parts = ["usedSize", "embedderHeapUsedSize", "backingStorageSize"].map(|part| heap[part].as_f64());
    Ok(webassembly + parts.into_iter().sum::<Option<f64>>().context("a thread without a heap")?)
}
