//! The timeline starts over when another bench is opened, and an example has a span and a pin.

use anyhow::{Context as _, Result};
use pinscope_emulator::examples::Example;
use pinscope_tests::browser::Page;
use serde_json::{Value, json};

use super::{paused, view};

/// Waits until the timeline follows and shows the present, and returns the time that it spans.
fn wait_for_present(page: &Page, what: &str) -> Result<f64> {
    page.wait_until(&format!("the present is in view after {what}"), |page| {
        let (from, to) = view(page)?;
        let now = page.call("snapshot", json!([]))?["time_ns"].as_f64().context("a time")?;
        let follows = page.attribute("canvas.strip", "data-follows")?.as_deref() == Some("true");
        let pressed = page.attribute("[data-setting=follow] button", "aria-pressed")?.as_deref() == Some("true");
        // The present is near the right edge.
        Ok(follows && pressed && (to - from) * 0.6 < now - from && now < to)
    })?;
    let (from, to) = view(page)?;
    Ok(to - from)
}

/// Moves the view away from the present, and zooms in.
fn move_away(page: &Page) -> Result<()> {
    page.call("advance", json!([3_000_000_000_u64]))?;
    page.click("[data-act=fit]")?;
    page.evaluate("document.querySelector('canvas.strip').focus()")?;
    page.press_keys("++++")?;
    page.wait_until("it stays", |page| Ok(page.attribute("canvas.strip", "data-follows")?.as_deref() == Some("false")))
}

#[test]
fn whatever_is_put_up_the_view_starts_over() -> Result<()> {
    let page = paused()?;
    page.call("drive", json!(["GP9", "high"]))?;
    let link = page.call("share", json!([]))?;
    let vcd = "$timescale 1 ms $end $var wire 1 ! GP8 $end $enddefinitions $end #0 1! #5 0!";
    let actions: [(&str, Value); 5] = [
        ("example", json!(["level trigger storm"])),
        ("load", json!([link])),
        ("replay", json!([vcd])),
        ("reset", json!([])),
        ("board", json!(["LAUNCHXL"])),
    ];
    for (name, arguments) in actions {
        page.call("pause", json!([]))?;
        move_away(&page)?;
        page.call(name, arguments)?;
        let span_ns = wait_for_present(&page, name)?;
        if name == "example" {
            let example = Example::from_name("level trigger storm").context("an example")?;
            assert!((span_ns / example.span_ns as f64 - 1.0).abs() < 0.01, "{span_ns}");
        }
    }
    Ok(())
}

#[test]
fn an_example_selects_its_pin() -> Result<()> {
    let page = Page::open()?;
    for (example, pin) in [("two outputs that fight", "GP8"), ("blink and read", "GP25")] {
        page.pick("examples", example)?;
        page.wait_until(pin, |page| Ok(page.texts("h2")?.iter().any(|text| text == pin)))?;
    }
    Ok(())
}
