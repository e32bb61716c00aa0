//! Measures how soon an interrupt is shown after the click that causes it.

use anyhow::{Context as _, Result};
use pinscope_core::PinId::GP10;
use pinscope_tests::browser::{Page, pad};
use serde_json::json;

use crate::Figures;

/// The number of clicks, each of which interrupts.
const CLICKS: usize = 100;

/// Records in `clicks` the frames and the time from the end of each click until another count is shown.
const RECORD: &str = "(() => {
    window.clicks = [];
    const pad = document.querySelector(\"[data-pin='GP10']\");
    let frame = 0, click = null;
    const draw = () => {
        frame++;
        if (click && pad.dataset.irqs !== click.irqs) {
            clicks.push({frames: frame - click.frame, time: performance.now() - click.time});
            click = null;
        }
        requestAnimationFrame(draw);
    };
    requestAnimationFrame(draw);
    addEventListener('pointerup', event => { click = {frame, irqs: pad.dataset.irqs, time: event.timeStamp}; }, true);
})()";

/// Clicks with the browser's mouse and returns the 95th percentiles.
pub fn run() -> Result<Figures> {
    let page = Page::open()?;
    let config = json!({"trigger": ["IRQ_RISING", "IRQ_FALLING"], "handler": "toggle:GP25"});
    page.call("irq", json!(["GP10", config]))?;
    let element = page.element(&pad(GP10))?;
    page.run(page.browser().action_chain().move_to_element_center(&element).perform())?;
    page.evaluate(RECORD)?;
    for number in 1..=CLICKS {
        page.run(page.browser().action_chain().click().perform())?;
        page.wait_until("the click is counted", |page| Ok(page.evaluate("clicks.length")? == number))?;
    }
    let percentile = |what: &str| {
        let sorted = format!("clicks.map(click => click.{what}).sort((a, b) => a - b)[{}]", CLICKS * 95 / 100 - 1);
        page.evaluate(&sorted)
    };
    let figures = json!({"frames": percentile("frames")?, "time": percentile("time")?});
    figures.as_object().cloned().context("no figures")
}
