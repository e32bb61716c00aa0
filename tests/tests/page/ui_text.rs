//! Sentences that the page shows where a control or a symbol alone would not be clear.

use anyhow::Result;
use pinscope_core::PinId::{self, GP10, GP17, GP25};
use pinscope_tests::browser::{Page, pad};
use serde_json::json;

fn text(page: &Page) -> Result<String> {
    Ok(page.texts("body")?.concat())
}

fn wait_for_text(page: &Page, words: &str) -> Result<()> {
    page.wait_until(words, |page| Ok(text(page)?.contains(words)))
}

#[test]
fn the_pins_that_share_a_priority_are_named() -> Result<()> {
    let page = Page::open()?;
    page.click("[data-name='GP10']")?;
    wait_for_text(&page, "for all of port A1, with GP8 GP9 GP11–GP15")
}

#[test]
fn without_active_the_inspector_shows_that_there_is_no_interrupt() -> Result<()> {
    let page = Page::open()?;
    let words = "without ACTIVE it makes no interrupt while the board is ACTIVE or IDLE";
    page.call("irq", json!(["GP17", {"trigger": "IRQ_RISING", "wake": ["SUSPENDED", "ACTIVE"]}]))?;
    page.click("[data-name='GP17']")?;
    wait_for_text(&page, "for all of port A2")?;
    assert!(!text(&page)?.contains(words));
    page.call("irq", json!(["GP17", {"trigger": "IRQ_RISING", "wake": "SUSPENDED"}]))?;
    wait_for_text(&page, words)
}

#[test]
fn the_inspector_of_gp10_explains_the_wiring_of_the_chip() -> Result<()> {
    let page = Page::open()?;
    let words = "GP10 wakes this board, as the manual says; on a real chip this wake line is wired to GP13";
    page.click("[data-name='GP10']")?;
    wait_for_text(&page, words)?;
    page.call("board", json!(["WIPY_SILICON"]))?;
    page.call("irq", json!(["GP10", {"trigger": "IRQ_RISING"}]))?;
    page.click("[data-name='GP10']")?;
    wait_for_text(&page, "for all of port A1")?;
    assert!(!text(&page)?.contains(words));
    Ok(())
}

#[test]
fn the_page_shows_before_and_during_a_sleep_that_nothing_can_end_it() -> Result<()> {
    let page = Page::open()?;
    let words = "Nothing is armed: the board sleeps until it is reset.";
    let warnings = |page: &Page, expected: &[&str]| {
        page.wait_until(&expected.join(", "), |page| {
            let beside = page.texts(".power .no-waker")?.concat();
            let titles = page.evaluate(
                "['SUSPENDED', 'HIBERNATE'].map(mode => document.querySelector(`.power [data-act=${mode}]`).title)
                    .filter(title => title !== '')",
            )?;
            Ok(titles == json!(expected) && beside == expected.first().copied().unwrap_or_default())
        })
    };
    let (suspended, hibernated) =
        ("If you suspend it now, nothing can wake it", "If you hibernate it now, nothing can wake it");
    wait_for_text(&page, suspended)?;
    assert!(!text(&page)?.contains("Nothing is armed"), "an interrupt is armed");
    warnings(&page, &[suspended, hibernated])?;
    page.call("irq", json!(["GP17", {"trigger": "IRQ_RISING", "wake": "HIBERNATE"}]))?;
    wait_for_text(&page, "GP17 ends HIBERNATE; only a reset ends SUSPENDED.")?;
    warnings(&page, &[suspended])?;
    page.call("irq", json!(["GP17", {"trigger": "IRQ_RISING", "wake": ["SUSPENDED", "HIBERNATE"]}]))?;
    warnings(&page, &[])?;
    page.call("irq", json!(["GP17", {"trigger": "IRQ_RISING", "wake": "HIBERNATE"}]))?;
    warnings(&page, &[suspended])?;
    page.call("sleep", json!(["SUSPENDED"]))?;
    wait_for_text(&page, words)
}

#[test]
fn setting_up_again_is_shown_and_can_be_switched_off() -> Result<()> {
    let page = Page::open()?;
    let mode = |expected: &str| {
        page.wait_until(expected, |page| Ok(page.attribute(&pad(GP25), "data-mode")?.as_deref() == Some(expected)))
    };
    let lines = |kind: &str| page.texts(&format!("[data-event='{kind}']"));
    page.call("drive", json!(["GP17", "low"]))?;
    page.call("irq", json!(["GP17", {"trigger": "IRQ_RISING", "wake": "HIBERNATE"}]))?;
    page.call("sleep", json!(["HIBERNATE"]))?;
    page.click(&pad(GP17))?;
    page.wait_until("it is set up again", |_| Ok(!lines("SetUp")?.is_empty()))?;
    assert!(lines("SetUp")?.concat().contains("set up again"));
    assert!(lines("Wake")?.concat().contains("woke by GP17"));
    mode("OUT")?;
    page.click("[data-tab=interrupts]")?;
    page.click("[data-setting='set-up-again']")?;
    page.wait_until("the switch is off", |page| {
        Ok(page.attribute("[data-setting='set-up-again']", "aria-checked")?.as_deref() == Some("false"))
    })?;
    page.click(".reset")?;
    mode("IN")?;
    assert_eq!(lines("SetUp")?.len(), 1);
    assert_eq!(page.attribute(&pad(GP10), "data-mode")?.as_deref(), Some("IN"));
    Ok(())
}

#[test]
fn every_driver_of_a_contention_is_named_and_the_stronger_side() -> Result<()> {
    let page = Page::open()?;
    page.call("init", json!(["GP8", {"mode": "OUT", "value": 1, "drive": "HIGH_POWER"}]))?;
    page.call("init", json!(["GP9", {"mode": "OUT", "value": 0}]))?;
    page.call("wire", json!(["GP8", "GP9"]))?;
    page.click("[data-name='GP8']")?;
    wait_for_text(&page, "driven high by this pin and low by GP9; high is stronger: 6 mA against 4 mA")?;
    page.call("drive", json!(["GP9", "low"]))?;
    wait_for_text(
        &page,
        "driven high by this pin and low from outside at GP9 and by GP9; low is stronger: 24 mA against 6 mA",
    )
}

#[test]
fn neither_of_two_equal_drivers_is_called_stronger() -> Result<()> {
    let page = Page::open()?;
    page.call("init", json!(["GP8", {"mode": "OUT", "value": 1}]))?;
    page.call("init", json!(["GP9", {"mode": "OUT", "value": 0}]))?;
    page.call("wire", json!(["GP8", "GP9"]))?;
    page.click("[data-name='GP8']")?;
    wait_for_text(&page, "driven high by this pin and low by GP9; both are equally strong, so it reads low")?;
    // Two hands that are equally strong leave the decision to the outputs.
    page.call("init", json!(["GP9", {"mode": "IN"}]))?;
    page.call("drive", json!(["GP8", "high"]))?;
    page.call("drive", json!(["GP9", "low"]))?;
    wait_for_text(&page, "and low from outside at GP9; high is stronger: 24 mA against 20 mA")?;
    assert_eq!(page.call("value", json!(["GP9"]))?, 1);
    Ok(())
}

#[test]
fn an_open_drain_output_that_begins_low_is_explained() -> Result<()> {
    let page = Page::open()?;
    page.click("[data-name='GP9']")?;
    page.click("[data-setting='mode'] [data-value='OPEN_DRAIN']")?;
    let words = "its value is low, so it pulls the line low; high lets go of it";
    wait_for_text(&page, words)?;
    page.click("[data-setting='value'] [data-value='high']")?;
    page.wait_until("it lets go", |page| Ok(!text(page)?.contains(words)))
}

#[test]
fn wake_pins_are_listed_by_number() -> Result<()> {
    let page = Page::open()?;
    page.call("example", json!(["HIBERNATE from six pins"]))?;
    wait_for_text(&page, "Press GP2, GP4, GP10, GP11, GP17 or GP24 to wake the board.")?;
    let listed = page.texts(".wake-pins th")?;
    assert_eq!(listed, ["GP2", "GP4", "GP10", "GP11", "GP17", "GP24"]);
    Ok(())
}

#[test]
fn words_of_the_board_are_explained_where_they_stand() -> Result<()> {
    let page = Page::open()?;
    let title = |css: &str, words: &str| {
        let found =
            format!("[...document.querySelectorAll({})].map(part => part.closest('[title]')?.title)", json!(css));
        page.wait_until(&format!("{css}: {words}"), |page| {
            let found = page.evaluate(&found)?;
            let mut titles = found.as_array().into_iter().flatten();
            Ok(titles.any(|title| title.as_str().is_some_and(|title| title.contains(words))))
        })
    };
    title(".counts .served", "The handler was called")?;
    title(".counts .coalesced", "both became one call")?;
    title(".marks li", "waits until the processor is free")?;
    title("[data-lane=GP10] span", "interrupt request")?;
    title("[data-lane=GP25] span", "heartbeat LED")?;
    title(".title span", "one interrupt line and one priority")
}

#[test]
fn labels_of_the_launchpad_are_written_as_it_prints_them() -> Result<()> {
    let page = Page::open()?;
    page.call("board", json!(["LAUNCHXL"]))?;
    page.click("[data-name='GP11']")?;
    wait_for_text(&page, "P1.10")?;
    let labels = page.evaluate("[...document.querySelectorAll('.board .label')].map(label => label.textContent)")?;
    let labels: Vec<String> = serde_json::from_value(labels)?;
    assert!(labels.len() >= PinId::COUNT && labels.iter().all(|label| label.contains('.')), "{labels:?}");
    Ok(())
}

#[test]
fn a_click_on_the_led_is_said_to_select_it_only() -> Result<()> {
    let page = Page::open()?;
    wait_for_text(&page, "Click a pad: a clean edge")?;
    page.click("[data-name='GP25']")?;
    wait_for_text(&page, "Click only selects GP25, because the chip drives it")
}

#[test]
fn the_interrupt_of_an_output_is_shown_never_to_fire() -> Result<()> {
    let page = Page::open()?;
    let words = "it never fires while the pin is an output";
    page.call("irq", json!(["GP9", {"trigger": "IRQ_RISING"}]))?;
    page.click("[data-name='GP9']")?;
    wait_for_text(&page, "for all of port A1")?;
    assert!(!text(&page)?.contains(words));
    page.call("init", json!(["GP9", {"mode": "OPEN_DRAIN", "value": 1}]))?;
    wait_for_text(&page, words)
}
