//! The firmware panel: the image that is flashed runs in the page, on the emulated board.

use anyhow::{Context as _, Result, ensure};
use pinscope_tests::browser::Page;
use serde_json::{Value, json};

/// Opens the panel and starts the image for a WiPy.
fn start() -> Result<Page> {
    let page = Page::open()?;
    page.click("[data-tab='firmware']")?;
    page.click("[data-act='start-image']")?;
    wait_for_terminal(&page, "WIPY_SILICON PWRON_RESET, Enter for a console")?;
    Ok(page)
}

fn wait_for_terminal(page: &Page, text: &str) -> Result<()> {
    page.wait_until(text, |page| Ok(page.texts("#firmware .xterm-rows")?.concat().contains(text)))
}

fn wait_for_state(page: &Page, state: &str) -> Result<()> {
    page.wait_until(state, |page| Ok(page.attribute("[data-what='image']", "data-state")?.as_deref() == Some(state)))
}

fn registers(page: &Page) -> Result<Vec<String>> {
    page.texts("[data-what='cpu-registers'] dd")
}

#[test]
fn the_image_runs_sleeps_and_wakes_on_the_board_and_is_stepped() -> Result<()> {
    let page = start()?;
    page.call("drive", json!(["GP17", "low"]))?;
    page.call("drive", json!(["GP10", "high"]))?;
    wait_for_terminal(&page, "irq GP10 rising priority 1")?;
    page.call("drive", json!(["GP10", "low"]))?;
    let snapshot = page.call("snapshot", json!([]))?;
    let pins = snapshot["pins"].as_array().context("there are no pins")?;
    let pin = |id: &str| pins.iter().find(|pin| pin["id"] == id).cloned().unwrap_or(Value::Null);
    ensure!(pin("GP25")["level"] == "high", "the LED is {}", pin("GP25"));
    ensure!(pin("GP10")["irq"]["count"] == 1, "the interrupt is {}", pin("GP10")["irq"]);

    // A press of GP17 suspends the board, and another one wakes it.
    page.call("pulse", json!(["GP17", 100_000_000]))?;
    wait_for_state(&page, "asleep")?;
    wait_for_terminal(&page, "SUSPENDED")?;
    page.call("pulse", json!(["GP17", 100_000_000]))?;
    wait_for_terminal(&page, "GP17 ended SUSPENDED")?;
    wait_for_state(&page, "waiting")?;

    // A step executes one instruction.
    page.click("[data-act='pause-image']")?;
    wait_for_state(&page, "paused")?;
    page.click("[data-act='step-instruction']")?;
    let before = registers(&page)?;
    page.click("[data-act='step-instruction']")?;
    page.wait_until("a register changes", |page| Ok(registers(page)? != before))?;
    ensure!(page.texts("[data-what='disassembly'] tr[aria-current] td")?.len() == 3, "no instruction is marked");
    Ok(())
}
