//! The status of the script in one line, and what run, reset and stop do to it.

use anyhow::Result;
use pinscope_emulator::examples::EXAMPLES;
use pinscope_tests::browser::Page;
use serde_json::{Value, json};
use thirtyfour::Key;

use super::panel::{open, run, script, terminal, wait_for_output, with_control, write};
use super::pin;

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

/// Waits until the button that stops can be pressed, or cannot.
fn wait_for_stop(page: &Page, is_usable: bool) -> Result<()> {
    page.wait_until("the button", |page| {
        Ok(page.evaluate("document.querySelector('[data-act=stop-script]').disabled")? == !is_usable)
    })
}

#[test]
fn a_panel_that_is_shown_later_names_what_a_script_has_left_at_work() -> Result<()> {
    let page = Page::open()?;
    let armed = "from machine import Pin\nPin('GP10').irq(trigger=Pin.IRQ_RISING, handler=print)";
    page.call("python", json!([armed]))?;
    open(&page)?;
    wait_for_status(&page, "ready; its handler of GP10 goes on")?;
    wait_for_stop(&page, true)
}

#[test]
fn what_a_script_leaves_at_work_is_named_and_can_be_stopped() -> Result<()> {
    const STOPPED: &str = "stopped: every pin is an input again";
    let page = Page::open()?;
    open(&page)?;
    wait_for_stop(&page, false)?;
    let blink = "from machine import Pin, Timer\nled = Pin('GP25', mode=Pin.OUT)\n\
                 timer = Timer(0, mode=Timer.PERIODIC).channel(Timer.A, freq=10)\n\
                 timer.irq(trigger=Timer.TIMEOUT, handler=lambda _: led.toggle())";
    run_text(&page, blink)?;
    wait_for_status(&page, "finished; its timer goes on")?;
    wait_for_stop(&page, true)?;
    page.click("[data-act='stop-script']")?;
    wait_for_status(&page, STOPPED)?;
    wait_for_stop(&page, false)?;
    assert_eq!(pin(&page, "GP25")?["mode"], "IN");

    // A script that is stopped leaves its PWM, and its handlers are not called any more.
    let pulses = "from machine import Pin, Timer\nimport time\n\
                  Timer(1, mode=Timer.PWM).channel(Timer.A, freq=100, duty_cycle=5000)\n\
                  Pin('GP10').irq(trigger=Pin.IRQ_RISING, handler=print)\n\
                  print('pulses')\ntime.sleep(100)";
    run_text(&page, pulses)?;
    wait_for_output(&page, "pulses\n")?;
    page.click("[data-act='stop-script']")?;
    wait_for_status(&page, "stopped in line 6; its PWM goes on")?;
    wait_until_idle(&page)?;
    page.click("[data-act='stop-script']")?;
    wait_for_status(&page, STOPPED)?;
    wait_for_stop(&page, false)?;

    // The next run begins without what the one before has left.
    run_text(&page, "from machine import Pin\nPin('GP10').irq(trigger=Pin.IRQ_RISING, handler=print)\n1 // 0")?;
    wait_for_status(&page, "failed in line 3: ZeroDivisionError: divide by zero; its handler of GP10 goes on")?;
    run_text(&page, "print('nothing stays')")?;
    wait_for_output(&page, "nothing stays\n")?;
    wait_for_status(&page, "finished")?;
    wait_for_stop(&page, false)
}

#[test]
fn another_bench_begins_with_a_status_and_a_terminal_of_its_own() -> Result<()> {
    let page = Page::open()?;
    open(&page)?;
    for text in ["print('of the first bench')\n1 // 0", "print('of the first bench')\nwhile True: pass"] {
        run_text(&page, text)?;
        wait_for_output(&page, "of the first bench")?;
        page.call("example", json!(["an output"]))?;
        wait_for_status(&page, "ready")?;
        page.wait_until("only the prompt", |page| {
            let shown = terminal(page)?;
            Ok(shown.contains(">>>") && !shown.contains("of the first bench"))
        })?;
        wait_until_idle(&page)?;
        wait_for_status(&page, "ready")?;
        assert!(page.texts(".wrong, .wrong-why")?.is_empty(), "the mark of the error is gone");
    }
    Ok(())
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
