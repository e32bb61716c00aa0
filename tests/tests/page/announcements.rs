//! Announcements for screen readers: what happens to the pin that a person works on.

use anyhow::Result;
use pinscope_tests::browser::Page;
use serde_json::json;
use thirtyfour::Key;

/// Opens the page and records each text that the live region shows, as a screen reader would read it.
fn listened() -> Result<Page> {
    let page = Page::open()?;
    page.evaluate(
        "(() => {
            window.heard = [];
            const region = document.querySelector('p.aloud[role=status]');
            const options = {childList: true, characterData: true, subtree: true};
            new MutationObserver(() => heard.push(region.textContent)).observe(region, options);
        })()",
    )?;
    Ok(page)
}

/// Waits until the last announcement contains `words`.
fn wait_for(page: &Page, words: &str) -> Result<()> {
    page.wait_until(words, |page| {
        Ok(page.evaluate(&format!("heard.some(text => text.includes({}))", json!(words)))? == true)
    })
}

#[test]
fn each_interrupt_level_contention_sleep_and_wake_is_announced() -> Result<()> {
    let page = listened()?;
    page.evaluate("document.querySelector('[data-pin=GP10]').focus()")?;
    for count in 1..=2 {
        page.press_keys(" ")?;
        wait_for(&page, &format!("GP10: high. GP10: interrupt {count}."))?;
        // The LED is the target of the handler.
        wait_for(&page, if count == 1 { "GP25: high." } else { "GP25: low." })?;
        page.evaluate("heard.length = 0")?;
        page.press_keys(" ")?;
        wait_for(&page, "GP10: low.")?;
        page.evaluate("heard.length = 0")?;
    }
    page.call("init", json!(["GP9", {"mode": "OUT", "value": 1}]))?;
    page.call("init", json!(["GP8", {"mode": "OUT", "value": 0}]))?;
    page.click("[data-name=GP9]")?;
    page.call("wire", json!(["GP9", "GP8"]))?;
    wait_for(&page, "GP9: contention.")?;

    page.call("irq", json!(["GP24", {"trigger": "IRQ_RISING", "wake": ["SUSPENDED"]}]))?;
    page.call("drive", json!(["GP24", "low"]))?;
    page.call("sleep", json!(["SUSPENDED"]))?;
    wait_for(&page, "The board is SUSPENDED. Press GP24 to wake the board.")?;
    page.call("drive", json!(["GP24", "high"]))?;
    wait_for(&page, "GP24 woke the board from SUSPENDED.")
}

#[test]
fn a_radio_group_is_chosen_from_with_the_arrow_keys() -> Result<()> {
    let page = Page::open()?;
    let chosen = |page: &Page| page.attribute("[data-setting=pull] [aria-checked=true]", "data-value");
    page.evaluate("document.querySelector('[data-setting=pull] [aria-checked=true]').focus()")?;
    let before = chosen(&page)?;
    let mut seen = vec![before.clone()];
    for _ in 0..3 {
        page.run(page.browser().action_chain().send_keys(Key::Right).perform())?;
        page.wait_until("another value is chosen", |page| Ok(&chosen(page)? != seen.last().unwrap_or(&None)))?;
        seen.push(chosen(&page)?);
    }
    assert_eq!(seen.last(), Some(&before), "the first follows the last: {seen:?}");
    Ok(())
}
