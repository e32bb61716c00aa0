//! Finding and measuring edges and interrupts: steps, snapping, pulses, and the number of marks that overlap.

use anyhow::{Context as _, Result};
use pinscope_tests::browser::{Page, Screen};
use serde_json::json;
use thirtyfour::Key;

use super::{canvas_rect, click, mouse, paused, view, wait_for_cursors};

/// Opens a paused bench at two seconds, with all of it in view. GP10 is selected and has made interrupts at 10 kHz for
/// 5.7 ms, and GP9, in the lane below it, is a clock of 1 kHz. Returns the times of the edges and interrupts of GP10.
fn burst() -> Result<(Page, Vec<u64>)> {
    let page = paused()?;
    page.evaluate(
        "(() => {
            window.painted = new Set();
            const { fillText } = CanvasRenderingContext2D.prototype;
            CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
                painted.add(text);
                fillText.call(this, text, x, y);
            };
        })()",
    )?;
    page.call("irq", json!(["GP10", {"trigger": "IRQ_RISING"}]))?;
    page.call("clock", json!(["GP9", 1_000]))?;
    page.call("advance", json!([200_000_000]))?;
    page.call("clock", json!(["GP10", 10_000]))?;
    page.call("advance", json!([5_700_000]))?;
    page.call("drive", json!(["GP10", "low"]))?;
    page.call("advance", json!([1_800_000_000]))?;
    let log = page.call("events", json!([0]))?;
    let events = log["events"].as_array().context("events")?;
    let of_gp10 =
        events.iter().filter(|event| event["pin"] == "GP10" && (event["kind"] == "Level" || event["kind"] == "Irq"));
    let mut times: Vec<_> = of_gp10.filter_map(|event| event["time_ns"].as_u64()).collect();
    times.dedup();
    page.wait_until("the frame of the present", |page| Ok(view(page)?.1 > 2.0e9))?;
    page.click("[data-act=fit]")?;
    page.wait_until("all is in view", |page| Ok((1.9e9..4e9).contains(&(view(page)?.1 - view(page)?.0))))?;
    Ok((page, times))
}

#[test]
fn previous_and_next_go_from_edge_to_edge_of_the_selected_pin() -> Result<()> {
    let (page, times) = burst()?;
    let is_at = |what: &str, index: usize| wait_for_cursors(&page, what, |a, _| a == Some(times[times.len() - index]));
    page.click("[data-act=previous-event]")?;
    is_at("the last edge, at the first press", 1)?;
    let text = page.texts("[data-saying]")?.concat();
    assert!(text.starts_with("GP10 ") && text.ends_with(" s"), "{text}");
    page.press_keys("<<")?;
    is_at("two edges before", 3)?;
    page.press_keys(">")?;
    is_at("one edge later", 2)?;

    // Plus keeps the cursor in place, and an edge out of view is brought into view.
    let (from, to) = view(&page)?;
    let place = |from: f64, to: f64| (times[times.len() - 2] as f64 - from) / (to - from);
    let before = place(from, to);
    page.evaluate("document.querySelector('canvas.strip').focus()")?;
    page.press_keys(&"+".repeat(8))?;
    page.wait_until("it zooms in", |page| Ok(view(page)?.1 - view(page)?.0 < (to - from) / 200.0))?;
    let (from, to) = view(&page)?;
    assert!((place(from, to) - before).abs() < 0.01, "{before} became {}", place(from, to));
    page.run(page.browser().action_chain().send_keys(Key::End).perform())?;
    page.wait_until("the present is in view", |page| Ok(view(page)?.1 > 2.0e9))?;
    page.press_keys("<")?;
    is_at("the last edge again", 1)?;
    let last = times[times.len() - 1] as f64;
    page.wait_until("it is in view", |page| Ok(view(page)?.0 < last && last < view(page)?.1))?;
    page.press_keys(">")?;
    page.wait_until("it says that there is none", |page| {
        Ok(page.texts("[data-saying]")?.concat() == "There is no later edge or interrupt of GP10.")
    })
}

#[test]
fn marks_that_overlap_show_their_number() -> Result<()> {
    let (page, _) = burst()?;
    let count = page.call("irq", json!(["GP10"]))?["count"].to_string();
    assert!(count.len() == 2, "{count}");
    let is_painted = format!("painted.has('{count}')");
    page.wait_until("the number of interrupts", |page| Ok(page.evaluate(&is_painted)? == true))
}

#[test]
fn a_cursor_snaps_to_the_exact_time_of_an_edge_unless_alt_is_held() -> Result<()> {
    let (page, times) = burst()?;
    let last = *times.last().context("an edge")?;
    let (from, to) = view(&page)?;
    let (_, top, width) = canvas_rect(&page)?;
    let x = ((last as f64 - from) / (to - from) * width).round() + 4.0;
    let in_lane = json!({"y": top + 12.0});
    click(&page, x, &in_lane)?;
    wait_for_cursors(&page, "A is on an edge", |a, _| a.is_some_and(|a| times.contains(&a)))?;
    page.click("[data-act=clear-cursors]")?;
    wait_for_cursors(&page, "none", |a, b| (a, b) == (None, None))?;
    click(&page, x, &json!({"y": top + 12.0, "modifiers": 1}))?;
    wait_for_cursors(&page, "A is free", |a, _| a.is_some_and(|a| a > last))
}

#[test]
fn a_pulse_is_measured_where_the_pointer_rests_and_at_a_cursor() -> Result<()> {
    let (page, times) = burst()?;
    let (from, to) = view(&page)?;
    let (_, _, width) = canvas_rect(&page)?;
    let measured = |page: &Page| page.texts("[data-measurement]").map(|texts| texts.concat().replace('\n', " "));
    mouse(&page, "mouseMoved", (1.5e9 - from) / (to - from) * width, &json!({"button": "none"}))?;
    page.wait_until("the clock is measured", |page| {
        let text = measured(page)?;
        Ok(text.starts_with("GP9 ") && text.ends_with("width 500 µs period 1 ms 1 kHz duty 50 %"))
    })?;
    mouse(&page, "mouseMoved", 20.0, &json!({"button": "none", "y": 1.0}))?;
    page.wait_until("the box is gone", |page| Ok(measured(page)?.is_empty()))?;

    page.press_keys("<<<")?;
    wait_for_cursors(&page, "A is three edges back", |a, _| a == Some(times[times.len() - 3]))?;
    page.evaluate("document.querySelector('[data-cursor=A]').focus()")?;
    page.wait_until("the slider says the measurement", |page| {
        let text = page.attribute("[data-cursor=A]", "aria-valuetext")?.unwrap_or_default();
        Ok(text.contains("seconds, GP10 ") && text.contains("width 50 µs, period 100 µs, 10 kHz, duty 50 %"))
    })
}

#[test]
fn the_wheel_zooms_only_where_nothing_can_scroll() -> Result<()> {
    let page = paused()?;
    page.call("drive", json!(["GP9", "high"]))?;
    page.show_on(Screen::window(1440, 3000))?;
    page.wait_until("the canvas is there", |page| Ok(canvas_rect(page)?.2 > 500.0))?;
    let span = |page: &Page| view(page).map(|(from, to)| to - from);
    let before = span(&page)?;
    let notch = json!({"deltaX": 0, "deltaY": -100});
    mouse(&page, "mouseWheel", 300.0, &notch)?;
    page.wait_until("it zooms", |page| Ok(before / span(page)? >= 1.6))?;

    // With all lanes there is something to scroll.
    page.script("for (const {id} of (await pinscope.snapshot()).pins) await pinscope.drive(id, 'low')")?;
    page.show_on(Screen::window(1440, 600))?;
    let scrolls = "(() => {
        const parts = [...document.querySelectorAll('.tracks, .tracks *, html')];
        return parts.reduce((sum, part) => sum + part.scrollTop, 0);
    })()";
    page.evaluate("document.querySelector('.tracks').scrollIntoView({block: 'start'})")?;
    page.wait_until("all lanes", |page| Ok(super::lanes(page)?.len() == 25))?;
    let (span_before, scrolled) = (span(&page)?, page.evaluate(scrolls)?);
    mouse(&page, "mouseWheel", 300.0, &json!({"deltaX": 0, "deltaY": 100}))?;
    page.wait_until("it scrolls", |page| Ok(page.evaluate(scrolls)? != scrolled))?;
    assert_eq!(span(&page)?, span_before);
    Ok(())
}
