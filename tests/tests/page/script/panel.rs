//! The editor: it runs what is in it, marks errors on their line, completes, and is left by the keyboard.

use anyhow::Result;
use pinscope_tests::browser::Page;
use serde_json::{Value, json};
use thirtyfour::Key;

use super::pin;

/// Opens the panel and waits until the editor and the prompt are there.
pub fn open(page: &Page) -> Result<()> {
    page.click("[data-tab='script']")?;
    is_ready(page)
}

/// Waits until the editor and the prompt are there.
pub fn is_ready(page: &Page) -> Result<()> {
    page.element(".editor .cm-content")?;
    // A terminal that is out of sight draws nothing.
    page.evaluate("document.getElementById('script').scrollIntoView()")?;
    shows(page, ">>>")
}

/// Waits until the terminal shows this.
pub fn shows(page: &Page, text: &str) -> Result<()> {
    page.wait_until(text, |page| Ok(terminal(page)?.contains(text)))
}

/// What the terminal shows.
pub fn terminal(page: &Page) -> Result<String> {
    Ok(page.texts(".xterm-rows > div")?.join("\n").replace('\u{a0}', " "))
}

/// What is in the editor.
pub fn script(page: &Page) -> Result<String> {
    Ok(page.texts(".cm-line")?.iter().map(|line| line.trim_matches('\n')).collect::<Vec<_>>().join("\n"))
}

/// Replaces what is in the editor by what a person types; brackets and indents that come by themselves are typed over.
pub fn write(page: &Page, text: &str) -> Result<()> {
    page.click(".editor .cm-content")?;
    with_control(page, 'a')?;
    press(page, Key::Delete)?;
    page.press_keys(text)
}

/// Presses a key together with Control.
pub fn with_control(page: &Page, key: impl Into<char>) -> Result<()> {
    let keys = page.browser().action_chain().key_down(Key::Control).send_keys(key.into()).key_up(Key::Control);
    page.run(keys.perform())
}

fn has_focus(page: &Page, css: &str) -> Result<bool> {
    Ok(page.evaluate(&format!("document.activeElement.closest({}) !== null", json!(css)))? == true)
}

fn press(page: &Page, key: Key) -> Result<()> {
    page.press_keys(&char::from(key).to_string())
}

#[test]
fn what_is_typed_runs_and_says_its_output() -> Result<()> {
    let page = Page::open()?;
    open(&page)?;
    write(&page, "from machine import Pin\nPin('GP5', mode=Pin.OUT, value=1)\nprint(6 * 7)")?;
    with_control(&page, Key::Enter)?;
    shows(&page, "42\n")?;
    assert_eq!(pin(&page, "GP5")?["mode"], "OUT");
    write(&page, "print('by the button')")?;
    page.click("[data-act='run-script']")?;
    shows(&page, "by the button\n")?;
    assert!(!terminal(&page)?.contains("42"), "each run begins with an empty terminal");
    Ok(())
}

fn run(page: &Page) -> Result<()> {
    page.click("[data-act='run-script']")
}

/// Waits until this line, and no other, is marked as the one the script waits on; none for "".
fn stands_on(page: &Page, line: &str) -> Result<()> {
    page.wait_until(&format!("standing on `{line}`"), |page| Ok(page.texts(".cm-line.stands")?.join("|") == line))
}

#[test]
fn the_line_a_script_waits_on_is_marked_while_time_is_paused_and_stepped() -> Result<()> {
    let page = Page::open()?;
    open(&page)?;
    page.call("clock", json!(["GP10", 10]))?;
    let script = "from machine import Pin\nimport time\np = Pin('GP10')\n\
                  p.irq(trigger=Pin.IRQ_RISING, handler=lambda p: None)\ntime.sleep(1000)\nprint('never')";
    page.call("script", json!([script]))?;
    run(&page)?;
    page.wait_until("it runs", |page| Ok(pin(page, "GP10")?["irq"]["handler"] == "script"))?;
    stands_on(&page, "")?;
    page.call("pause", json!([]))?;
    stands_on(&page, "time.sleep(1000)")?;
    assert!(page.texts("[data-what='script']")?[0].contains("line 5"), "it is said, too");
    let count = || -> Result<Value> { Ok(page.call("irq", json!(["GP10"]))?["count"].clone()) };
    let before = count()?;
    page.click("[data-act=step-interrupt]")?;
    page.wait_until("an interrupt later", |_| Ok(count()? != before))?;
    stands_on(&page, "time.sleep(1000)")?;
    page.call("run", json!([]))?;
    stands_on(&page, "")?;
    page.call("stop", json!([])).map(drop)
}

#[test]
fn a_loop_that_waits_for_nothing_waits_while_time_is_paused() -> Result<()> {
    let page = Page::open()?;
    open(&page)?;
    page.call("pause", json!([]))?;
    page.call("script", json!(["for i in range(1000):\n    pass\nprint('so far')\nwhile True:\n    pass"]))?;
    run(&page)?;
    shows(&page, "so far\n")?;
    stands_on(&page, "while True:")?;
    page.call("stop", json!([]))?;
    stands_on(&page, "")
}

#[test]
fn an_error_is_marked_on_its_line_until_the_script_is_changed() -> Result<()> {
    let page = Page::open()?;
    open(&page)?;
    for (text, line, message) in [
        (
            "from machine import Pin\n\nPin('GP99')",
            "Pin('GP99')",
            "ValueError: there is no pin 'GP99'; the nearest is GP9",
        ),
        ("x = 1\nwhile True\nx = 2", "while True", "SyntaxError: invalid syntax"),
    ] {
        write(&page, text)?;
        with_control(&page, Key::Enter)?;
        page.wait_until("the mark", |page| Ok(page.texts(".wrong-why")? == [message]))?;
        assert_eq!(page.texts(".cm-line.wrong")?, [line]);
        assert_eq!(page.texts("[data-what='script']")?, [message]);
        shows(&page, message)?;
        press(&page, Key::Space)?;
        page.wait_until("it is gone", |page| Ok(page.texts(".wrong-why, .wrong")?.is_empty()))?;
    }
    Ok(())
}

#[test]
fn an_error_in_a_handler_is_shown_when_the_script_has_ended() -> Result<()> {
    let page = Page::open()?;
    open(&page)?;
    write(&page, "from machine import Pin\nPin('GP10').irq(trigger=Pin.IRQ_RISING, handler=lambda p: p.nothing)")?;
    with_control(&page, Key::Enter)?;
    page.wait_until("armed", |page| Ok(pin(page, "GP10")?["irq"]["handler"] == "script"))?;
    shows(&page, ">>>")?;
    page.call("drive", json!(["GP10", "high"]))?;
    shows(&page, "AttributeError")
}

#[test]
fn the_manuals_words_are_completed() -> Result<()> {
    let page = Page::open()?;
    open(&page)?;
    for (typed, expected) in [
        ("Pin.OPEN", "Pin.OPEN_DRAIN"),
        ("p.alt", "p.alt_list"),
        ("machine.Sl", "machine.Sleep"),
        ("machine.Sleep.SU", "machine.Sleep.SUSPENDED"),
        ("p.irq(prio", "p.irq(priority=)"),
        ("Pin('GP1", "Pin('GP1')"),
    ] {
        write(&page, typed)?;
        page.element(".cm-tooltip-autocomplete li[aria-selected]")?;
        // Later, so that a key meant for the text does not choose.
        std::thread::sleep(std::time::Duration::from_millis(150));
        press(&page, Key::Enter)?;
        page.wait_until(expected, |page| Ok(script(page)? == expected))?;
    }
    Ok(())
}

#[test]
fn a_script_that_runs_is_stopped_by_its_button() -> Result<()> {
    let page = Page::open()?;
    open(&page)?;
    write(&page, "while True: print('on')")?;
    assert_eq!(page.evaluate("document.querySelector('[data-act=stop-script]').disabled")?, true);
    with_control(&page, Key::Enter)?;
    shows(&page, "on\non\n")?;
    page.click("[data-act='stop-script']")?;
    page.wait_until("it has stopped", |page| Ok(page.texts("[data-what='script']")? == ["Stopped."]))?;
    shows(&page, ">>>")?;
    page.wait_until("it can run again", |page| {
        Ok(page.evaluate("document.querySelector('[data-act=run-script]').disabled")? == false)
    })
}

#[test]
fn tab_indents_and_completes_and_after_escape_leaves() -> Result<()> {
    let page = Page::open()?;
    open(&page)?;
    write(&page, "x")?;
    press(&page, Key::Escape)?;
    press(&page, Key::Home)?;
    press(&page, Key::Tab)?;
    page.wait_until("it is indented", |page| Ok(script(page)? == "    x"))?;
    assert!(has_focus(&page, ".editor")?);
    press(&page, Key::Escape)?;
    press(&page, Key::Tab)?;
    page.wait_until("the prompt has the focus", |page| has_focus(page, ".prompt"))?;
    page.press_keys("imp")?;
    press(&page, Key::Tab)?;
    shows(&page, ">>> import ")?;
    assert!(has_focus(&page, ".prompt")?);
    press(&page, Key::Escape)?;
    press(&page, Key::Tab)?;
    page.wait_until("it is left", |page| Ok(!has_focus(page, ".prompt")?))
}

#[test]
fn both_are_named_and_what_is_said_can_be_read_aloud() -> Result<()> {
    let page = Page::open()?;
    open(&page)?;
    write(&page, "print('heard')")?;
    with_control(&page, Key::Enter)?;
    shows(&page, "heard")?;
    assert_eq!(page.attribute(".cm-content", "aria-label")?.as_deref(), Some("Script"));
    assert_eq!(page.attribute(".xterm textarea", "aria-label")?.as_deref(), Some("Python prompt"));
    page.wait_until("it is told", |page| {
        Ok(page.evaluate("document.querySelector('.xterm-accessibility').textContent.includes('heard')")? == true)
    })?;
    assert_eq!(page.evaluate("document.querySelector('[data-what=script]').getAttribute('role')")?, "status");
    Ok(())
}

#[test]
fn nothing_of_it_is_loaded_before_the_tab_is_opened() -> Result<()> {
    let page = Page::open()?;
    let loaded = "performance.getEntriesByType('resource').filter(({name}) => name.includes('script-panel')).length";
    assert_eq!(page.evaluate(loaded)?, 0);
    open(&page)?;
    assert_eq!(page.evaluate(loaded)?, 1);
    assert_eq!(page.evaluate("document.querySelector('[data-example]').dataset.example")?, "an interrupt");
    assert!(script(&page)?.contains("pin_int.irq(mode=Pin.IRQ_RISING, handler=pincb)"), "the example's own script");
    assert_eq!(pin(&page, "GP10")?["irq"]["handler"], Value::from("toggle:GP25"), "nobody has run it");
    Ok(())
}
