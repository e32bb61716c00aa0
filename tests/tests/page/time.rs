//! The controls of simulated time: run, pause, steps, speeds, and the display of how far it is behind.

use anyhow::{Context as _, Result};
use pinscope_tests::browser::Page;
use serde_json::{Value, json};

fn snapshot(page: &Page) -> Result<Value> {
    page.call("snapshot", json!([]))
}

fn time_ns(page: &Page) -> Result<u64> {
    snapshot(page)?["time_ns"].as_u64().context("time is a number")
}

/// Pauses the bench and attaches a clock of 1 kHz to GP10, which interrupts on rising edges. Returns the clock's start.
fn clocked(page: &Page) -> Result<u64> {
    page.call("pause", json!([]))?;
    page.call("clock", json!(["GP10", 1_000]))?;
    time_ns(page)
}

#[test]
fn a_step_ends_at_the_next_edge_or_interrupt_and_time_stays_there() -> Result<()> {
    let page = Page::open()?;
    let start_ns = clocked(&page)?;
    for (act, ends_ns) in
        [("step-edge", 500_000), ("step-edge", 1_000_000), ("step-interrupt", 2_000_000), ("step-edge", 2_500_000)]
    {
        page.click(&format!("[data-act={act}]"))?;
        page.wait_until(act, |page| Ok(time_ns(page)? == start_ns + ends_ns))?;
        assert_eq!(snapshot(&page)?["running"], false);
    }
    Ok(())
}

#[test]
fn a_step_with_nothing_due_ends_at_once() -> Result<()> {
    let page = Page::open()?;
    page.click("[data-setting=run] [data-value=pause]")?;
    page.wait_until("paused", |page| Ok(snapshot(page)?["running"] == false))?;
    let before_ns = time_ns(&page)?;
    page.click("[data-act=step-edge]")?;
    page.click("[data-setting=run] [data-value=run]")?;
    page.wait_until("it runs on", |page| Ok(time_ns(page)? > before_ns))?;
    assert!(time_ns(&page)? - before_ns < 60_000_000_000, "no long step of time");
    Ok(())
}

#[test]
fn the_speed_is_selected_and_shown_also_one_that_is_not_in_the_list() -> Result<()> {
    let page = Page::open()?;
    let shown = |page: &Page| page.evaluate("document.querySelector('[data-setting=speed]').selectedOptions[0].text");
    page.pick("speed", "1/1000")?;
    page.wait_until("it is shown", |page| Ok(shown(page)? == "1/1000"))?;
    let (before_ns, before_ms) = (time_ns(&page)?, page.evaluate("performance.now()")?);
    std::thread::sleep(std::time::Duration::from_millis(300));
    let passed_ns = time_ns(&page)? - before_ns;
    let passed_ms = page.evaluate("performance.now()")?.as_f64().unwrap_or(0.0) - before_ms.as_f64().unwrap_or(0.0);
    assert!(passed_ns > 0 && (passed_ns as f64) < 20.0 * passed_ms * 1e3, "{passed_ns} ns in {passed_ms} ms");
    page.call("speed", json!([2.5]))?;
    page.wait_until("it is among the list's", |page| Ok(shown(page)? == "×2.5"))
}

#[test]
fn simulated_time_that_cannot_keep_up_shows_by_how_much() -> Result<()> {
    let page = Page::open()?;
    let behind = |page: &Page| Ok::<_, anyhow::Error>(page.texts("[data-behind]")?.concat());
    assert_eq!(behind(&page)?, "");
    let pace = |page: &Page| Ok::<_, anyhow::Error>(page.texts(".clock .pace")?.concat());
    assert_eq!(pace(&page)?, "");
    page.pick("speed", "fastest")?;
    page.wait_until("it says why the clock may stand", |page| Ok(pace(page)? == "jumps to the next event"))?;
    page.call("clock", json!(["GP9", 10_000_000]))?;
    page.pick("speed", "×1000")?;
    page.wait_until("it falls behind", |page| Ok(behind(page)?.ends_with(" s behind")))?;
    page.click("[data-setting=run] [data-value=pause]")?;
    page.wait_until("paused it is not behind", |page| Ok(behind(page)?.is_empty()))
}
