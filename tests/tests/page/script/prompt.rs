//! The prompt: it shares the script's variables, has a history and completion, and can be stopped.

use anyhow::{Context as _, Result};
use pinscope_core::PinId::GP9;
use pinscope_tests::browser::{Page, pad};
use serde_json::{Value, json};
use thirtyfour::Key;

use super::panel::{open, run, script, terminal, wait_for_output, with_control, write};
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
    for (line, level) in [("import time; time.sleep(1000)", "high"), ("max(range(10**9))", "low")] {
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
    for (line, error) in [
        ("1 / 0", "ZeroDivisionError: divide by zero"),
        ("raise MemoryError", "MemoryError"),
        ("import js", "ImportError: no module named 'js'"),
        ("import jsffi", "ImportError: no module named 'jsffi'"),
    ] {
        enter(&page, line)?;
        wait_for_output(&page, error)?;
    }
    enter(&page, "print('kept', kept)")?;
    wait_for_output(&page, "kept 1")?;
    with_control(&page, 'd')?;
    enter(&page, "kept")?;
    wait_for_output(&page, "NameError: name 'kept' isn't defined")?;
    assert_eq!(page.call("python", json!(["print(1)"]))?["stdout"], "1\n");
    Ok(())
}

#[test]
fn it_introduces_itself_as_a_wipy_and_shows_no_files_of_the_library() -> Result<()> {
    let page = Page::open()?;
    open(&page)?;
    assert!(terminal(&page)?.contains("; WiPy with CC3200\nType \"help()\""));
    enter(&page, "from machine import Pin")?;
    enter(&page, "Pin('GP99')")?;
    wait_for_output(&page, "  File \"<stdin>\", line 1, in <module>\nValueError: there is no pin 'GP99'")?;
    assert!(!terminal(&page)?.contains("/lib/"));
    enter(&page, "help()")?;
    wait_for_output(&page, "Welcome to MicroPython on a WiPy.")?;
    enter(&page, "help('modules')")?;
    wait_for_output(&page, "machine       math          micropython   os            random\n")?;
    enter(&page, "input()")?;
    wait_for_output(&page, "OSError: input() is not available: the terminal sends no keys to a program that runs")
}

#[test]
fn tab_completes_the_names_of_modules() -> Result<()> {
    let page = Page::open()?;
    open(&page)?;
    page.evaluate("document.querySelector('.xterm textarea').focus()")?;
    let tab = char::from(Key::Tab);
    page.press_keys(&format!("import mach{tab}"))?;
    wait_for_output(&page, ">>> import machine")?;
    enter(&page, "")?;
    page.press_keys(&format!("from ma{tab}"))?;
    wait_for_output(&page, "machine  math\n>>> from ma")
}

#[test]
fn the_platforms_own_keys_copy_and_paste() -> Result<()> {
    let page = Page::open()?;
    open(&page)?;
    page.call("script", json!(["print('pasted',\n2 * 3)"]))?;
    page.wait_until("it is shown", |page| Ok(script(page)?.contains("pasted")))?;
    page.click(".editor .cm-content")?;
    with_control(&page, 'a')?;
    with_control(&page, 'c')?;
    page.evaluate("document.querySelector('.xterm textarea').focus()")?;
    with_control(&page, 'v')?;
    enter(&page, "")?;
    wait_for_output(&page, "\npasted 6\n")?;
    with_control(&page, 'e')?;
    with_control(&page, 'v')?;
    wait_for_output(&page, "=== 2 * 3)")?;
    with_control(&page, 'd')?;
    page.wait_until("it is pasted again", |page| Ok(terminal(page)?.matches("\npasted 6\n").count() == 2))?;
    enter(&page, "'co' + 'pied'")?;
    wait_for_output(&page, "'copied'\n>>>")?;
    // A double click selects a word.
    let word = "[...document.querySelectorAll('.xterm-rows > div')].find(({textContent}) => textContent.startsWith(\"'copied\"))";
    let point = page.evaluate(&format!(
        "(({{left, top}}) => [Math.round(left) + 24, Math.round(top) + 8])({word}.getBoundingClientRect())"
    ))?;
    let at = |index: usize| point[index].as_i64().context("a coordinate");
    page.run(page.browser().action_chain().move_to(at(0)?, at(1)?).double_click().perform())?;
    with_control(&page, 'c')?;
    page.press_keys("'and ")?;
    with_control(&page, 'v')?;
    enter(&page, "'")?;
    wait_for_output(&page, "\n'and copied'\n>>>")
}

#[test]
fn output_of_a_handler_stands_above_the_prompt() -> Result<()> {
    let page = Page::open()?;
    open(&page)?;
    write(
        &page,
        "from machine import Pin\nPin('GP10', pull=Pin.PULL_DOWN).irq(trigger=Pin.IRQ_RISING, handler=lambda p: print('edge'))",
    )?;
    run(&page)?;
    page.wait_until("a run that prints nothing leaves a trace above the prompt", |page| {
        Ok(terminal(page)?.starts_with("finished\n") && terminal(page)?.contains(">>>"))
    })?;
    page.evaluate("document.querySelector('.xterm textarea').focus()")?;
    page.press_keys("40 + ")?;
    wait_for_output(&page, ">>> 40 +")?;
    page.call("drive", json!(["GP10", "high"]))?;
    wait_for_output(&page, "\nedge\n>>> 40 +")?;
    enter(&page, "2")?;
    wait_for_output(&page, ">>> 40 + 2\n42\n")
}

#[test]
fn a_script_finds_the_same_memory_and_its_files_whatever_the_prompt_did_before() -> Result<()> {
    // The address of a new object differs as soon as anything else has been allocated.
    const SCRIPT: &str = "import gc, os\nprint(gc.mem_alloc(), id(object()), 'kept' in globals(), os.listdir())";
    let page = Page::open()?;
    open(&page)?;
    let run = || page.call("python", json!([SCRIPT]));
    let first = run()?;
    assert_eq!(first["error"], Value::Null);
    assert!(first["stdout"].as_str().is_some_and(|text| text.ends_with(" False ['main.py']\n")), "{first}");
    assert_eq!(run()?, first, "after the script");
    enter(&page, "kept = 1")?;
    wait_for_output(&page, ">>> kept = 1\n>>>")?;
    assert_eq!(run()?, first, "after a typed line");

    let page = Page::open()?;
    open(&page)?;
    page.call("file", json!(["own.py", "answer = 42"]))?;
    let output = page.call("python", json!(["import own\nprint(own.answer)"]))?;
    assert_eq!(output["stdout"], "42\n", "a file that is newer than the prompt");
    Ok(())
}
