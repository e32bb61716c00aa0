//! A physical board in the page is shown and set, impossible controls are disabled, a lost connection is restored.
//!
//! The board is the firmware in QEMU, connected through the bridge.

use std::env;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use anyhow::{Context as _, Result};
use pinscope_core::PinId::{self, GP1, GP9, GP10};
use pinscope_tests::browser::{Browser, Page, pad};
use pinscope_tests::qemu::{Qemu, Stellaris};
use serde_json::{Value, json};

/// There is one bridge with one serial line, so these tests run one after the other.
static BRIDGE: Mutex<()> = Mutex::new(());

pub fn bridge() -> MutexGuard<'static, ()> {
    BRIDGE.lock().unwrap_or_else(PoisonError::into_inner)
}

pub fn path_variable(name: &str) -> Result<PathBuf> {
    env::var_os(name).map(PathBuf::from).with_context(|| format!("no {name}: run `cargo xtask test`"))
}

/// Starts a WiPy in QEMU at the bridge's socket.
pub fn board() -> Result<Stellaris> {
    let socket = path_variable("PINSCOPE_BRIDGE_SOCKET")?;
    // The previous test has left its socket.
    let _ = std::fs::remove_file(&socket);
    Qemu::start_at(&path_variable("PINSCOPE_FIRMWARE")?.join("wipy.elf"), &socket)
}

pub fn page(browser: Browser) -> Result<Page> {
    let url = path_variable("PINSCOPE_BRIDGE_URL")?;
    Page::open_from(&url.to_string_lossy(), browser)
}

/// Connects the page by a call of `window.pinscope`.
pub fn connect(page: &Page) -> Result<()> {
    page.wait_until("it connects", |page| Ok(page.call("connect", json!(["bridge"])).is_ok()))?;
    wait_for_notice(page, "A real board: WIPY_SILICON, firmware ")
}

pub fn wait_for_notice(page: &Page, words: &str) -> Result<()> {
    page.wait_until(words, |page| Ok(page.texts(".note-line p")?.concat().contains(words)))
}

pub fn wait_for_attribute(page: &Page, pin: PinId, name: &str, value: &str) -> Result<()> {
    let shown = |page: &Page| Ok(page.attribute(&pad(pin), name)?.as_deref() == Some(value));
    page.wait_until(&format!("{} has {name} {value}", pin.name()), shown)
}

fn refused(page: &Page, name: &str, args: Value) -> String {
    page.call(name, args).err().map(|error| error.to_string()).unwrap_or_default()
}

#[test]
fn an_edge_at_a_real_board_is_seen_on_its_pad_and_in_the_log() -> Result<()> {
    let _bridge = bridge();
    for browser in [Browser::Chromium, Browser::Firefox] {
        let mut board = board()?;
        let page = page(browser)?;
        connect(&page)?;
        wait_for_attribute(&page, GP10, "data-level", "low")?;
        board.set_pin(GP10, true)?;
        wait_for_attribute(&page, GP10, "data-level", "high")?;
        wait_for_attribute(&page, GP10, "data-irqs", "1")?;
        page.element("[data-event='Irq']")?;
        let line = page.texts("[data-event='Irq']")?.concat();
        assert!(line.contains("GP10") && line.contains("rising") && line.contains("toggled GP25"), "{line}");
        page.element("[data-lane='GP10']")?;
        let log = page.call("events", json!([0]))?;
        let kinds: Vec<_> = log["events"].as_array().into_iter().flatten().map(|event| event["kind"].clone()).collect();
        assert!(kinds.contains(&json!("Level")) && kinds.contains(&json!("Irq")), "{kinds:?}");
    }
    Ok(())
}

#[test]
fn the_inspector_sets_a_real_board_and_shows_what_it_refuses() -> Result<()> {
    let _bridge = bridge();
    let mut board = board()?;
    let page = page(Browser::Chromium)?;
    connect(&page)?;
    page.click("[data-name='GP9']")?;
    page.click("[data-setting=mode] [data-value=OUT]")?;
    wait_for_attribute(&page, GP9, "data-mode", "OUT")?;
    wait_for_attribute(&page, GP9, "data-level", "unknown")?;
    page.click("[data-setting=value] [data-value=high]")?;
    let latch = GP9.port().data(GP9.mask()).0;
    page.wait_until("the board drives it", |_| Ok(board.read_word(latch)? != 0))?;
    assert_eq!(page.call("value", json!(["GP9"]))?, 1);
    assert!(page.texts(".level")?.concat().contains("the chip cannot read it back"));

    page.click("[data-name='GP1']")?;
    page.click("[data-setting=mode] [data-value=OUT]")?;
    let words = "GP1 carries the link to this board as UART0_TX";
    page.wait_until(words, |page| Ok(page.texts("[aria-label=Setup] .refusal")?.concat().contains(words)))?;
    assert!(page.texts(".level")?.concat().contains(words), "the reason is also shown before the attempt");
    assert!(refused(&page, "toggle", json!(["GP1"])).starts_with("CarriesLink: GP1 carries the link"));
    assert_ne!(page.attribute(&pad(GP1), "data-mode")?.as_deref(), Some("OUT"));
    Ok(())
}

#[test]
fn controls_that_a_real_board_cannot_have_are_disabled_with_the_reason() -> Result<()> {
    let _bridge = bridge();
    let _board = board()?;
    let page = page(Browser::Chromium)?;
    connect(&page)?;
    let why = "Hands must be at the board";
    assert!(page.texts("[data-line=Outside] .note")?.concat().contains(why));
    for control in [
        "[data-setting=outside] button",
        "[data-act=pulse]",
        "[data-act=button]",
        "[data-setting=run] button",
        "[data-act=step-edge]",
        "[data-setting=speed]",
        "[data-setting=profile]",
        "[data-setting=examples]",
        "[data-act=share]",
        ".reset",
    ] {
        let disabled = format!("document.querySelector(\"{control}\").matches(':disabled')");
        assert_eq!(page.evaluate(&disabled)?, true, "{control}");
    }
    let before = page.attribute(&pad(GP10), "data-level")?;
    page.click(&pad(GP10))?;
    assert_eq!(page.attribute(&pad(GP10), "data-level")?, before);
    for (name, args, kind) in [
        ("drive", json!(["GP10", "high"]), "HandsOnly"),
        ("wire", json!(["GP9", "GP10"]), "HandsOnly"),
        ("pause", json!([]), "EmulatedOnly"),
        ("advance", json!([1]), "EmulatedOnly"),
        ("poke", json!(["GPIOA1_DIR", 0]), "EmulatedOnly"),
        ("share", json!([]), "EmulatedOnly"),
        ("python", json!(["print(1)"]), "EmulatedOnly"),
        ("sleep", json!(["HIBERNATE"]), "StayedAwake"),
    ] {
        assert!(refused(&page, name, args).starts_with(&format!("{kind}: ")), "{name}");
    }
    Ok(())
}

#[test]
fn a_lost_connection_is_reported_and_restored_and_the_emulated_board_comes_back() -> Result<()> {
    let _bridge = bridge();
    let first = board()?;
    let page = page(Browser::Chromium)?;
    page.call("init", json!(["GP9", {"mode": "OPEN_DRAIN"}]))?;
    page.call("drive", json!(["GP10", "high"]))?;
    page.call("pause", json!([]))?;
    let before = page.call("snapshot", json!([]))?;
    connect(&page)?;
    drop(first);
    wait_for_notice(&page, "The board is gone")?;
    wait_for_attribute(&page, GP10, "data-level", "unknown")?;
    assert!(page.texts(".level")?.concat().contains("no data from the board"));
    let mut second = board()?;
    wait_for_notice(&page, "A real board: WIPY_SILICON")?;
    page.wait_until("the log contains the reset", |page| Ok(page.texts("[data-event='Reset']")?.len() == 1))?;
    second.set_pin(GP10, true)?;
    wait_for_attribute(&page, GP10, "data-irqs", "1")?;

    page.click("[data-act=disconnect]")?;
    wait_for_attribute(&page, GP9, "data-mode", "OPEN_DRAIN")?;
    assert_eq!(page.call("snapshot", json!([]))?, before);
    assert_eq!(page.call("disconnect", json!([]))?, Value::Null, "nothing is connected");
    page.call("run", json!([]))?;
    page.call("drive", json!(["GP10", "low"]))?;
    wait_for_attribute(&page, GP10, "data-level", "low")
}

#[test]
fn the_reset_of_a_board_is_logged_and_its_new_state_is_shown() -> Result<()> {
    let _bridge = bridge();
    let mut board = board()?;
    let page = page(Browser::Chromium)?;
    connect(&page)?;
    page.call("init", json!(["GP9", {"mode": "OUT"}]))?;
    wait_for_attribute(&page, GP9, "data-mode", "OUT")?;
    board.reset()?;
    page.wait_until("the log contains the reset", |page| Ok(page.texts("[data-event='Reset']")?.len() == 1))?;
    wait_for_attribute(&page, GP9, "data-mode", "IN")?;
    board.set_pin(GP10, true)?;
    wait_for_attribute(&page, GP10, "data-irqs", "1")
}

#[test]
fn a_script_that_runs_keeps_the_emulated_board() -> Result<()> {
    let page = Page::open()?;
    page.evaluate("(window.pinscope.python('while True: pass'), null)")?;
    assert!(refused(&page, "connect", json!(["bridge"])).starts_with("Busy: a script runs"));
    page.call("stop", json!([]))?;
    assert!(refused(&page, "connect", json!(["bridge"])).starts_with("NoBoard: "));
    Ok(())
}

#[test]
fn without_a_bridge_the_page_shows_a_message() -> Result<()> {
    let page = Page::open()?;
    page.pick("profile", "a real board")?;
    page.click("[data-way=bridge]")?;
    wait_for_notice(&page, "There is no bridge to a board at this address")?;
    wait_for_attribute(&page, GP10, "data-level", "unknown")?;
    assert!(refused(&page, "connect", json!(["bridge"])).starts_with("NoBoard: There is no bridge"));
    assert!(refused(&page, "connect", json!(["pigeon"])).starts_with("BadArgument: "));
    page.click("[data-act=disconnect]")?;
    wait_for_attribute(&page, GP10, "data-level", "low")
}
