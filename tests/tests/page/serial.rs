//! A real board by Web Serial. No browser here has a port, and none may be chosen without a window, so that both are the
//! test's own; everything else is the page's.

use anyhow::Result;
use pinscope_core::PinId::{GP9, GP10};
use pinscope_tests::browser::{Browser, DevTools, Page};
use serde_json::json;

use super::device::{board, bridge, page, says, shows};

/// The port, for the worker that opens it.
const PORT: &str = include_str!("serial.js");

/// Lets the person choose, or refuse to; `answer` is JavaScript.
fn person_answers(page: &Page, answer: &str) -> Result<()> {
    let choice = format!("{{ requestPort: () => {answer} }}");
    page.evaluate(&format!(
        "void Object.defineProperty(navigator, 'serial', {{ configurable: true, value: {choice} }})"
    ))?;
    Ok(())
}

#[test]
fn a_board_on_a_serial_port_is_shown_set_lost_and_found_again() -> Result<()> {
    let _bridge = bridge();
    let mut board = board()?;
    let page = page(Browser::Chromium)?;
    person_answers(&page, "Promise.resolve()")?;
    page.pick("profile", "a real board")?;
    let mut devtools = DevTools::connect(&page)?;
    let worker = devtools.prepare_worker("/cable_loader.js", PORT, || page.click("[data-way=serial]"))?;
    says(&page, "A real board: WIPY_SILICON, firmware ")?;
    assert_eq!(devtools.evaluate(&worker, "port.options")?, json!({"baudRate": 115_200}));

    board.set_pin(GP10, true)?;
    shows(&page, GP10, "data-level", "high")?;
    shows(&page, GP10, "data-irqs", "1")?;
    page.call("init", json!(["GP9", {"mode": "OUT", "value": 1}]))?;
    shows(&page, GP9, "data-mode", "OUT")?;
    assert_ne!(board.read_word(GP9.port().data(GP9.mask()).0)?, 0, "the board drives it");

    devtools.evaluate(&worker, "unplug()")?;
    says(&page, "The board is gone")?;
    shows(&page, GP9, "data-level", "unknown")?;
    assert_eq!(
        devtools.evaluate(&worker, "isOpen()")?,
        false,
        "what is lost is closed, or it could not be opened again"
    );
    devtools.evaluate(&worker, "plugIn()")?;
    says(&page, "A real board: WIPY_SILICON, firmware ")?;
    shows(&page, GP9, "data-mode", "OUT")?;
    board.set_pin(GP10, false)?;
    shows(&page, GP10, "data-level", "low")
}

#[test]
fn who_chooses_no_port_is_told_so_and_keeps_the_emulated_board() -> Result<()> {
    let page = Page::open()?;
    person_answers(&page, "Promise.reject(new DOMException('No port selected by the user.', 'NotFoundError'))")?;
    page.pick("profile", "a real board")?;
    page.click("[data-way=serial]")?;
    page.wait_until("it says so", |page| Ok(page.texts("#connect-said")? == ["No port selected by the user."]))?;
    shows(&page, GP10, "data-level", "low")
}
