//! The editor: it runs its script, marks errors on their line, completes names, and can be left by the keyboard.

use anyhow::Result;
use pinscope_tests::browser::Page;
use serde_json::{Value, json};
use thirtyfour::Key;

use super::pin;

/// Opens the panel and waits until the editor and the prompt are there.
pub fn open(page: &Page) -> Result<()> {
    page.click("[data-tab='script']")?;
    wait_until_ready(page)
}

/// Waits until the editor and the prompt are there.
pub fn wait_until_ready(page: &Page) -> Result<()> {
    page.element(".editor .cm-content")?;
    // A terminal outside the window draws nothing.
    page.evaluate("document.getElementById('script').scrollIntoView()")?;
    wait_for_output(page, ">>>")
}

/// Waits until the terminal shows `text`.
pub fn wait_for_output(page: &Page, text: &str) -> Result<()> {
    page.wait_until(text, |page| Ok(terminal(page)?.contains(text)))
}

/// Returns the text of the terminal.
pub fn terminal(page: &Page) -> Result<String> {
    Ok(page.texts(".xterm-rows > div")?.join("\n").replace('\u{a0}', " "))
}

/// Returns the text of the editor.
pub fn script(page: &Page) -> Result<String> {
    Ok(page.texts(".cm-line")?.iter().map(|line| line.trim_matches('\n')).collect::<Vec<_>>().join("\n"))
}

/// Replaces the text of the editor by typing. Typed characters replace the brackets and indents that the editor
/// inserts.
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
fn a_typed_script_runs_and_its_output_is_shown() -> Result<()> {
    let page = Page::open()?;
    open(&page)?;
    write(&page, "from machine import Pin\nPin('GP5', mode=Pin.OUT, value=1)\nprint(6 * 7)")?;
    with_control(&page, Key::Enter)?;
    wait_for_output(&page, "42\n")?;
    assert_eq!(pin(&page, "GP5")?["mode"], "OUT");
    write(&page, "print('by the button')")?;
    page.click("[data-act='run-script']")?;
    wait_for_output(&page, "by the button\n")?;
    assert!(!terminal(&page)?.contains("42"), "each run begins with an empty terminal");
    Ok(())
}

pub fn run(page: &Page) -> Result<()> {
    page.click("[data-act='run-script']")
}

/// Waits until only `line` is marked as the one at which the script waits, or no line if it is empty.
fn wait_for_current_line(page: &Page, line: &str) -> Result<()> {
    page.wait_until(&format!("the current line is `{line}`"), |page| {
        Ok(page.texts(".cm-line.stands")?.join("|") == line)
    })
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
    wait_for_current_line(&page, "")?;
    page.call("pause", json!([]))?;
    wait_for_current_line(&page, "time.sleep(1000)")?;
    assert!(page.texts("[data-what='script']")?[0].contains("line 5"), "the line's number is shown too");
    let count = || -> Result<Value> { Ok(page.call("irq", json!(["GP10"]))?["count"].clone()) };
    let before = count()?;
    page.click("[data-act=step-interrupt]")?;
    page.wait_until("an interrupt later", |_| Ok(count()? != before))?;
    wait_for_current_line(&page, "time.sleep(1000)")?;
    page.call("run", json!([]))?;
    wait_for_current_line(&page, "")?;
    page.call("stop", json!([])).map(drop)
}

#[test]
fn a_paused_script_stands_at_its_first_line_and_at_the_line_where_it_was() -> Result<()> {
    let page = Page::open()?;
    open(&page)?;
    page.call("pause", json!([]))?;
    page.call("script", json!(["x = 0\nfor i in range(1000): pass\nprint('so far')\nwhile True: pass"]))?;
    run(&page)?;
    wait_for_current_line(&page, "x = 0")?;
    page.call("run", json!([]))?;
    wait_for_output(&page, "so far\n")?;
    page.call("pause", json!([]))?;
    wait_for_current_line(&page, "while True: pass")?;
    page.call("stop", json!([]))?;
    wait_for_current_line(&page, "")
}

#[test]
fn an_error_is_marked_on_its_line_until_the_script_is_changed() -> Result<()> {
    let page = Page::open()?;
    open(&page)?;
    for (text, (number, line), message) in [
        (
            "from machine import Pin\n\nPin('GP99')",
            (3, "Pin('GP99')"),
            "ValueError: there is no pin 'GP99'; the nearest is GP9",
        ),
        ("x = 1\nwhile True\nx = 2", (2, "while True"), "SyntaxError: invalid syntax"),
    ] {
        write(&page, text)?;
        with_control(&page, Key::Enter)?;
        page.wait_until("the mark", |page| Ok(page.texts(".wrong-why")? == [message]))?;
        assert_eq!(page.texts(".cm-line.wrong")?, [line]);
        assert_eq!(page.texts("[data-what='script']")?, [format!("failed in line {number}: {message}")]);
        wait_for_output(&page, message)?;
        press(&page, Key::Space)?;
        page.wait_until("it is gone", |page| Ok(page.texts(".wrong-why, .wrong")?.is_empty()))?;
    }
    Ok(())
}

#[test]
fn an_error_in_a_handler_is_marked_on_its_line_and_reported_while_the_script_runs_and_after_it() -> Result<()> {
    let page = Page::open()?;
    open(&page)?;
    let arm = "from machine import Pin\nimport time\ndef fail(p):\n    p.nothing\n\
               Pin('GP10', pull=Pin.PULL_DOWN).irq(trigger=Pin.IRQ_RISING, handler=fail)\n";
    let waiting = "waiting in line 6 for 1000 s";
    for (main, status, after) in
        [("time.sleep(1000)", waiting, waiting), ("", "finished; its handler of GP10 goes on", "finished")]
    {
        page.call("script", json!([format!("{arm}{main}")]))?;
        run(&page)?;
        page.wait_until("armed", |page| Ok(pin(page, "GP10")?["irq"]["handler"] == "script"))?;
        page.wait_until(status, |page| Ok(page.texts("[data-what='script']")? == [status]))?;
        assert!(page.texts(".wrong")?.is_empty(), "the mark of the run before is gone");
        page.call("drive", json!(["GP10", "high"]))?;
        page.call("drive", json!(["GP10", "low"]))?;
        page.wait_until("the mark", |page| Ok(page.texts(".cm-line.wrong")? == ["    p.nothing"]))?;
        assert!(page.texts(".wrong-why")?[0].starts_with("AttributeError: 'Pin' object has no attribute 'nothing'"));
        let expected = format!("{after}; the handler of GP10 failed in line 4");
        page.wait_until(&expected, |page| Ok(page.texts("[data-what='script']")? == [expected.as_str()]))?;
        wait_for_output(&page, "AttributeError")?;
    }
    Ok(())
}

#[test]
fn what_a_wipy_could_not_run_is_remarked_once_and_runs() -> Result<()> {
    let page = Page::open()?;
    open(&page)?;
    let script = "from machine import Pin, Timer\nimport time\nseen = [0]\ndef count(p):\n    seen.append((p, 1))\n    print('%d' % 3)\n\
                  Pin('GP10').irq(trigger=Pin.IRQ_RISING, handler=count)\ntime.sleep(0.01)\nx = 0xe // 2\nx /= 2\n\
                  async def f(): pass\nled = Timer(1, mode=Timer.PWM).channel(Timer.A, freq=9, duty_cycle=0)\n\
                  led.irq(trigger=Timer.MATCH, handler=count)\nled.duty_cycle(10000)\nprint('ran')";
    page.call("script", json!([script]))?;
    run(&page)?;
    wait_for_output(&page, "ran\n")?;
    let memory = "no memory in handlers";
    let expected = [
        format!("{memory} (append)"),
        format!("{memory} (a new string)"),
        "no floats (0.01)".to_owned(),
        "no floats (/=)".to_owned(),
        "no async and no await".to_owned(),
        "its timers make no flat line at duty cycle 0, but a pulse of one tick in each period".to_owned(),
        "its timers have no interrupt for Timer.MATCH, so the handler is never called".to_owned(),
        "its timers make no flat line at duty cycle 10000, but a gap in each period".to_owned(),
    ];
    let titles = page.evaluate("[...document.querySelectorAll('.remark')].map(({title}) => title)")?;
    assert_eq!(titles, json!(expected.each_ref().map(|reason| format!("A WiPy fails here: {reason}."))));
    let sentence = format!("A WiPy fails in line 5: {memory} (append). 8 lines are marked ≠.");
    assert_eq!(page.texts("[data-what='remarks']")?, [sentence]);
    write(&page, "x = 1")?;
    page.wait_until("another text has none", |page| {
        Ok(page.texts(".remark, [data-what='remarks']:not([hidden])")?.is_empty())
    })
}

#[test]
fn the_names_of_a_wipy_are_completed_by_tab_or_when_they_were_chosen() -> Result<()> {
    let page = Page::open()?;
    open(&page)?;
    let wait_for_list = || -> Result<()> {
        page.element(".cm-tooltip-autocomplete li")?;
        // The list ignores keys that come too soon after it has opened.
        std::thread::sleep(std::time::Duration::from_millis(150));
        Ok(())
    };
    for (typed, expected) in [
        ("Pin.OPEN", "Pin.OPEN_DRAIN"),
        ("p.alt", "p.alt_list"),
        ("machine.Sl", "machine.Sleep"),
        ("machine.Sleep.SU", "machine.Sleep.SUSPENDED"),
        ("p.irq(prio", "p.irq(priority=)"),
        ("Pin('GP1", "Pin('GP1')"),
        ("import ti", "import time"),
        ("from mach", "from machine"),
        ("from machine import Pin, Tim", "from machine import Pin, Timer"),
        ("led = 1\nle", "led = 1\nled"),
    ] {
        for keys in [&[Key::Tab][..], &[Key::Down, Key::Enter]] {
            write(&page, typed)?;
            wait_for_list()?;
            keys.iter().try_for_each(|key| press(&page, key.clone()))?;
            page.wait_until(expected, |page| Ok(script(page)? == expected))?;
        }
    }
    for typed in ["from machine import Pin", "import time"] {
        write(&page, typed)?;
        wait_for_list()?;
        press(&page, Key::Enter)?;
        let expected = format!("{typed}\n");
        page.wait_until("Enter begins a new line", |page| Ok(script(page)? == expected))?;
    }
    write(&page, "timer = 1\nTime")?;
    wait_for_list()?;
    let shown = page.texts(".cm-tooltip-autocomplete li")?;
    assert!(shown.iter().any(|name| name == "timer") && !shown.iter().any(|name| name == "TimeoutError"), "{shown:?}");
    Ok(())
}

#[test]
fn code_that_is_inserted_while_the_panel_loads_is_in_the_script() -> Result<()> {
    let page = Page::open()?;
    page.click("[data-pin=GP2]")?;
    page.click("[data-act=insert]")?;
    page.wait_until("GP2 is in the script", |page| Ok(script(page)?.contains("'GP2'")))?;
    std::thread::sleep(std::time::Duration::from_secs(1));
    let shown = script(&page)?;
    assert!(shown.contains("'GP2'") && shown.contains("'GP10'"), "the line and the script of the example: {shown}");
    Ok(())
}

#[test]
fn what_is_typed_while_the_panel_loads_is_no_shortcut_and_then_the_editor_has_the_focus() -> Result<()> {
    let page = Page::open()?;
    // Every request for the panel waits until this is disabled.
    page.devtools("Network.enable", json!({}))?;
    page.devtools("Network.setBypassServiceWorker", json!({"bypass": true}))?;
    page.devtools("Fetch.enable", json!({"patterns": [{"urlPattern": "*/script-panel.js"}]}))?;
    page.click("[data-tab='script']")?;
    page.click("#script")?;
    let shown = page.texts("#script")?;
    assert!(shown.iter().any(|text| text == "The script editor is loading."), "the editor is there already");
    page.press_keys("e")?;
    assert_eq!(page.evaluate("document.activeElement.id")?, "script", "`e` is the shortcut of the examples");
    page.devtools("Fetch.disable", json!({}))?;
    page.wait_until("the editor has the focus", |page| has_focus(page, ".editor"))?;
    Ok(())
}

#[test]
fn a_script_that_runs_is_stopped_by_its_button() -> Result<()> {
    let page = Page::open()?;
    open(&page)?;
    write(&page, "while True: print('on')")?;
    assert_eq!(page.evaluate("document.querySelector('[data-act=stop-script]').disabled")?, true);
    with_control(&page, Key::Enter)?;
    wait_for_output(&page, "on\non\n")?;
    page.click("[data-act='stop-script']")?;
    page.wait_until("it has stopped", |page| Ok(page.texts("[data-what='script']")? == ["stopped in line 1"]))?;
    wait_for_output(&page, ">>>")?;
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
    wait_for_output(&page, ">>> import ")?;
    assert!(has_focus(&page, ".prompt")?);
    press(&page, Key::Escape)?;
    press(&page, Key::Tab)?;
    page.wait_until("it is left", |page| Ok(!has_focus(page, ".prompt")?))
}

#[test]
fn editor_and_prompt_have_names_and_output_reaches_screen_readers() -> Result<()> {
    let page = Page::open()?;
    open(&page)?;
    write(&page, "print('heard')")?;
    with_control(&page, Key::Enter)?;
    wait_for_output(&page, "heard")?;
    assert_eq!(page.attribute(".cm-content", "aria-label")?.as_deref(), Some("Script"));
    assert_eq!(page.attribute(".xterm textarea", "aria-label")?.as_deref(), Some("Python prompt"));
    page.wait_until("the screen reader's text", |page| {
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
    assert_eq!(pin(&page, "GP10")?["irq"]["handler"], Value::from("toggle:GP25"), "it has not run");
    Ok(())
}
