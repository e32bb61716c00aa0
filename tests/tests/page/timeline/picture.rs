//! The picture of the timeline: lanes, levels, interrupts, sleep and the present, and how often it is painted.

use anyhow::{Context as _, Result};
use pinscope_core::PinId;
use pinscope_tests::browser::Page;
use serde_json::json;

use super::{lanes, paused, view};

/// Returns the colour of a custom property of the style sheet, as a pixel.
fn token(page: &Page, name: &str) -> Result<Vec<u8>> {
    let hex =
        page.evaluate(&format!("getComputedStyle(document.documentElement).getPropertyValue('{name}').trim()"))?;
    let hex = hex.as_str().context("a token")?.trim_start_matches('#').to_owned();
    Ok((0..3).map(|part| u8::from_str_radix(&hex[2 * part..2 * part + 2], 16)).collect::<Result<_, _>>()?)
}

/// Returns three pixels near a moment, `down` pixels below the top of a pin's lane. A grid line can hide one of them.
fn pixels(page: &Page, pin: &str, time_ns: f64, down: f64) -> Result<Vec<Vec<u8>>> {
    let (from, to) = view(page)?;
    let row = lanes(page)?.iter().position(|lane| lane == pin).context("no such lane")?;
    let y = 24.0 * row as f64 + down;
    let read = format!(
        "(canvas => {{
            const data = [...canvas.getContext('2d').getImageData(canvas.width * {} - 1, {y}, 3, 1).data];
            return [0, 4, 8].map(start => data.slice(start, start + 3));
        }})(document.querySelector('canvas.strip'))",
        (time_ns - from) / (to - from)
    );
    Ok(serde_json::from_value(page.evaluate(&read)?)?)
}

fn wait_for_colour(page: &Page, what: &str, pin: &str, time_ns: f64, down: f64) -> Result<()> {
    let colour = token(page, what)?;
    page.wait_until(&format!("{pin} at {time_ns} is {what}"), |page| {
        Ok(pixels(page, pin, time_ns, down)?.contains(&colour))
    })
}

// Distances from the top of a lane, in pixels.
const HIGH: f64 = 10.0;
const LOW: f64 = 20.0;
/// Half way between high and low.
const MIDDLE: f64 = 15.0;
/// The bar of a handler.
const BAR: f64 = 5.0;

#[test]
fn every_pin_that_was_used_has_a_lane_and_no_other() -> Result<()> {
    let page = Page::open()?;
    page.wait_until("two", |page| Ok(lanes(page)? == ["GP10", "GP25"]))?;
    page.call("drive", json!(["GP9", "high"]))?;
    page.wait_until("three, in the header's order", |page| Ok(lanes(page)? == ["GP10", "GP9", "GP25"]))?;
    page.call("drive", json!(["GP9", "float"]))?;
    page.call("init", json!(["GP2", {"mode": "IN", "pull": "PULL_UP"}]))?;
    page.wait_until("four", |page| Ok(lanes(page)? == ["GP2", "GP10", "GP9", "GP25"]))?;
    page.click("[data-lane=GP9]")?;
    page.wait_until("GP9 is selected", |page| Ok(page.texts("h2")?.iter().any(|text| text == "GP9")))?;
    assert_eq!(page.attribute("[data-lane=GP9]", "aria-pressed")?.as_deref(), Some("true"));
    assert!(page.texts("[data-lane=GP10]")?[0].contains("0 irq"));
    for pin in PinId::ALL {
        page.call("drive", json!([pin.name(), "low"]))?;
    }
    page.wait_until("all", |page| Ok(lanes(page)? == PinId::ALL.map(PinId::name)))?;
    page.call("reset", json!([]))?;
    page.wait_until("a new bench has none", |page| Ok(lanes(page)?.is_empty()))
}

#[test]
fn levels_are_drawn_at_their_times() -> Result<()> {
    let page = paused()?;
    page.call("drive", json!(["GP9", "high"]))?;
    page.call("advance", json!([400_000_000]))?;
    page.call("drive", json!(["GP9", "low"]))?;
    page.call("init", json!(["GP9", {"mode": "OUT", "value": 0}]))?;
    page.call("advance", json!([400_000_000]))?;
    page.call("drive", json!(["GP9", "high"]))?;
    page.call("advance", json!([400_000_000]))?;
    page.click("[data-act=fit]")?;
    page.wait_until("all is in view", |page| Ok(view(page)?.0 < 1e9 && view(page)?.1 > 1.2e9))?;
    let end = page.call("snapshot", json!([]))?["time_ns"].as_f64().context("a time")?;
    wait_for_colour(&page, "--high", "GP9", end - 1.0e9, HIGH)?;
    wait_for_colour(&page, "--under-high", "GP9", end - 1.0e9, MIDDLE)?;
    wait_for_colour(&page, "--low", "GP9", end - 0.6e9, LOW)?;
    wait_for_colour(&page, "--bg", "GP9", end - 0.6e9, HIGH)?;
    // A contention of a rail and the chip is a zigzag in a box.
    let row: Result<Vec<_>> =
        (0..20).map(|step| pixels(&page, "GP9", end - 0.3e9 + 2e6 * f64::from(step), MIDDLE)).collect();
    assert!(row?.concat().iter().any(|pixel| pixel[0] > 150 && pixel[1] < 130), "no vermilion");
    // After the present there is nothing.
    wait_for_colour(&page, "--bg", "GP9", end * 1.01, LOW)
}

#[test]
fn a_handler_is_a_bar_and_a_sleep_a_band() -> Result<()> {
    let page = paused()?;
    let irq = json!({"trigger": "IRQ_RISING", "priority": 1, "wake": ["ACTIVE", "SUSPENDED"], "takes_ns": 300_000_000});
    page.call("irq", json!(["GP17", irq]))?;
    page.call("drive", json!(["GP17", "low"]))?;
    page.call("drive", json!(["GP17", "high"]))?;
    page.call("advance", json!([600_000_000]))?;
    page.call("drive", json!(["GP17", "low"]))?;
    page.call("sleep", json!(["SUSPENDED"]))?;
    page.call("advance", json!([600_000_000]))?;
    page.call("drive", json!(["GP17", "high"]))?;
    page.call("advance", json!([600_000_000]))?;
    page.click("[data-act=fit]")?;
    page.wait_until("all is in view", |page| Ok(view(page)?.0 < 1e9 && view(page)?.1 > 1.8e9))?;
    let end = page.call("snapshot", json!([]))?["time_ns"].as_f64().context("a time")?;
    wait_for_colour(&page, "--interrupt", "GP17", end - 1.7e9, BAR)?;
    wait_for_colour(&page, "--bg", "GP17", end - 1.4e9, BAR)?;
    wait_for_colour(&page, "--wake", "GP17", end - 0.9e9, 1.0)?;
    wait_for_colour(&page, "--asleep", "GP17", end - 0.65e9, MIDDLE)?;
    wait_for_colour(&page, "--bg", "GP17", end - 0.5e9, BAR)
}

#[test]
fn it_is_painted_once_a_frame_at_most_and_only_when_it_changes() -> Result<()> {
    let page = Page::open()?;
    // Each painting sets the font of the ruler once, so setting it is counted.
    page.evaluate(
        "(() => {
            const font = Object.getOwnPropertyDescriptor(CanvasRenderingContext2D.prototype, 'font');
            window.paints = {all: 0, frame: 0, most: 0};
            Object.defineProperty(CanvasRenderingContext2D.prototype, 'font', {...font, set(value) {
                if (this.canvas.className === 'ruler') {
                    paints.all += 1; paints.frame += 1; paints.most = Math.max(paints.most, paints.frame);
                }
                font.set.call(this, value);
            }});
            const next = () => { paints.frame = 0; requestAnimationFrame(next); };
            requestAnimationFrame(next);
        })()",
    )?;
    page.call("clock", json!(["GP9", 1000]))?;
    std::thread::sleep(std::time::Duration::from_millis(500));
    let most = page.evaluate("paints.most")?;
    assert_eq!(most, 1);
    page.call("pause", json!([]))?;
    let now_ns = page.call("snapshot", json!([]))?["time_ns"].as_f64().context("a time")?;
    std::thread::sleep(std::time::Duration::from_millis(200));
    let before = page.evaluate("paints.all")?;
    assert!(before.as_u64().is_some_and(|paints| paints > 5), "{before}");
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert_eq!(page.evaluate("paints.all")?, before);
    // The other colour scheme needs a new painting.
    for scheme in ["dark", "light"] {
        let scheme = json!({"features": [{"name": "prefers-color-scheme", "value": scheme}]});
        page.devtools("Emulation.setEmulatedMedia", scheme)?;
        wait_for_colour(&page, "--text", "GP9", now_ns, MIDDLE)?;
        wait_for_colour(&page, "--bg", "GP9", now_ns + 1e8, MIDDLE)?;
    }
    Ok(())
}
