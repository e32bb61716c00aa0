//! The prompt: it shares the script's variables, has a history and completion, and can be stopped.

use anyhow::Result;
use pinscope_core::PinId::GP9;
use pinscope_tests::browser::{Page, pad};
use serde_json::json;
use thirtyfour::Key;

use super::panel::{open, terminal, wait_for_output, with_control, write};
use super::pin;

/// Types a line at the prompt.
fn enter(page: &Page, line: &str) -> Result<()> {
    page.evaluate("document.querySelector('.xterm textarea').focus()")?;
    page.press_keys(&format!("{line}{}", char::from(Key::Enter)))
}

#[test]
fn it_shares_the_variables_of_the_script_and_the_board() -> Result<()> {
    let page = Page::open()?;
    open(&page)?;
    write(&page, "from machine import Pin\np = Pin('GP9', mode=Pin.OUT, value=0)\nnumber = 41")?;
    with_control(&page, Key::Enter)?;
    wait_for_output(&page, ">>>")?;
    enter(&page, "number + 1")?;
    wait_for_output(&page, "\n42\n")?;
    enter(&page, "p(1)")?;
    page.wait_until(
        "the pad shows it",
        |page| Ok(page.attribute(&pad(GP9), "data-level")?.as_deref() == Some("high")),
    )?;
    enter(&page, "p.irq(trigger=Pin.IRQ_LOW_LEVEL, priority=9)")?;
    wait_for_output(&page, "ValueError")
}

#[test]
fn it_has_a_history_indents_and_completes() -> Result<()> {
    let page = Page::open()?;
    open(&page)?;
    enter(&page, "answer = 6 * 7")?;
    enter(&page, "for i in range(2):")?;
    wait_for_output(&page, "...     ")?;
    enter(&page, "print('turn', i)")?;
    // Each empty line ends one level of indentation.
    for _ in 0..3 {
        enter(&page, "")?;
    }
    wait_for_output(&page, "turn 0\nturn 1\n")?;
    page.press_keys(&format!("ans{}{}", char::from(Key::Tab), char::from(Key::Enter)))?;
    wait_for_output(&page, ">>> answer\n42\n")?;
    page.press_keys(&format!("{}+1{}", char::from(Key::Up), char::from(Key::Enter)))?;
    wait_for_output(&page, ">>> answer+1\n43\n")
}

#[test]
fn control_c_stops_a_line() -> Result<()> {
    let page = Page::open()?;
    open(&page)?;
    for (line, level) in [("import time; time.sleep(1000)", "high"), ("sum(range(10**9))", "low")] {
        page.call("drive", json!(["GP6", level]))?;
        enter(&page, line)?;
        page.wait_until("it runs", |page| Ok(page.attribute("#script", "data-script")?.as_deref() == Some("typing")))?;
        std::thread::sleep(std::time::Duration::from_millis(200));
        with_control(&page, 'c')?;
        page.wait_until("it has stopped", |page| {
            Ok(page.attribute("#script", "data-script")?.as_deref() == Some("idle"))
        })?;
        assert_eq!(pin(&page, "GP6")?["level"], level, "the board stays");
        enter(&page, "print('on', 2 + 2)")?;
        wait_for_output(&page, "\non 4\n")?;
        enter(&page, "")?;
    }
    Ok(())
}

#[test]
fn an_error_keeps_the_variables_and_control_d_starts_a_new_interpreter() -> Result<()> {
    let page = Page::open()?;
    open(&page)?;
    enter(&page, "kept = 1")?;
    for line in ["1 / 0", "raise MemoryError", "import js", "import jsffi"] {
        enter(&page, line)?;
    }
    enter(&page, "print('kept', kept)")?;
    wait_for_output(&page, "kept 1")?;
    assert!(terminal(&page)?.contains("ZeroDivisionError: divide by zero"));
    assert_eq!(terminal(&page)?.matches("ImportError: no module named").count(), 2);
    with_control(&page, 'd')?;
    enter(&page, "kept")?;
    wait_for_output(&page, "NameError: name 'kept' isn't defined")?;
    assert_eq!(page.call("python", json!(["print(1)"]))?["stdout"], "1\n");
    Ok(())
}
