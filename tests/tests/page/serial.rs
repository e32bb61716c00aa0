//! A board that is connected by Web Serial.
//!
//! The tests replace the port and its chooser, because no port is attached and a headless browser shows no chooser.
//! Everything else is the page's own code.

use anyhow::Result;
use pinscope_core::PinId::{GP9, GP10};
use pinscope_tests::browser::{Browser, DevTools, Page};
use serde_json::json;

use super::device::{board, bridge, page, wait_for_attribute, wait_for_notice};

/// The script that installs the port in the worker.
const PORT: &str = include_str!("serial.js");

/// Replaces the port chooser by one that returns `answer`, which is a JavaScript expression.
fn set_port_choice(page: &Page, answer: &str) -> Result<()> {
    let choice = format!("{{ requestPort: () => {answer} }}");
    page.evaluate(&format!(
        "void Object.defineProperty(navigator, 'serial', {{ configurable: true, value: {choice} }})"
    ))?;
    Ok(())
}

#[test]
fn a_board_on_a_serial_port_is_shown_set_lost_and_reconnected() -> Result<()> {
    let _bridge = bridge();
    let mut board = board()?;
    let page = page(Browser::Chromium)?;
    set_port_choice(&page, "Promise.resolve()")?;
    page.pick("profile", "a real board")?;
    let mut devtools = DevTools::connect(&page)?;
    let worker = devtools.prepare_worker("/device_worker.js", PORT, || page.click("[data-way=serial]"))?;
    wait_for_notice(&page, "A real board: WIPY_SILICON, firmware ")?;
    assert_eq!(devtools.evaluate(&worker, "port.options")?, json!({"baudRate": 115_200}));

    board.set_pin(GP10, true)?;
    wait_for_attribute(&page, GP10, "data-level", "high")?;
    wait_for_attribute(&page, GP10, "data-irqs", "1")?;
    page.call("init", json!(["GP9", {"mode": "OUT", "value": 1}]))?;
    wait_for_attribute(&page, GP9, "data-mode", "OUT")?;
    assert_ne!(board.read_word(GP9.port().data(GP9.mask()).0)?, 0, "the board drives it");

    devtools.evaluate(&worker, "unplug()")?;
    wait_for_notice(&page, "The board is gone")?;
    wait_for_attribute(&page, GP9, "data-level", "unknown")?;
    assert_eq!(devtools.evaluate(&worker, "isOpen()")?, false, "a lost port is closed, so that it can be opened again");
    devtools.evaluate(&worker, "plugIn()")?;
    wait_for_notice(&page, "A real board: WIPY_SILICON, firmware ")?;
    wait_for_attribute(&page, GP9, "data-mode", "OUT")?;
    board.set_pin(GP10, false)?;
    wait_for_attribute(&page, GP10, "data-level", "low")
}

#[test]
fn choosing_no_port_shows_a_message_and_keeps_the_emulated_board() -> Result<()> {
    let page = Page::open()?;
    set_port_choice(&page, "Promise.reject(new DOMException('No port selected by the user.', 'NotFoundError'))")?;
    page.pick("profile", "a real board")?;
    page.click("[data-way=serial]")?;
    page.wait_until("the message", |page| Ok(page.texts("#connect-said")? == ["No port selected by the user."]))?;
    wait_for_attribute(&page, GP10, "data-level", "low")
}
