//! The page in headless Chromium: how large the first view is, how soon it is there, how it keeps up, and what it keeps.

use std::fs;

use anyhow::{Context, Result};
use serde_json::Value;

use super::of;
use super::table::Row;
use super::table::Target::{AtLeast, AtMost, None as NoTarget};
use crate::process::{cargo, output};
use crate::serve::{self, Server};
use crate::{page, project, setup, size};

/// Measures the release page, served as `play` serves it. Times are in milliseconds.
pub fn rows(long: bool) -> Result<Vec<Row>> {
    setup::test_packages()?;
    page::build()?;
    let server = Server::start(serve::listen_locally()?, project::page())?;
    let load = measured("load", &server)?;
    // Nothing but first views has asked for anything yet.
    let bytes = first_view(&server)?;
    let click = measured("click", &server)?;
    let busy = measured("busy", &server)?;
    let calls = measured("calls", &server)?;
    let script = measured("script", &server)?;
    let stop = measured("stop", &server)?;
    let pads = of(&load, "pads")?;
    let part = |call: &str| Ok::<_, anyhow::Error>(100.0 * of(&calls, &format!("empty_{call}"))? / of(&calls, call)?);
    let mut rows = vec![
        Row::new("page: first view, brotli", bytes / 1e3, "kB", AtMost(250.0)),
        Row::new("page: the board's drawing is visible", of(&load, "drawing")?, "ms", AtMost(pads.round())),
        Row::new("page: its program has taken over", pads, "ms", NoTarget),
        Row::new("page: the first click has counted", of(&load, "usable")?, "ms", AtMost(1000.0)),
        Row::new("page: click to interrupt, 95th percentile", of(&click, "frames")?, "fr", AtMost(2.0)),
        Row::new("page: the same", of(&click, "time")?, "ms", NoTarget),
        Row::new("page, 25 clocks: frames within 33 ms", of(&busy, "smooth")?, "%", AtLeast(99.0)),
        Row::new("page, 25 clocks: longest frame", of(&busy, "longest")?, "ms", AtMost(100.0)),
        Row::new("page, 25 clocks: main thread busy", of(&busy, "busy")?, "%", AtMost(50.0)),
        Row::new("script: the first, to its end", of(&script, "first")?, "ms", AtMost(400.0)),
        Row::new("script: the next, to its end", of(&script, "again")?, "ms", AtMost(300.0)),
        Row::new("script: p.toggle()", 1e3 / of(&calls, "toggle")?, "M/s", NoTarget),
        Row::new("script: p.toggle(), of an empty function's", part("toggle")?, "%", AtLeast(70.0)),
        Row::new("script: p()", 1e3 / of(&calls, "value")?, "M/s", NoTarget),
        Row::new("script: p(), of an empty function's", part("value")?, "%", AtLeast(70.0)),
        Row::new("script: sleep_ms(5), median", of(&script, "sleep")?, "ms", AtMost(6.0)),
        Row::new("script: the same, 95th percentile", of(&script, "sleep_95")?, "ms", NoTarget),
        Row::new("script: an edge to its handler, median", of(&script, "edge")?, "ms", AtMost(3.0)),
        Row::new("script: the same, 95th percentile", of(&script, "edge_95")?, "ms", AtMost(8.0)),
        Row::new("script, a blink of 50 ms: frames within 33 ms", of(&script, "smooth")?, "%", AtLeast(99.0)),
        Row::new("script, a blink of 50 ms: longest frame", of(&script, "gap")?, "ms", AtMost(100.0)),
        Row::new("script: stopped, 99 of 100 tries", of(&stop, "stop_99")?, "ms", AtMost(100.0)),
        Row::new("script: stopped, the slowest", of(&stop, "stop_max")?, "ms", AtMost(500.0)),
        Row::new("script: stopped and run again, the slowest", of(&stop, "again_max")?, "ms", AtMost(300.0)),
        Row::new("script: the panel, to its prompt", of(&script, "prompt")?, "ms", AtMost(400.0)),
        Row::new("empty page: frames within 33 ms", of(&busy, "empty_smooth")?, "%", NoTarget),
        Row::new("empty page: longest frame", of(&busy, "empty_longest")?, "ms", NoTarget),
        Row::new("empty page: main thread busy", of(&busy, "empty_busy")?, "%", NoTarget),
    ];
    if let Ok(timeline) = of(&busy, "timeline") {
        rows.push(Row::new("page, 25 clocks: the timeline's own work", timeline, "ms", AtMost(8.0)));
    }
    if long {
        let memory = measured("memory", &server)?;
        let megabytes = |name| of(&memory, name).map(|bytes| bytes / 1e6);
        rows.extend([
            Row::new("page, minute 10: memory", megabytes("page")?, "MB", NoTarget),
            Row::new("page, minute 10: more than at minute 3", of(&memory, "page_growth")?, "%", AtMost(5.0)),
            Row::new("engine, minute 10: memory", megabytes("engine")?, "MB", NoTarget),
            Row::new("engine, minute 10: more than at minute 3", of(&memory, "engine_growth")?, "%", AtMost(5.0)),
        ]);
    }
    Ok(rows)
}

/// What the example `speed` of the tests finds: figures by name.
fn measured(what: &str, server: &Server) -> Result<Value> {
    let mut speed = cargo(&["run", "--quiet", "--package=pinscope-bench", "--example=page", "--", what]);
    serde_json::from_str(&output(speed.env("PINSCOPE_URL", server.url()))?)
        .context("the example `speed` prints no JSON")
}

/// The bytes of every file that was asked for, compressed as a web host does.
fn first_view(server: &Server) -> Result<f64> {
    let files = server.requested().into_iter().map(|path| project::page().join(path)).filter(|path| path.is_file());
    let sizes = files.map(|path| size::brotli_size(&fs::read(path)?)).collect::<Result<Vec<_>>>()?;
    Ok(sizes.into_iter().sum::<usize>() as f64)
}
