//! Measures the page in headless Chromium: the size of the first view, the time until it is usable, the frame rate, and
//! the memory.

use anyhow::{Context, Result};
use serde_json::Value;

use super::figure;
use super::table::Row;
use super::table::Target::{AtLeast, AtMost, None as NoTarget};
use crate::process::{cargo, output};
use crate::serve::{self, Server};
use crate::{page, paths, setup, size};

/// Measures the release page, served as by `play`, and returns its rows. The figures are milliseconds and bytes.
pub fn rows(long: bool) -> Result<Vec<Row>> {
    setup::test_packages()?;
    page::build()?;
    let server = Server::start(serve::listen_locally()?, paths::page())?;
    let load = measure("load", &server)?;
    // Only first views have requested files so far.
    let bytes = first_view(&server)?;
    let click = measure("click", &server)?;
    let busy = measure("busy", &server)?;
    let calls = measure("calls", &server)?;
    let script = measure("script", &server)?;
    let stop = measure("stop", &server)?;
    let instructions = measure("instructions", &server)?;
    let pads = figure(&load, "pads")?;
    let part =
        |call: &str| Ok::<_, anyhow::Error>(100.0 * figure(&calls, &format!("empty_{call}"))? / figure(&calls, call)?);
    let mut rows = vec![
        Row::new("page: first view, brotli", bytes / 1e3, "kB", AtMost(350.0)),
        Row::new("page: the board's drawing is visible", figure(&load, "drawing")?, "ms", AtMost(pads.round())),
        Row::new("page: its program has taken over", pads, "ms", NoTarget),
        Row::new("page: the first click has counted", figure(&load, "usable")?, "ms", AtMost(1000.0)),
        Row::new("page: click to interrupt, 95th percentile", figure(&click, "frames")?, "fr", AtMost(2.0)),
        Row::new("page: the same", figure(&click, "time")?, "ms", NoTarget),
        Row::new("page, 25 clocks: frames within 33 ms", figure(&busy, "smooth")?, "%", AtLeast(99.0)),
        Row::new("page, 25 clocks: longest frame", figure(&busy, "longest")?, "ms", AtMost(100.0)),
        Row::new("page, 25 clocks: main thread busy", figure(&busy, "busy")?, "%", AtMost(50.0)),
        Row::new("page, PWM of 20 kHz on five pads: longest frame", figure(&busy, "pwm_longest")?, "ms", AtMost(100.0)),
        Row::new("page, PWM of 20 kHz on five pads: frames within 33 ms", figure(&busy, "pwm_smooth")?, "%", NoTarget),
        Row::new("script: the first, to its end", figure(&script, "first")?, "ms", AtMost(400.0)),
        Row::new("script: the next, to its end", figure(&script, "again")?, "ms", AtMost(300.0)),
        Row::new("script: p.toggle()", 1e3 / figure(&calls, "toggle")?, "M/s", NoTarget),
        Row::new("script: p.toggle(), of an empty function's", part("toggle")?, "%", AtLeast(70.0)),
        Row::new("script: p()", 1e3 / figure(&calls, "value")?, "M/s", NoTarget),
        Row::new("script: p(), of an empty function's", part("value")?, "%", AtLeast(70.0)),
        Row::new("script: sleep_ms(5), median", figure(&script, "sleep")?, "ms", AtMost(6.0)),
        Row::new("script: the same, 95th percentile", figure(&script, "sleep_95")?, "ms", NoTarget),
        Row::new("script: an edge to its handler, median", figure(&script, "edge")?, "ms", AtMost(3.0)),
        Row::new("script: the same, 95th percentile", figure(&script, "edge_95")?, "ms", AtMost(8.0)),
        Row::new("script, a blink of 50 ms: frames within 33 ms", figure(&script, "smooth")?, "%", AtLeast(99.0)),
        Row::new("script, a blink of 50 ms: longest frame", figure(&script, "gap")?, "ms", AtMost(100.0)),
        Row::new("script: stopped, 99 of 100 tries", figure(&stop, "stop_99")?, "ms", AtMost(100.0)),
        Row::new("script: stopped, the slowest", figure(&stop, "stop_max")?, "ms", AtMost(500.0)),
        Row::new("script: stopped and run again, the slowest", figure(&stop, "again_max")?, "ms", AtMost(300.0)),
        Row::new("script: the panel, to its prompt", figure(&script, "prompt")?, "ms", AtMost(400.0)),
        Row::new("image: instructions that compute", 1e3 / figure(&instructions, "compute")?, "M/s", AtLeast(80.0)),
        Row::new("image: instructions that toggle a pin", 1e3 / figure(&instructions, "toggle")?, "M/s", NoTarget),
        Row::new("empty page: frames within 33 ms", figure(&busy, "empty_smooth")?, "%", NoTarget),
        Row::new("empty page: longest frame", figure(&busy, "empty_longest")?, "ms", NoTarget),
        Row::new("empty page: main thread busy", figure(&busy, "empty_busy")?, "%", NoTarget),
    ];
    if let Ok(timeline) = figure(&busy, "timeline") {
        rows.push(Row::new("page, 25 clocks: the timeline's own work", timeline, "ms", AtMost(8.0)));
    }
    if long {
        let memory = measure("memory", &server)?;
        let megabytes = |name| figure(&memory, name).map(|bytes| bytes / 1e6);
        rows.extend([
            Row::new("page, minute 10: memory", megabytes("page")?, "MB", NoTarget),
            Row::new("page, minute 10: more than at minute 3", figure(&memory, "page_growth")?, "%", AtMost(5.0)),
            Row::new("engine, minute 10: memory", megabytes("engine")?, "MB", NoTarget),
            Row::new("engine, minute 10: more than at minute 3", figure(&memory, "engine_growth")?, "%", AtMost(5.0)),
        ]);
    }
    Ok(rows)
}

/// Runs a measurement of the example `page` of the benchmarks with what the server has. Returns its figures by name.
pub(super) fn measure(name: &str, server: &Server) -> Result<Value> {
    let mut speed = cargo(&["run", "--quiet", "--package=pinscope-bench", "--example=page", "--", name]);
    serde_json::from_str(&output(speed.env("PINSCOPE_URL", server.url()))?).context("the example `page` prints no JSON")
}

/// Returns the number of bytes of every file that was requested, compressed as on a web host.
fn first_view(server: &Server) -> Result<f64> {
    let files = server.requested().into_iter().map(|path| paths::page().join(path)).filter(|path| path.is_file());
    Ok(size::brotli_sizes(&files.collect::<Vec<_>>())?.iter().sum::<u64>() as f64)
}
