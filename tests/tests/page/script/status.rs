//! The status of the script in one line, and what run, reset and stop do to it.

use anyhow::Result;
use pinscope_emulator::examples::EXAMPLES;
use pinscope_tests::browser::Page;
use serde_json::{Value, json};
use thirtyfour::Key;

use super::panel::{open, run, script, terminal, wait_for_output, with_control, write};

/// Waits until the status is `text`.
pub fn wait_for_status(page: &Page, text: &str) -> Result<()> {
    page.wait_until(text, |page| Ok(page.texts("[data-what='script']")? == [text]))
}

fn wait_until_idle(page: &Page) -> Result<()> {
    page.wait_until("idle", |page| Ok(page.attribute("#script", "data-script")?.as_deref() == Some("idle")))
}

/// Shows a script in the panel and runs it.
pub fn run_text(page: &Page, text: &str) -> Result<()> {
    page.call("script", json!([text]))?;
    page.wait_until("the panel shows it", |page| Ok(script(page)? == text.trim_end()))?;
    run(page)
}

/// Counts in `starts` how often a script starts from now on. Returns 0.
fn count_starts(page: &Page) -> Result<Value> {
    page.evaluate(
        "(window.starts = 0, addEventListener('pinscope:script', ({detail}) => { starts += 'started' in detail }), starts)",
    )
}

fn last_run_note(page: &Page) -> Result<String> {
    Ok(page.texts("[data-what='last-run']:not([hidden])")?.concat())
}

#[test]
fn the_status_says_what_the_script_does_until_it_has_ended() -> Result<()> {
    let page = Page::open()?;
    open(&page)?;
    run_text(&page, "import time\nprint('begun')\ntime.sleep(100)")?;
    wait_for_status(&page, "waiting in line 3 for 100 s")?;
    page.call("pause", json!([]))?;
    wait_for_status(&page, "paused at line 3")?;
    page.call("run", json!([]))?;
    wait_for_status(&page, "waiting in line 3 for 100 s")?;
    // Run restarts whatever runs, by its button and by its key.
    let started = count_starts(&page)?;
    run(&page)?;
    page.wait_until("it starts again", |page| Ok(page.evaluate("starts")? != started))?;
    wait_for_status(&page, "waiting in line 3 for 100 s")?;
    write(&page, "import time\nprint('by key')\ntime.sleep_ms(5000)")?;
    with_control(&page, Key::Enter)?;
    wait_for_output(&page, "by key\n")?;
    wait_for_status(&page, "waiting in line 3 for 5 s")?;
    assert!(!terminal(&page)?.contains("begun"));
    page.click("[data-act='stop-script']")?;
    wait_for_status(&page, "stopped in line 3")?;

    // Short waits do not change the status.
    page.evaluate(
        "(window.seen = new Set(), new MutationObserver(() => seen.add(document.querySelector('[data-what=script]').textContent))
            .observe(document.querySelector('[data-what=script]'), {subtree: true, childList: true, characterData: true}), null)",
    )?;
    run_text(&page, "import time\nfor i in range(60):\n  time.sleep_ms(5)")?;
    wait_for_status(&page, "finished")?;
    assert_eq!(page.evaluate("[...seen]")?, json!(["starting", "running", "finished"]));
    wait_for_output(&page, "finished\n")
}

#[test]
fn every_example_runs_asleep_or_not_and_none_is_remarked() -> Result<()> {
    let page = Page::open()?;
    open(&page)?;
    for example in EXAMPLES {
        let shown = script(&page)?;
        page.call("example", json!([example.name]))?;
        page.wait_until(example.name, |page| Ok(script(page)? != shown))?;
        run(&page)?;
        page.wait_until(example.name, |page| {
            let kind = page.attribute("[data-what='script']", "data-state")?;
            Ok(matches!(kind.as_deref(), Some("asleep" | "finished")))
        })?;
        assert_eq!(page.texts("[data-what='remarks']:not([hidden])")?.concat(), "", "{}", example.name);
    }
    // The last one sleeps. It is stopped and runs again.
    wait_for_status(&page, "asleep, GP17 wakes it")?;
    page.click("[data-act='stop-script']")?;
    wait_for_status(&page, "stopped in line 13")?;
    assert_eq!(page.call("snapshot", json!([]))?["power"], "SUSPENDED");
    run_text(
        &page,
        "from machine import Pin, deepsleep, Sleep\nfor name in ('GP17', 'GP4'):\n  \
                     Pin(name).irq(trigger=Pin.IRQ_RISING, wake=Sleep.HIBERNATE)\nprint('sleeps')\ndeepsleep()",
    )?;
    wait_for_status(&page, "asleep, GP4 or GP17 wakes it")?;
    let started = count_starts(&page)?;
    run(&page)?;
    page.wait_until("it starts again", |page| Ok(page.evaluate("starts")? != started))?;
    wait_for_status(&page, "asleep, GP4 or GP17 wakes it")
}

#[test]
fn a_reset_runs_the_last_text_again_and_the_panel_says_which() -> Result<()> {
    let page = Page::open()?;
    open(&page)?;
    let text = "import machine, time\nprint('cause', machine.reset_cause())\n\
                if machine.reset_cause() == machine.SOFT_RESET: raise ValueError('first')\ntime.sleep(100)";
    run_text(&page, text)?;
    wait_for_output(&page, "cause 4\n")?;
    page.wait_until("the error is marked", |page| Ok(page.texts(".wrong-why")? == ["ValueError: first"]))?;
    wait_until_idle(&page)?;
    page.click("button.reset")?;
    wait_for_status(&page, "waiting in line 4 for 100 s")?;
    assert!(page.texts(".wrong, .wrong-why")?.is_empty(), "the old mark is gone");
    // A terminal outside the window draws nothing. The output stands on a line of its own.
    page.evaluate("document.getElementById('script').scrollIntoView()")?;
    wait_for_output(&page, "\ncause 0\n")?;
    assert_eq!(last_run_note(&page)?, "");

    write(&page, "# another text\n\n\n")?;
    page.wait_until("the note", |page| Ok(last_run_note(page)?.starts_with("The board runs the script of ")))?;
    page.call("pause", json!([]))?;
    wait_for_status(&page, "paused at line 4")?;
    assert!(page.texts(".stands")?.is_empty(), "this text does not run");
    page.call("run", json!([]))?;
    page.click("[data-act='stop-script']")?;
    wait_for_status(&page, "stopped in line 4")?;
    page.wait_until("the note", |page| Ok(last_run_note(page)?.ends_with(" ran last; the editor has changed since.")))?;

    // The same by hand, at the prompt.
    wait_until_idle(&page)?;
    page.evaluate("document.querySelector('.xterm textarea').focus()")?;
    page.press_keys(&format!("import machine; machine.reset(){}", char::from(Key::Enter)))?;
    wait_for_output(&page, "\ncause 1\n")?;
    wait_for_status(&page, "waiting in line 4 for 100 s")?;
    with_control(&page, 'c')?;
    wait_until_idle(&page)?;
    wait_for_status(&page, "stopped in line 4")?;
    // Ctrl-D is a soft reset.
    with_control(&page, 'd')?;
    wait_for_status(&page, "failed in line 3: ValueError: first")?;
    assert!(page.texts(".wrong, .wrong-why")?.is_empty(), "this text did not run");
    wait_until_idle(&page)
}
