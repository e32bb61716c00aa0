//! A script as part of the bench: in links, in storage, in examples, and with the inspector.

use anyhow::{Context as _, Result};
use pinscope_emulator::examples::EXAMPLES;
use pinscope_tests::browser::Page;
use serde_json::{Value, json};

use super::panel::{open, script, terminal, wait_for_output, wait_until_ready, write};
use super::pin;

const TEXT: &str = "from machine import Pin\nPin('GP5', mode=Pin.OUT, value=1)\nprint('run')";

fn fragment(page: &Page) -> Result<String> {
    let link = page.call("share", json!([]))?;
    let link = link.as_str().context("a link is text")?;
    Ok(format!("#{}", link.split_once('#').context("a fragment")?.1))
}

#[test]
fn a_link_contains_the_script_which_is_shown_and_waits_for_run() -> Result<()> {
    let page = Page::open()?;
    assert!(fragment(&page)?.starts_with("#1."), "without a script a link is as it was");
    assert_eq!(page.call("script", json!([TEXT]))?, TEXT);
    let link = fragment(&page)?;
    assert!(link.starts_with("#2."), "{link}");

    let other = Page::open_at(&link)?;
    wait_until_ready(&other)?;
    assert_eq!(script(&other)?, TEXT);
    assert_eq!(other.attribute("[data-tab='script']", "aria-selected")?.as_deref(), Some("true"));
    assert_eq!(pin(&other, "GP5")?["mode"], "IN", "it has not run");
    assert!(!terminal(&other)?.contains("run"));
    other.click("[data-act='run-script']")?;
    wait_for_output(&other, "run\n")?;
    assert_eq!(pin(&other, "GP5")?["mode"], "OUT");
    Ok(())
}

#[test]
fn a_typed_script_is_saved_and_stays_with_a_new_board() -> Result<()> {
    let page = Page::open()?;
    open(&page)?;
    write(&page, "x = 1")?;
    page.wait_until("it is part of the bench", |page| Ok(page.call("script", json!([]))? == "x = 1"))?;
    page.call("board", json!(["LAUNCHXL"]))?;
    assert_eq!(page.call("script", json!([]))?, "x = 1");
    page.wait_until("it is kept", |page| {
        Ok(page.evaluate("(localStorage.getItem('pinscope-bench') ?? '').startsWith('2.')")? == true)
    })?;
    page.run(page.browser().refresh())?;
    wait_until_ready(&page)?;
    assert_eq!(script(&page)?, "x = 1");
    Ok(())
}

#[test]
fn a_script_set_by_a_call_is_shown() -> Result<()> {
    let page = Page::open()?;
    open(&page)?;
    write(&page, "x = 1")?;
    page.call("script", json!([TEXT]))?;
    page.wait_until("the panel shows it", |page| Ok(script(page)? == TEXT))?;
    page.click("[data-act='run-script']")?;
    wait_for_output(&page, "run\n")?;
    assert_eq!(pin(&page, "GP5")?["mode"], "OUT");
    Ok(())
}

/// Opening the panel starts the prompt, which must not make a call fail.
#[test]
fn a_script_waits_for_the_start_of_the_prompt_and_can_be_stopped_meanwhile() -> Result<()> {
    let page = Page::open()?;
    let ends = page.evaluate(
        "(document.querySelector('[data-tab=script]').click(),
        Promise.all([pinscope.python('print(1)'), pinscope.python('print(2)').catch(error => error.kind)]))",
    )?;
    assert_eq!(ends, json!([{"stdout": "1\n", "error": null}, "Busy"]));
    page.open_afresh()?;
    let end = page.evaluate(
        "(document.querySelector('[data-tab=script]').click(),
        Promise.all([pinscope.python('while True: pass'), pinscope.stop()]).then(([end]) => end))",
    )?;
    assert_eq!(end["stdout"], "");
    assert!(end["error"].as_str().is_some_and(|error| error.contains("KeyboardInterrupt")), "{end}");
    Ok(())
}

#[test]
fn a_script_that_is_too_long_for_a_bench_is_refused_there_but_runs() -> Result<()> {
    let page = Page::open()?;
    let long = format!("{TEXT}\n#{}", "é".repeat(20_000));
    let refusal = page.call("script", json!([long])).expect_err("too long").to_string();
    assert_eq!(refusal, "ScriptTooLong: a bench keeps a script of at most 32768 bytes");
    let longest = "x".repeat(32_768);
    page.call("script", json!([longest]))?;
    let link = fragment(&page)?;
    page.call("script", json!([""]))?;
    page.call("load", json!([link]))?;
    assert_eq!(page.call("script", json!([]))?, longest);
    assert_eq!(page.call("python", json!([long]))?["stdout"], "run\n");
    Ok(())
}

/// Returns the settings of every pin that a script can make.
fn settings(page: &Page) -> Result<Value> {
    let snapshot = page.call("snapshot", json!([]))?;
    let pins = snapshot["pins"].as_array().context("pins")?.iter().map(|pin| {
        let irq = &pin["irq"];
        json!([
            pin["id"],
            pin["mode"],
            pin["pull"],
            pin["drive"],
            pin["alt"],
            irq["trigger"],
            irq["priority"],
            irq["wake"],
            irq["enabled"],
        ])
    });
    Ok(json!([snapshot["power"], pins.collect::<Vec<_>>()]))
}

#[test]
fn the_script_of_an_example_makes_the_settings_of_the_example() -> Result<()> {
    let page = Page::open()?;
    open(&page)?;
    for example in EXAMPLES.iter().filter(|example| !example.bench().commands.is_empty()) {
        page.call("example", json!([example.name]))?;
        let expected = settings(&page)?;
        let mut text = String::new();
        page.wait_until("its script is there", |page| {
            let found = page.call("script", json!([]))?.as_str().unwrap_or_default().to_owned();
            let is_another = !found.is_empty() && found != text;
            text = found;
            Ok(is_another)
        })?;
        page.call("reset", json!([]))?;
        assert_ne!(settings(&page)?, expected, "{}: a reset must change the settings", example.name);
        page.wait_until("the prompt waits", |page| {
            Ok(page.attribute("#script", "data-script")?.as_deref() == Some("idle"))
        })?;
        page.evaluate(&format!("void pinscope.python({})", json!(text)))?;
        page.wait_until(example.name, |page| Ok(settings(page)? == expected))?;
        page.call("stop", json!([]))?;
    }
    Ok(())
}

/// The examples that only their script sets up, each with the end of its output.
const SCRIPTED_EXAMPLES: [(&str, &str); 6] = [
    ("a timer blinks the LED", "the timer goes on\n"),
    ("PWM: the LED breathes", "timer.channel(Timer.A, freq=1000, "),
    ("a voltage, converted", "GP3 has "),
    ("two serial lines", "b received b'how are you?'\na received b'fine\\n'\n"),
    ("an alarm ends SUSPENDED", "the alarm has come at (12, 0, 2)\nawake, because of the clock: True\n"),
    ("the watchdog resets the board", "the watchdog has reset the board\n"),
];

#[test]
fn the_script_of_an_example_of_a_peripheral_does_what_the_example_says() -> Result<()> {
    let names = EXAMPLES.iter().filter(|example| example.bench().commands.is_empty()).map(|example| example.name);
    let expected = SCRIPTED_EXAMPLES.map(|(name, _)| name);
    assert!(names.skip(1).eq(expected), "the first one is the empty bench");
    let page = Page::open()?;
    open(&page)?;
    for (name, output) in SCRIPTED_EXAMPLES {
        let shown = script(&page)?;
        page.call("example", json!([name]))?;
        page.wait_until(name, |page| Ok(script(page)? != shown))?;
        page.call("speed", json!([10]))?;
        page.click("[data-act='run-script']")?;
        wait_for_output(&page, output)?;
        if name == "a voltage, converted" {
            page.call("voltage", json!(["GP3", 1.1]))?;
            wait_for_output(&page, "GP3 has 1100 mV\n")?;
        }
        // The timers go on when the script has ended: the LED has been high and low.
        if name.contains("LED") {
            page.wait_until("the LED changes", |page| {
                let events = page.call("events", json!([0]))?;
                let changes = |event: &&Value| event["kind"] == "Level" && event["pin"] == "GP25";
                Ok(events["events"].as_array().is_some_and(|events| events.iter().filter(changes).count() > 4))
            })?;
        }
    }
    Ok(())
}

/// The lines of the manual's two examples that the page's scripts must contain in this order.
const MANUAL_EXAMPLES: [(&str, &str); 2] = [
    (
        "an output",
        "from machine import Pin
g = machine.Pin('GP9', mode=Pin.OUT, pull=None, drive=Pin.MED_POWER, alt=-1)",
    ),
    (
        "an interrupt",
        "from machine import Pin
def pincb(pin):
pin_int = Pin('GP10', mode=Pin.IN, pull=Pin.PULL_DOWN)
pin_int.irq(mode=Pin.IRQ_RISING, handler=pincb)
# the callback can be triggered manually
# to disable the callback",
    ),
];

#[test]
fn the_examples_after_the_empty_bench_are_those_of_the_manual_line_by_line() -> Result<()> {
    let page = Page::open()?;
    open(&page)?;
    for ((name, lines), example) in MANUAL_EXAMPLES.into_iter().zip(&EXAMPLES[1..]) {
        assert_eq!(example.name, name);
        page.call("example", json!([name]))?;
        page.wait_until(name, |page| {
            let found = script(page)?;
            let mut found = found.lines();
            Ok(lines.lines().all(|line| found.any(|other| other == line)))
        })?;
    }
    Ok(())
}

#[test]
fn the_inspectors_line_is_inserted_into_the_script() -> Result<()> {
    let page = Page::open()?;
    page.call("init", json!(["GP9", {"mode": "OUT"}]))?;
    page.click("[data-name='GP9']")?;
    page.wait_until("GP9 is selected", |page| Ok(page.texts("h2")?.iter().any(|text| text == "GP9")))?;
    page.call("script", json!(["from machine import Pin\nled = 1"]))?;
    page.click("[data-act='insert']")?;
    wait_until_ready(&page)?;
    page.wait_until("it is there", |page| Ok(script(page)?.contains("Pin('GP9', mode=Pin.OUT")))?;
    assert_eq!(script(&page)?.matches("from machine import Pin").count(), 1);
    page.wait_until("it is part of the bench", |page| {
        Ok(page.call("script", json!([]))?.as_str().is_some_and(|script| script.contains("Pin('GP9'")))
    })?;
    page.click("[data-act='run-script']")?;
    page.wait_until("it runs", |page| Ok(page.texts("[data-what='script']")? == ["finished"]))
}
