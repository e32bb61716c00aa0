//! Measures how soon the board's drawing is visible, the program has taken over, and the first click is counted.

use anyhow::{Context as _, Result};
use pinscope_tests::browser::Page;

use crate::Figures;

/// Clicks GP10's pad as soon as it exists. Records when this was, when its interrupt is counted, and when the drawing
/// was visible, in milliseconds since the navigation started.
const RECORD: &str = "
    window.seen = {};
    new MutationObserver(() => {
        const pad = document.querySelector(\"[data-pin='GP10']\");
        if (pad && !seen.pads) {
            seen.pads = performance.now();
            const box = pad.getBoundingClientRect();
            const spot = {clientX: box.x + box.width / 2, clientY: box.y + box.height / 2};
            const press = {bubbles: true, isPrimary: true, pointerId: 1, button: 0, ...spot};
            pad.dispatchEvent(new PointerEvent('pointerdown', {...press, buttons: 1}));
            pad.dispatchEvent(new PointerEvent('pointerup', press));
        }
        if (pad?.dataset.irqs === '1') seen.usable ??= performance.now();
    }).observe(document, {childList: true, subtree: true, attributes: true});
    new PerformanceObserver(list => list.getEntriesByName('first-contentful-paint').forEach(entry => {
        seen.drawing = entry.startTime;
    })).observe({type: 'paint', buffered: true});";

/// Loads the page once with an empty cache.
pub fn run() -> Result<Figures> {
    let page = Page::open_with(RECORD)?;
    page.wait_until("the first click counts", |page| Ok(page.evaluate("seen.usable && seen.drawing")?.is_number()))?;
    page.evaluate("seen")?.as_object().cloned().context("nothing was recorded")
}
