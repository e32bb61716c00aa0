//! Checks of a teacher: they have a row for each test, always end, and leave the live board as it is.

use anyhow::Result;
use pinscope_core::PinId;
use pinscope_tests::browser::{Page, pad};
use serde_json::{Value, json};
use thirtyfour::Key;

use super::hosts::without_isolation;
use super::panel::{open, script, terminal};
use super::{pin, start, stop, wait_for_end};

/// The LED is on while the button is pressed.
const BUTTON: &str = "from machine import Pin\nled = Pin('GP25', mode=Pin.OUT, value=0)\n\
    button = Pin('GP10', pull=Pin.PULL_DOWN)\nwhile True: led(button())\n";

const CHECK: &str = "def test_press(b):\n  b.press('GP10')\n  b.run_ms(50)\n  \
    assert b.level('GP25') == 1, 'the LED stays dark'\n\
    def test_rest(b):\n  b.run_ms(50)\n  assert b.level('GP25') == 1, 'the LED is <b>off</b>'\n";

fn rows() -> Vec<Value> {
    vec![
        json!({"name": "test_press", "passed": true, "message": ""}),
        json!({"name": "test_rest", "passed": false, "message": "the LED is <b>off</b>"}),
    ]
}

/// Starts a script, and asserts that a check has its rows while the script runs on.
fn check_while_a_script_runs(page: &Page) -> Result<()> {
    page.call("reset", json!([]))?;
    page.call("script", json!([BUTTON]))?;
    page.call("drive", json!(["GP17", "high"]))?;
    let text = "import time\nfrom machine import Pin\nPin('GP5', mode=Pin.OUT, value=1)\n\
                end = Pin('GP16', pull=Pin.PULL_DOWN)\nwhile not end(): time.sleep_ms(10)\nprint('ended by itself')";
    start(page, text)?;
    // Without isolation, calls wait until the script has ended.
    let level = |pin: PinId| page.attribute(&pad(pin), "data-level");
    page.wait_until("it runs", |_| Ok(level(PinId::GP5)?.as_deref() == Some("high")))?;
    let check = format!("{CHECK}def test_copy(b):\n  assert b.level('GP17') == 1 and b.level('GP5') == 'floating'\n");
    let mut expected = rows();
    expected.extend([json!({"name": "test_copy", "passed": true, "message": ""})]);
    assert_eq!(page.call("check", json!([check]))?, json!(expected));
    assert_eq!(page.evaluate("window.ended")?, Value::Null, "the script runs on");
    assert_eq!(level(PinId::GP5)?.as_deref(), Some("high"));
    assert_eq!(level(PinId::GP10)?.as_deref(), Some("floating"), "nobody has pressed a button of the live board");
    assert_eq!(level(PinId::GP25)?.as_deref(), Some("floating"), "the live board does not run the script of the bench");
    Ok(())
}

#[test]
fn a_check_has_its_rows_and_leaves_the_live_board_as_it_is() -> Result<()> {
    let page = Page::open()?;
    check_while_a_script_runs(&page)?;
    page.call("drive", json!(["GP16", "high"]))?;
    assert_eq!(wait_for_end(&page)?, json!({"stdout": "ended by itself\n", "error": null}));

    // A check has files that are too long for a link.
    page.call("file", json!(["data.csv", "x".repeat(40_000)]))?;
    page.call("pause", json!([]))?;
    let live = || -> Result<[Value; 3]> {
        Ok([page.call("snapshot", json!([]))?, page.call("events", json!([]))?, page.call("script", json!([]))?])
    };
    let before = live()?;
    assert_eq!(page.call("check", json!([CHECK]))?, json!(rows()));
    let failing = json!({"script": "from machine import Pin\nPin('GP99')"});
    let message = "The script failed in line 2: ValueError: there is no pin 'GP99'; the nearest is GP9";
    let failed = json!([{"name": "test_a", "passed": false, "message": message}]);
    assert_eq!(page.call("check", json!(["def test_a(b): b.run_ms(1)", failing]))?, failed);
    assert_eq!(live()?, before);

    for (args, refusal) in [
        (json!([]), "BadArgument: check(text): text is a string, not undefined"),
        (json!([CHECK, {"text": ""}]), "BadArgument: check has no setting 'text'; it has: script"),
        (json!([CHECK, {"script": 5}]), "BadArgument: check(text, {script}): script is a string, not number"),
        (json!([" ".repeat(200_001)]), "CheckTooLong: a check may have at most 200,000 characters"),
    ] {
        assert_eq!(page.call("check", args).expect_err("it is to be refused").to_string(), refusal);
    }
    Ok(())
}

#[test]
fn without_isolation_a_check_has_its_rows_while_a_script_runs() -> Result<()> {
    let (page, _network) = without_isolation()?;
    assert_eq!(page.evaluate("crossOriginIsolated")?, false);
    check_while_a_script_runs(&page)?;
    stop(&page)
}

#[test]
fn tests_and_scripts_without_end_are_ended_and_the_page_works_meanwhile() -> Result<()> {
    let page = Page::open()?;
    let too_slow = "It had not ended after 5 seconds, which is the most that all tests together may take.";
    let not_run =
        "It was not run, because the tests before it had taken 5 seconds, the most that all may take together.";
    let row = |name: &str, message: &str| json!({"name": name, "passed": message.is_empty(), "message": message});
    let a_test_without_end = "def test_a(b): pass\ndef test_b(b):\n  while True: pass\ndef test_c(b): pass";
    let checks = [
        (json!([a_test_without_end]), json!([row("test_a", ""), row("test_b", too_slow), row("test_c", not_run)])),
        (
            json!(["def test_slow(b): b.run_ms(1)", {"script": "max(range(10**9))"}]),
            json!([row("test_slow", too_slow)]),
        ),
        (json!(["while True: pass"]), json!([row("check.py", too_slow)])),
    ];
    // One after the other, because checks at the same time would share the processor, and so their five seconds.
    for (level, (arguments, expected)) in ["high", "low", "high"].into_iter().zip(checks) {
        page.script(&format!(
            "window.rows = null;
            window.pinscope.check(...{arguments}).then(rows => window.rows = rows);"
        ))?;
        page.call("drive", json!(["GP9", level]))?;
        assert_eq!(pin(&page, "GP9")?["level"], level);
        assert_eq!(page.evaluate("window.rows")?, Value::Null);
        page.wait_until("it has ended", |page| Ok(!page.evaluate("window.rows")?.is_null()))?;
        assert_eq!(page.evaluate("window.rows")?, expected);
    }
    Ok(())
}

/// Waits until the panel shows these rows.
fn wait_for_rows(page: &Page, rows: &[&str]) -> Result<()> {
    page.wait_until(&format!("the rows {rows:?}"), |page| Ok(page.texts("[data-what='check'] p")? == rows))
}

#[test]
fn the_panel_shows_a_row_for_each_test_and_the_keyboard_reaches_them() -> Result<()> {
    let page = Page::open()?;
    open(&page)?;
    page.call("script", json!([BUTTON]))?;
    page.wait_until("the panel shows it", |page| Ok(script(page)?.trim_end() == BUTTON.trim_end()))?;
    let live = || -> Result<_> { Ok((terminal(&page)?.trim_end().to_owned(), page.texts("[data-what='script']")?)) };
    let before = live()?;
    let set_check = |text: Value| page.call("file", json!(["check.py", text]));
    let wait_until_visible = |css: &str, is_visible: bool| {
        let visible = format!("document.querySelector({}).checkVisibility()", json!(css));
        page.wait_until(&format!("{css} is visible: {is_visible}"), |page| Ok(page.evaluate(&visible)? == is_visible))
    };
    wait_until_visible("[data-act='check']", false)?;
    set_check(json!(CHECK))?;
    wait_until_visible("[data-act='check']", true)?;

    page.evaluate("document.querySelector('[data-act=check]').focus()")?;
    page.press_keys(&char::from(Key::Enter).to_string())?;
    let shown = ["1 of 2 tests passed", "test_press passed", "test_rest failed: the LED is <b>off</b>"];
    wait_for_rows(&page, &shown)?;
    assert_eq!(page.texts("[data-check='failed'] b")?, ["test_rest"]);
    assert_eq!(page.texts("[role='log'] [data-check]")?.len(), 2, "they are announced");
    assert_eq!(live()?, before);

    // Rows that are the same as before are new, so that they are announced again.
    page.evaluate("document.querySelector('[data-check]').dataset.old = ''")?;
    page.click("[data-act='check']")?;
    page.wait_until("the rows are new", |page| {
        Ok(page.texts("[data-check]")?.len() == 2 && page.texts("[data-old]")?.is_empty())
    })?;
    page.click(".prompt")?;
    page.press_keys(&format!("{}{}", char::from(Key::Escape), char::from(Key::Tab)))?;
    assert_eq!(page.evaluate("document.activeElement.dataset.what")?, "check", "Tab leads to the rows");

    set_check(json!("def test_a(b): b.press('GP99')"))?;
    wait_until_visible("[data-what='check']", false)?;
    page.click("[data-act='check']")?;
    let message =
        "test_a failed: The test itself failed in line 1: ValueError: there is no pin 'GP99'; the nearest is GP9";
    wait_for_rows(&page, &["0 of 1 tests passed", message])?;
    set_check(Value::Null)?;
    wait_until_visible("[data-act='check']", false)
}
