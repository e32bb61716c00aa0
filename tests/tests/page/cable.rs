//! The page's cable: the firmware on the emulated board is reached over the link protocol, as a real board is.

use anyhow::{Result, ensure};
use pinscope_core::PinId::{GP9, GP10, GP25};
use pinscope_tests::browser::{Page, pad};
use serde_json::{Value, json};

use crate::device::{wait_for_attribute, wait_for_notice};
use crate::firmware;

fn refusal(page: &Page, name: &str, args: Value) -> String {
    page.call(name, args).err().map(|error| error.to_string()).unwrap_or_default()
}

#[test]
fn the_firmware_on_the_emulated_board_answers_over_the_cable_sleeps_and_wakes() -> Result<()> {
    let page = firmware::start()?;
    page.call("drive", json!(["GP17", "low"]))?;
    page.call("connect", json!(["image"]))?;
    wait_for_notice(&page, "on the emulated board, over a cable to its UARTA0")?;
    page.wait_until("the terminal says so", |page| {
        Ok(page.texts("[data-what='image-wanted']")?.concat().starts_with("The page's cable uses the serial line"))
    })?;

    page.wait_until("it cannot be paused", |page| {
        Ok(page.evaluate("document.querySelector('[data-act=pause-image]').disabled")? == true)
    })?;

    // Commands go through the firmware, and stimuli to the pads.
    page.call("init", json!(["GP9", {"mode": "OUT"}]))?;
    page.call("value", json!(["GP9", 1]))?;
    wait_for_attribute(&page, GP9, "data-mode", "OUT")?;
    ensure!(page.call("value", json!(["GP9"]))? == 1);
    page.call("drive", json!(["GP10", "high"]))?;
    wait_for_attribute(&page, GP10, "data-level", "high")?;
    wait_for_attribute(&page, GP10, "data-irqs", "1")?;
    page.click(&pad(GP10))?;
    wait_for_attribute(&page, GP10, "data-level", "low")?;
    ensure!(refusal(&page, "pause", json!([])).starts_with("EmulatedOnly: The page reaches the firmware over a cable"));
    ensure!(refusal(&page, "connect", json!(["bridge"])).starts_with("Busy: another board is connected"));

    // QEMU has no sleep, but this board has.
    page.call("sleep", json!(["SUSPENDED"]))?;
    page.wait_until("it sleeps", |page| Ok(page.call("snapshot", json!([]))?["power"] == "SUSPENDED"))?;
    page.call("pulse", json!(["GP17", 100_000_000]))?;
    page.wait_until("GP17 wakes it", |page| Ok(page.call("snapshot", json!([]))?["power"] == "ACTIVE"))?;
    page.call("sleep", json!(["HIBERNATE"]))?;
    page.wait_until("it sleeps", |page| Ok(page.call("snapshot", json!([]))?["power"] == "HIBERNATE"))?;
    page.call("pulse", json!(["GP17", 100_000_000]))?;
    page.wait_until("it starts again", |page| Ok(page.call("snapshot", json!([]))?["power"] == "ACTIVE"))?;
    // A command that comes while the firmware starts is lost, as on a real board.
    page.wait_until("it answers again", |page| Ok(page.call("value", json!(["GP25", 1])).is_ok()))?;
    wait_for_attribute(&page, GP25, "data-level", "unknown")?;

    // Without the cable it is the emulated board again, which has gone on.
    page.click("[data-act=disconnect]")?;
    wait_for_attribute(&page, GP25, "data-level", "high")?;
    page.call("drive", json!(["GP10", "high"]))?;
    firmware::wait_for_terminal(&page, "irq GP10 rising priority 1")
}

#[test]
fn without_firmware_the_cable_says_what_to_do_and_can_be_disconnected() -> Result<()> {
    let page = Page::open()?;
    ensure!(refusal(&page, "connect", json!(["image"])).starts_with("NoBoard: No firmware answers"));
    wait_for_notice(&page, "disconnect, and start one of the page's own in the tab firmware")?;
    page.click("[data-act=disconnect]")?;
    ensure!(page.call("snapshot", json!([]))?["running"] == true);
    ensure!(page.call("disconnect", json!([]))? == Value::Null, "nothing is connected");
    Ok(())
}
