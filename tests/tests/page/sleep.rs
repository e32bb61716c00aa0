//! Sleep and wake by the page's buttons and pads.

use anyhow::Result;
use pinscope_core::PinId::{GP2, GP9, GP10, GP17, GP25};
use pinscope_tests::browser::{Page, pad};
use serde_json::json;

fn power(page: &Page) -> Result<String> {
    Ok(page.call("snapshot", json!([]))?["power"].as_str().unwrap_or_default().to_owned())
}

#[test]
fn each_button_puts_the_board_to_sleep_and_an_armed_pad_wakes_it() -> Result<()> {
    let page = Page::open()?;
    let wake = json!({"trigger": "IRQ_RISING", "wake": ["ACTIVE", "SUSPENDED", "HIBERNATE"]});
    page.call("init", json!(["GP17", {"pull": "PULL_DOWN"}]))?;
    page.call("irq", json!(["GP17", wake]))?;
    for (sleep, expected) in [("ACTIVE", "IDLE"), ("SUSPENDED", "SUSPENDED"), ("HIBERNATE", "HIBERNATE")] {
        page.call("drive", json!(["GP17", "low"]))?;
        page.click(&format!("[data-act='{sleep}']"))?;
        page.wait_until(expected, |page| Ok(power(page)? == expected))?;
        page.click(&pad(GP17))?;
        page.wait_until("awake", |page| Ok(power(page)? == "ACTIVE"))?;
    }
    // The wake from HIBERNATE was a reset, after which the startup commands were applied.
    let snapshot = page.call("snapshot", json!([]))?;
    assert_eq!(snapshot["reset_cause"], "DEEPSLEEP_RESET");
    assert_eq!(page.attribute(&pad(GP25), "data-mode")?.as_deref(), Some("OUT"));
    page.click(&pad(GP10))?;
    page.wait_until("the demo runs again", |page| Ok(page.attribute(&pad(GP10), "data-irqs")?.as_deref() == Some("1")))
}

#[test]
fn an_edge_that_does_not_wake_the_board_is_shown_with_its_reason_and_announced() -> Result<()> {
    let page = Page::open()?;
    for pin in ["GP2", "GP9", "GP17"] {
        page.call("init", json!([pin, {"pull": "PULL_DOWN"}]))?;
    }
    page.call("irq", json!(["GP17", {"trigger": "IRQ_FALLING", "wake": "SUSPENDED"}]))?;
    page.call("sleep", json!(["SUSPENDED"]))?;
    page.wait_until("asleep", |_| Ok(power(&page)? == "SUSPENDED"))?;
    page.evaluate(
        "(() => {
            window.announced = '';
            const region = document.querySelector('p.aloud[role=status]');
            const options = {childList: true, characterData: true, subtree: true};
            new MutationObserver(() => announced += region.textContent).observe(region, options);
        })()",
    )?;
    for (pin, reason) in [
        (GP2, "GP2 rose; it is not armed for this sleep"),
        (GP9, "GP9 rose; it has no wake line, so it cannot end SUSPENDED"),
        (GP17, "GP17 rose; it waits for a falling edge"),
    ] {
        page.click(&pad(pin))?;
        // On the board, beside the way to wake it, and in the pin's panel.
        page.wait_until(reason, |page| {
            let shown = page.texts("[data-ignored]")?;
            Ok(shown.len() == 2 && shown.iter().all(|text| text.contains(reason)))
        })?;
        page.wait_until("it is announced", |page| {
            Ok(page.evaluate("announced")?.as_str().is_some_and(|text| text.contains(reason)))
        })?;
    }
    page.click("[data-tab=interrupts]")?;
    page.wait_until("the log", |page| {
        let lines = page.texts("[data-event=Ignored]")?;
        Ok(lines.len() == 3 && lines[0].contains("GP17") && lines[0].contains("rose; it waits for a falling edge"))
    })?;
    page.click(&pad(GP17))?;
    page.wait_until("awake", |_| Ok(power(&page)? == "ACTIVE"))?;
    page.wait_until("no reason is shown", |page| Ok(page.texts("[data-ignored]")?.is_empty()))
}

#[test]
fn while_asleep_software_is_refused_and_the_reset_button_ends_the_sleep() -> Result<()> {
    let page = Page::open()?;
    page.call("sleep", json!(["HIBERNATE"]))?;
    assert_eq!(power(&page)?, "HIBERNATE");
    let refused = page.call("toggle", json!(["GP25"])).expect_err("no software runs").to_string();
    assert!(refused.starts_with("Asleep: the board is HIBERNATE"), "{refused}");
    page.click(".reset")?;
    page.wait_until("awake", |page| Ok(power(page)? == "ACTIVE"))?;
    assert_eq!(page.call("snapshot", json!([]))?["reset_cause"], "PWRON_RESET");
    Ok(())
}
