//! The firmware panel: the image that is flashed runs in the page, on the emulated board.

use anyhow::{Context as _, Result, ensure};
use pinscope_tests::browser::Page;
use serde_json::{Value, json};

/// Opens the panel and starts the image for a WiPy.
pub fn start() -> Result<Page> {
    let page = Page::open()?;
    page.click("[data-tab='firmware']")?;
    page.click("[data-act='start-image']")?;
    wait_for_terminal(&page, "WIPY_SILICON PWRON_RESET, Enter for a console")?;
    Ok(page)
}

pub fn wait_for_terminal(page: &Page, text: &str) -> Result<()> {
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

#[test]
fn an_image_is_stopped_and_neither_it_nor_a_script_replaces_the_other_without_a_word() -> Result<()> {
    let stop = "document.querySelector('[data-act=stop-image]').disabled";
    let page = start()?;
    page.wait_until("it can be stopped", |page| Ok(page.evaluate(stop)? == false))?;
    page.click("[data-act='stop-image']")?;
    wait_for_state(&page, "none")?;
    ensure!(page.texts("[data-what='image']")? == ["WiPy demo: stopped"]);
    ensure!(page.evaluate(stop)? == true, "there is nothing to stop");
    let snapshot = page.call("snapshot", json!([]))?;
    let pins = snapshot["pins"].as_array().context("there are no pins")?;
    ensure!(pins.iter().all(|pin| pin["mode"] == "IN"), "the pins are {pins:?}");

    // The tab of the script leaves the image alone, and a script replaces it.
    page.click("[data-act='start-image']")?;
    wait_for_state(&page, "waiting")?;
    page.click("[data-tab='script']")?;
    page.wait_until("the prompt", |page| Ok(page.texts("#script .xterm-rows")?.concat().contains(">>>")))?;
    page.click("[data-tab='firmware']")?;
    page.call("drive", json!(["GP10", "high"]))?;
    wait_for_terminal(&page, "irq GP10 rising priority 1")?;
    page.evaluate("void pinscope.python('import time\\ntime.sleep(100)')")?;
    page.wait_until("a sentence", |page| {
        Ok(page.texts(".note-line p")?.concat().starts_with("Python has replaced the image wipy.elf"))
    })?;
    wait_for_state(&page, "none")?;
    page.click("[data-act='start-image']")?;
    page.wait_until("a sentence", |page| {
        Ok(page.texts("[data-what='image-wanted']")? == ["The image has replaced the script, which was stopped."])
    })?;
    wait_for_state(&page, "waiting")
}

#[test]
fn a_link_names_the_image_which_waits_until_it_is_started_and_another_file_is_noticed() -> Result<()> {
    let note = "[data-what='image-wanted']";
    let page = start()?;
    page.call("wire", json!(["GP9", "GP10"]))?;
    let link = page.call("share", json!([]))?;
    let (_, fragment) = link.as_str().and_then(|link| link.split_once('#')).context("there is no link")?;
    ensure!(fragment.starts_with("7."), "the link is {fragment}");

    let page = Page::open_at(&format!("#{fragment}"))?;
    page.wait_until("the name", |page| Ok(page.texts(note)?.concat().contains("made with wipy.elf")))?;
    ensure!(page.attribute("[data-what='image']", "data-state")?.as_deref() != Some("running"), "it has started");
    let loaded = page.evaluate("performance.getEntriesByType('resource').map(({ name }) => name.split('/').pop())")?;
    let is_loaded = |name: &str| loaded.as_array().is_some_and(|names| names.iter().any(|other| other == name));
    ensure!(is_loaded("firmware-panel.js") && !is_loaded("terminal.js"), "the tab loads {loaded}");
    ensure!(page.call("share", json!([]))? == link, "the link is shared again as it was");
    page.click("[data-act='start-image']")?;
    wait_for_terminal(&page, "WIPY_SILICON PWRON_RESET")?;
    page.wait_until("no note", |page| Ok(page.texts(note)?.concat().is_empty()))?;

    // A file of the same name with one more byte.
    page.evaluate(
        "fetch('firmware/wipy.elf').then((response) => response.arrayBuffer()).then((image) => {
            const dataTransfer = new DataTransfer();
            dataTransfer.items.add(new File([image, new Uint8Array(1)], 'wipy.elf'));
            document.getElementById('firmware').dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true }));
        })",
    )?;
    page.wait_until("the note", |page| Ok(page.texts(note)?.concat().contains("another file")))?;
    wait_for_terminal(&page, "WIPY_SILICON PWRON_RESET")
}
