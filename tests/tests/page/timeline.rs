//! The timeline: its picture, zooming and panning, cursors, events, starting over, stopping on an event, and files.

mod events;
mod files;
mod moving;
mod picture;
mod serial;
mod starting_over;

use anyhow::{Context as _, Result};
use pinscope_tests::browser::Page;
use serde_json::{Value, json};

/// Opens the page with an empty, paused bench.
fn paused() -> Result<Page> {
    let page = Page::open()?;
    page.call("reset", json!([]))?;
    page.call("pause", json!([]))?;
    page.element("canvas.strip")?;
    page.evaluate("document.querySelector('.timeline').scrollIntoView({block: 'end'})")?;
    Ok(page)
}

/// Returns the names of the lanes.
fn lanes(page: &Page) -> Result<Vec<String>> {
    let names = page.evaluate("[...document.querySelectorAll('[data-lane]')].map(name => name.dataset.lane)")?;
    Ok(serde_json::from_value(names)?)
}

/// Returns the first and the last moment that the timeline shows, in nanoseconds.
fn view(page: &Page) -> Result<(f64, f64)> {
    let read = "(({fromNs, toNs}) => [Number(fromNs), Number(toNs)])(document.querySelector('canvas.strip').dataset)";
    Ok(serde_json::from_value(page.evaluate(read)?)?)
}

/// Returns the left edge, the top edge and the width of the canvas.
fn canvas_rect(page: &Page) -> Result<(f64, f64, f64)> {
    let read =
        "(({left, top, width}) => [left, top, width])(document.querySelector('canvas.strip').getBoundingClientRect())";
    Ok(serde_json::from_value(page.evaluate(read)?)?)
}

/// Sends a mouse event to the canvas, `x` pixels to the right of its left edge.
fn mouse(page: &Page, kind: &str, x: f64, rest: &Value) -> Result<()> {
    let (left, top, _) = canvas_rect(page)?;
    let mut event = json!({"type": kind, "x": left + x, "y": top + 40.0, "button": "left", "clickCount": 1});
    if let (Some(event), Some(rest)) = (event.as_object_mut(), rest.as_object()) {
        event.extend(rest.clone());
    }
    page.devtools("Input.dispatchMouseEvent", event).map(drop)
}

/// Clicks the canvas with the mouse.
fn click(page: &Page, x: f64, rest: &Value) -> Result<()> {
    mouse(page, "mousePressed", x, rest)?;
    mouse(page, "mouseReleased", x, rest)
}

/// Returns the position of a cursor in nanoseconds.
fn cursor(page: &Page, name: &str) -> Result<Option<u64>> {
    let read = format!("document.querySelector('[data-cursor={name}]')?.dataset.ns ?? null");
    page.evaluate(&read)?.as_str().map(|ns| ns.parse().context("a cursor has a time")).transpose()
}

/// Waits until `condition` is true for the positions of the cursors A and B.
fn wait_for_cursors(page: &Page, what: &str, condition: impl Fn(Option<u64>, Option<u64>) -> bool) -> Result<()> {
    page.wait_until(what, |page| Ok(condition(cursor(page, "A")?, cursor(page, "B")?)))
}
