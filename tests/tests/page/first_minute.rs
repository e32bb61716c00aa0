//! The hint of the first minute: its steps by mouse, by keyboard and on a phone, and when it is gone.

use anyhow::{Context as _, Result, bail};
use pinscope_core::PinId::GP10;
use pinscope_tests::browser::{Page, Screen, pad};
use serde_json::{Value, json};
use thirtyfour::Key;

use crate::accessibility::tab_to;
use crate::input::{wait_for_irqs, wait_for_level};

/// Waits until the hint is at a step and points at a place.
fn wait_for_step(page: &Page, step: &str, place: &str) -> Result<()> {
    page.element(&format!(".page[data-hint-at={place}] .note-line[data-hint={step}]")).map(drop)
}

/// Returns the steps that are done.
fn done(page: &Page) -> Result<Value> {
    page.evaluate("[...document.querySelectorAll('.steps [data-mark=done]')].map(step => step.dataset.step)")
}

/// Waits until neither a step nor a ring is shown.
fn wait_until_gone(page: &Page) -> Result<()> {
    page.wait_until("no hint", |page| {
        Ok(page.evaluate("document.querySelectorAll('[data-hint], [data-hint-at], .hint-ring').length")? == 0)
    })
}

/// Checks that the ring is around the pad of GP10, that the whole text is seen, and that the hint has moved nothing.
fn check_place(page: &Page, bench_top: &Value) -> Result<()> {
    let found = page.evaluate(
        "(() => {
            const middle = css => { const {x, y, width, height} = document.querySelector(css).getBoundingClientRect();
                return [x + width / 2, y + height / 2]; };
            const [ring, pad] = [middle('.hint-ring'), middle(\"[data-pin='GP10']\")];
            const text = document.querySelector('.note-line p');
            const bar = document.querySelector('.bar').getBoundingClientRect();
            const outside = [...document.querySelectorAll('.note-line *')].filter(part => {
                const {left, right, top, bottom} = part.getBoundingClientRect();
                return !part.closest('.aloud') && (left < 0 || right > innerWidth || top < bar.top || bottom > bar.bottom);
            });
            return {far: Math.hypot(ring[0] - pad[0], ring[1] - pad[1]) > 2,
                hidden: text.scrollHeight - text.clientHeight, outside: outside.map(part => part.outerHTML.slice(0, 80))};
        })()",
    )?;
    assert_eq!(found, json!({"far": false, "hidden": 0, "outside": []}));
    assert_eq!(&self::bench_top(page)?, bench_top);
    Ok(())
}

fn bench_top(page: &Page) -> Result<Value> {
    page.evaluate("document.querySelector('.bench').getBoundingClientRect().top")
}

fn hold(page: &Page) -> Result<()> {
    let element = page.element(&pad(GP10))?;
    page.run(page.browser().action_chain().click_and_hold_element(&element).perform())?;
    wait_for_level(page, GP10, "high")?;
    page.run(page.browser().action_chain().release().perform())
}

fn reload(page: &Page) -> Result<()> {
    page.run(page.browser().refresh())?;
    page.call("snapshot", json!([])).map(drop)
}

/// Presses Shift and Tab until an element that `css` selects has the focus. The editor and the terminal keep Tab.
fn tab_back_to(page: &Page, css: &str) -> Result<()> {
    for _ in 0..100 {
        if page.evaluate(&format!("document.activeElement.matches({})", json!(css)))? == true {
            return Ok(());
        }
        let keys = page.browser().action_chain().key_down(Key::Shift).send_keys(Key::Tab).key_up(Key::Shift);
        page.run(keys.perform())?;
    }
    bail!("Shift and Tab do not reach {css}")
}

fn press(page: &Page, key: impl Into<char>) -> Result<()> {
    page.press_keys(&key.into().to_string())
}

#[test]
fn each_step_is_ticked_when_it_happens_and_the_finished_hint_never_comes_back() -> Result<()> {
    let page = Page::open()?;
    page.show_on(Screen::window(1280, 720))?;
    wait_for_step(&page, "edge", "pad")?;
    let top = bench_top(&page)?;
    page.script("await Promise.allSettled(document.getAnimations().map(animation => animation.finished))")?;
    check_place(&page, &top)?;
    page.show_on(Screen::window(1440, 900))?;
    check_place(&page, &top)?;
    // The name does what the pad does, as long as the hint says to click the pin.
    page.click("[data-name=GP10]")?;
    wait_for_level(&page, GP10, "high")?;
    wait_for_step(&page, "falling", "pad")?;
    wait_for_irqs(&page, GP10, "1")?;
    check_place(&page, &top)?;
    page.click("[data-name=GP9]")?;
    page.click(&pad(GP10))?;
    wait_for_step(&page, "bounce", "pad")?;
    assert_eq!(page.attribute("[data-pin=GP9]", "data-level")?.as_deref(), Some("floating"), "a name only selects");
    check_place(&page, &top)?;
    hold(&page)?;
    wait_for_step(&page, "sleep", "wake")?;
    assert_eq!(done(&page)?, json!(["edge", "falling", "bounce"]));
    page.click("[data-setting=wake] [data-value=SUSPENDED]")?;
    wait_for_step(&page, "sleep", "suspend")?;
    page.click(".power [data-act=SUSPENDED]")?;
    wait_for_step(&page, "sleep", "pad")?;
    check_place(&page, &top)?;
    page.click(&pad(GP10))?;
    wait_for_step(&page, "python", "script")?;
    page.click("[data-tab=script]")?;
    page.wait_until("the script is there", |page| Ok(page.texts(".cm-line")?.concat().contains("pincb")))?;
    page.click("[data-act=run-script]")?;
    page.element("[data-hint=finished]")?;
    assert_eq!(done(&page)?, json!(["edge", "falling", "bounce", "sleep", "python"]));
    assert_eq!(page.evaluate("localStorage.getItem('pinscope.hint')")?, "over");
    page.click("[data-act=dismiss]")?;
    wait_until_gone(&page)?;
    reload(&page)?;
    page.call("open", json!(["", ""]))?;
    page.element("[data-example='an interrupt']").context("the example has its own instructions")?;
    wait_until_gone(&page)
}

#[test]
fn the_keyboard_alone_walks_through_all_steps() -> Result<()> {
    let page = Page::open()?;
    wait_for_step(&page, "edge", "pad")?;
    press(&page, 'b')?;
    page.element("[data-pin=GP10]:focus")?;
    press(&page, ' ')?;
    wait_for_step(&page, "falling", "pad")?;
    press(&page, ' ')?;
    wait_for_step(&page, "bounce", "pad")?;
    page.run(page.browser().action_chain().key_down(' ').perform())?;
    wait_for_level(&page, GP10, "high")?;
    page.run(page.browser().action_chain().key_up(' ').perform())?;
    wait_for_step(&page, "sleep", "wake")?;
    tab_to(&page, "[data-setting=wake] [data-value=SUSPENDED]")?;
    press(&page, ' ')?;
    wait_for_step(&page, "sleep", "suspend")?;
    tab_to(&page, ".power [data-act=SUSPENDED]")?;
    press(&page, Key::Enter)?;
    wait_for_step(&page, "sleep", "pad")?;
    press(&page, 'b')?;
    page.element("[data-pin=GP10]:focus")?;
    press(&page, ' ')?;
    wait_for_step(&page, "python", "script")?;
    press(&page, 'm')?;
    page.wait_until("the script is there", |page| Ok(page.texts(".cm-line")?.concat().contains("pincb")))?;
    tab_to(&page, "[data-act=run-script]")?;
    press(&page, Key::Enter)?;
    page.element("[data-hint=finished]")?;
    tab_back_to(&page, "[data-act=dismiss]")?;
    press(&page, Key::Enter)?;
    wait_until_gone(&page)
}

#[test]
fn on_a_phone_the_hint_points_at_tabs_too_and_a_step_is_skipped() -> Result<()> {
    let page = Page::open()?;
    page.prefer(&[("prefers-reduced-motion", "reduce")])?;
    page.show_on(Screen::phone(390, 844))?;
    page.element("[data-tab=board]")?;
    wait_for_step(&page, "edge", "pad")?;
    assert_eq!(page.evaluate("document.getAnimations().length")?, 0, "the ring stands still");
    let top = bench_top(&page)?;
    check_place(&page, &top)?;
    page.click("[data-tab=timeline]")?;
    let is_ringed = |page: &Page, css: &str| {
        let style = format!("getComputedStyle(document.querySelector({})).outlineStyle", json!(css));
        page.wait_until(css, |page| Ok(page.evaluate(&style)? == "solid"))
    };
    is_ringed(&page, "[data-tab=board]")?;
    page.click("[data-tab=board]")?;
    page.click(&pad(GP10))?;
    wait_for_step(&page, "falling", "pad")?;
    check_place(&page, &top)?;
    page.click(&pad(GP10))?;
    wait_for_step(&page, "bounce", "pad")?;
    check_place(&page, &top)?;
    hold(&page)?;
    wait_for_step(&page, "sleep", "wake")?;
    is_ringed(&page, "[data-tab=pin]")?;
    page.click("[data-tab=pin]")?;
    is_ringed(&page, "[data-setting=wake] [data-value=SUSPENDED]")?;
    page.click("[data-setting=wake] [data-value=SUSPENDED]")?;
    wait_for_step(&page, "sleep", "suspend")?;
    page.click("[data-tab=board]")?;
    is_ringed(&page, ".other-controls [data-act=SUSPENDED]")?;
    page.click(".other-controls [data-act=SUSPENDED]")?;
    wait_for_step(&page, "sleep", "pad")?;
    page.click(&pad(GP10))?;
    wait_for_step(&page, "python", "script")?;
    is_ringed(&page, "[data-tab=script]")?;
    page.click("[data-act=skip]")?;
    wait_until_gone(&page)?;
    assert_eq!(page.texts(".note-line p")?.concat(), "");
    assert_eq!(bench_top(&page)?, top);
    Ok(())
}

#[test]
fn while_the_board_sleeps_the_hint_says_how_to_wake_it() -> Result<()> {
    let page = Page::open()?;
    wait_for_step(&page, "edge", "pad")?;
    page.click("[data-act=SUSPENDED]")?;
    wait_for_step(&page, "edge", "reset")?;
    page.wait_until("the text", |page| Ok(page.texts(".note-line p")?.concat().contains("press reset, then go on")))?;
    page.click("[data-act=reset]")?;
    wait_for_step(&page, "edge", "pad")
}

#[test]
fn on_a_touch_screen_the_page_says_tap_and_names_the_reset_button_and_the_led() -> Result<()> {
    let page = Page::open()?;
    page.wait_until("a click", |page| Ok(page.texts(".note-line p")?.concat().contains("Click GP10")))?;
    page.show_on(Screen::phone(390, 844))?;
    page.wait_until("a tap", |page| Ok(page.texts(".note-line p")?.concat().contains("Tap GP10")))?;
    page.wait_until("the hint of the board", |page| {
        Ok(page.texts(".caption")?.concat().contains("Tap a pad: a clean edge"))
    })?;
    let shown = "[...document.querySelectorAll('.pcb text')].filter(text => text.checkVisibility())
        .map(text => text.textContent)";
    let shown = page.evaluate(shown)?;
    let shown = shown.as_array().map(Vec::as_slice).unwrap_or_default();
    assert!(["RST", "LED"].iter().all(|name| shown.iter().any(|text| text == name)), "{shown:?}");
    Ok(())
}

#[test]
fn a_reload_keeps_the_step_and_another_bench_or_a_script_takes_the_hint_away() -> Result<()> {
    let page = Page::open()?;
    page.click(&pad(GP10))?;
    wait_for_step(&page, "falling", "pad")?;
    page.call("bounce", json!(["GP10", {"edges": 0}]))?;
    page.wait_until("the bench is stored", |page| {
        Ok(page.evaluate("(localStorage.getItem('pinscope-bench') ?? '') !== ''")? == true)
    })?;
    reload(&page)?;
    wait_for_step(&page, "falling", "pad")?;
    page.call("example", json!(["an output"]))?;
    page.element("[data-example='an output']")?;
    wait_until_gone(&page)?;
    page.call("open", json!(["", ""]))?;
    wait_for_step(&page, "falling", "pad")?;
    page.call("python", json!(["print(1)"]))?;
    wait_until_gone(&page)?;
    page.call("open", json!(["", ""]))?;
    wait_for_step(&page, "falling", "pad")?;
    page.click("[data-act=dismiss]")?;
    wait_until_gone(&page)?;
    page.call("open", json!(["", ""]))?;
    page.element("[data-example='an interrupt']")?;
    wait_until_gone(&page)
}
