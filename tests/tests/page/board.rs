//! The board: a pad's menu, wires, both drawings, the legend and the keys.

use anyhow::{Context as _, Result};
use pinscope_core::PinId::{self, GP9, GP10, GP13, GP17, GP22, GP25, GP30};
use pinscope_tests::browser::{Page, pad};
use serde_json::{Value, json};
use thirtyfour::Key;

use crate::input::{counts, level, shows};

const MENU: &str = "[role=menu]";

fn number_of(page: &Page, css: &str) -> Result<Value> {
    page.evaluate(&format!("document.querySelectorAll({}).length", json!(css)))
}

fn gone(page: &Page, css: &str) -> Result<()> {
    page.wait_until(&format!("no {css}"), |page| Ok(number_of(page, css)? == 0))
}

fn is_there(page: &Page, css: &str) -> Result<()> {
    page.element(css).map(drop)
}

fn keys(page: &Page, keys: &[Key]) -> Result<()> {
    keys.iter().try_for_each(|key| page.run(page.browser().action_chain().send_keys(key.clone()).perform()))
}

fn focus(page: &Page, css: &str) -> Result<()> {
    page.element(css)?;
    page.evaluate(&format!("document.querySelector({}).focus()", json!(css))).map(drop)
}

fn has_focus(page: &Page, css: &str) -> Result<()> {
    page.wait_until(&format!("{css} has the focus"), |page| {
        Ok(page.evaluate(&format!("document.activeElement.matches({})", json!(css)))? == true)
    })
}

fn right_click(page: &Page, pin: PinId) -> Result<()> {
    let element = page.element(&pad(pin))?;
    page.run(page.browser().action_chain().context_click_element(&element).perform())?;
    is_there(page, MENU)
}

fn choose(page: &Page, pin: PinId, item: &str) -> Result<()> {
    right_click(page, pin)?;
    page.click(&format!("[data-item='{item}']"))?;
    gone(page, MENU)
}

/// Presses one pad and goes to another, or `aside`, before it lets go.
fn drag(page: &Page, from: PinId, to: PinId, aside: i64) -> Result<()> {
    let (from, to) = (page.element(&pad(from))?, page.element(&pad(to))?);
    let chain = page.browser().action_chain().click_and_hold_element(&from).move_to_element_center(&to);
    page.run(chain.move_by_offset(aside, 0).release().perform())
}

#[test]
fn the_menu_by_keyboard_holds_a_pad_and_gives_the_focus_back() -> Result<()> {
    let page = Page::open()?;
    focus(&page, &pad(GP9))?;
    keys(&page, &[Key::Enter])?;
    has_focus(&page, "[data-item='float'][role=menuitemradio][aria-checked=true]")?;
    keys(&page, &[Key::Down])?;
    has_focus(&page, "[data-item='pulse 1 µs'][role=menuitem]")?;
    keys(&page, &[Key::Up, Key::Right, Key::Right])?;
    has_focus(&page, "[data-item='high']")?;
    keys(&page, &[Key::Enter])?;
    shows(&page, GP9, "high")?;
    has_focus(&page, &pad(GP9))?;
    keys(&page, &[Key::Enter])?;
    has_focus(&page, "[data-item='float'][aria-checked=false]")?;
    keys(&page, &[Key::Escape])?;
    gone(&page, MENU)?;
    has_focus(&page, &pad(GP9))?;
    assert_eq!(level(&page, GP9)?.as_deref(), Some("high"));
    Ok(())
}

#[test]
fn the_menu_by_mouse_closes_when_something_else_is_pressed_and_that_press_is_no_click() -> Result<()> {
    let page = Page::open()?;
    right_click(&page, GP9)?;
    page.click(&pad(GP10))?;
    gone(&page, MENU)?;
    right_click(&page, GP9)?;
    page.click("h1")?;
    gone(&page, MENU)?;
    choose(&page, GP9, "low")?;
    shows(&page, GP9, "low")?;
    assert_eq!(level(&page, GP10)?.as_deref(), Some("low"));
    counts(&page, GP10, "0")
}

#[test]
fn a_menu_stays_within_the_window() -> Result<()> {
    let page = Page::open()?;
    for (width, height) in [(1440, 900), (720, 450), (360, 640)] {
        let size = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        page.devtools("Emulation.setDeviceMetricsOverride", size)?;
        for pin in ["GP25", "GP2", "GP28", "GP5"] {
            let open = format!(
                "(() => {{ const pad = document.querySelector('[data-pin={pin}]');
                pad.scrollIntoView({{block: 'center'}}); pad.focus(); }})()"
            );
            page.evaluate(&open)?;
            keys(&page, &[Key::Enter])?;
            is_there(&page, MENU)?;
            let fits = page.evaluate(
                "(() => { const box = document.querySelector('.menu').getBoundingClientRect();
                    return box.left >= 0 && box.top >= 0 && box.right <= innerWidth && box.bottom <= innerHeight; })()",
            )?;
            assert_eq!(fits, true, "{pin} at {width} × {height}");
            keys(&page, &[Key::Escape])?;
            gone(&page, MENU)?;
        }
    }
    Ok(())
}

#[test]
fn a_drag_from_pad_to_pad_lays_a_wire_and_nothing_else() -> Result<()> {
    let page = Page::open()?;
    drag(&page, GP10, GP17, 0)?;
    is_there(&page, ".wires .low")?;
    assert_eq!(level(&page, GP17)?.as_deref(), Some("low"), "GP10's pull-down holds both");
    counts(&page, GP10, "0")?;
    page.click(&pad(GP17))?;
    shows(&page, GP10, "high")?;
    is_there(&page, ".wires .high .traveller")?;
    counts(&page, GP10, "1")?;
    // Dropped beside a pad, and on the pad it came from.
    drag(&page, GP9, GP30, -90)?;
    drag(&page, GP9, GP9, 0)?;
    gone(&page, ".laid")?;
    assert_eq!(number_of(&page, ".wires .wire")?, 1);
    Ok(())
}

#[test]
fn a_finger_lays_a_wire_too() -> Result<()> {
    let page = Page::open()?;
    let middle = |pin| {
        page.evaluate(&format!(
            "(() => {{ const box = document.querySelector(\"{}\").getBoundingClientRect();
                return {{x: box.x + box.width / 2, y: box.y + box.height / 2}}; }})()",
            pad(pin)
        ))
    };
    for (kind, points) in
        [("touchStart", json!([middle(GP9)?])), ("touchMove", json!([middle(GP22)?])), ("touchEnd", json!([]))]
    {
        page.devtools("Input.dispatchTouchEvent", json!({"type": kind, "touchPoints": points}))?;
    }
    is_there(&page, ".wires .floating")
}

#[test]
fn the_menu_lays_a_wire_by_list_or_by_the_other_pad_and_takes_it_away() -> Result<()> {
    let page = Page::open()?;
    right_click(&page, GP10)?;
    page.click("[data-item='wire']")?;
    has_focus(&page, "[data-item='GP2']")?;
    page.click("[data-item='GP22']")?;
    shows(&page, GP22, "low")?;
    right_click(&page, GP10)?;
    page.click("[data-item='wire']")?;
    is_there(&page, "[data-item='GP17']")?;
    page.click(&pad(GP17))?;
    shows(&page, GP17, "low")?;
    choose(&page, GP10, "unwire GP22")?;
    shows(&page, GP22, "floating")?;
    assert_eq!(number_of(&page, ".wires .wire")?, 1);
    Ok(())
}

#[test]
fn clock_and_pulse_come_from_the_menu() -> Result<()> {
    let page = Page::open()?;
    choose(&page, GP10, "pulse 1 µs")?;
    counts(&page, GP10, "1")?;
    shows(&page, GP10, "low")?;
    right_click(&page, GP10)?;
    focus(&page, "[data-item='hertz']")?;
    // A letter in a field is a letter.
    page.press_keys(".50")?;
    let typed = page.evaluate("document.querySelector('[data-item=hertz]').value")?;
    assert_eq!(typed, ".50");
    keys(&page, &[Key::Home])?;
    page.press_keys("40")?;
    keys(&page, &[Key::Enter])?;
    gone(&page, MENU)?;
    page.wait_until("the clock of 40.5 Hz interrupts", |page| {
        let counted = page.attribute(&pad(GP10), "data-irqs")?.context("no count")?;
        Ok(counted.parse::<u32>()? > 5)
    })?;
    choose(&page, GP10, "clock 100 Hz")?;
    right_click(&page, GP10)?;
    is_there(&page, "[data-item='clock 100 Hz'][aria-checked=true]")
}

#[test]
fn the_button_is_pressed_and_released_from_the_menu() -> Result<()> {
    let page = Page::open()?;
    choose(&page, GP10, "clean")?;
    choose(&page, GP10, "press")?;
    shows(&page, GP10, "high")?;
    choose(&page, GP10, "release")?;
    shows(&page, GP10, "low")?;
    counts(&page, GP10, "1")
}

#[test]
fn a_driven_pad_held_from_outside_is_in_contention() -> Result<()> {
    let page = Page::open()?;
    choose(&page, GP25, "high")?;
    shows(&page, GP25, "contention")?;
    is_there(&page, ".row .clash")?;
    choose(&page, GP25, "float")?;
    shows(&page, GP25, "low")
}

#[test]
fn a_pads_name_says_all_that_is_drawn() -> Result<()> {
    let page = Page::open()?;
    let named = |pin, expected: &str| {
        page.wait_until(expected, |page| Ok(page.attribute(&pad(pin), "aria-label")?.as_deref() == Some(expected)))
    };
    page.call("wire", json!(["GP17", "GP22"]))?;
    page.call("init", json!(["GP17", {"pull": "PULL_UP"}]))?;
    page.call(
        "irq",
        json!(["GP17", {"trigger": "IRQ_FALLING", "wake": ["ACTIVE", "SUSPENDED"], "takes_ns": 1_000_000_000}]),
    )?;
    page.call("clock", json!(["GP22", 1000]))?;
    page.call("advance", json!([5_500_000]))?;
    page.call("drive", json!(["GP22", "low"]))?;
    let start = "GP17, IN, low, MED_POWER, wired to GP22, interrupt on a falling edge: ";
    page.wait_until("the name", |page| {
        let name = page.attribute(&pad(GP17), "aria-label")?.unwrap_or_default();
        Ok(name.starts_with(start) && name.contains(" coalesced") && name.ends_with(", wakes SUSPENDED"))
    })?;
    is_there(&page, ".count .lost")?;
    named(GP22, "GP22, IN, low, MED_POWER, held low, wired to GP17")
}

#[test]
fn the_launchpad_has_its_pads_in_four_columns_its_leds_and_its_buttons() -> Result<()> {
    let page = Page::open()?;
    page.call("board", json!(["LAUNCHXL"]))?;
    is_there(&page, ".board.launchxl")?;
    assert_eq!(number_of(&page, "[data-pin]")?, PinId::COUNT);
    let columns = page.evaluate(
        "(() => { const columns = {};
            for (const row of document.querySelectorAll('.row:not(.supply)')) {
                const box = row.querySelector('[data-pin]').getBoundingClientRect();
                const label = row.querySelector('.label').textContent;
                (columns[Math.round(box.x + box.width / 2)] ??= []).push(label);
            }
            return Object.values(columns).map(labels => [...new Set(labels.map(label => label.slice(0, 2)))].join());
        })()",
    )?;
    assert_eq!(columns, json!(["P1", "P3", "P4", "P2"]), "from the left");
    let missed = page.evaluate(
        "[...document.querySelectorAll('[data-pin]')].filter(pad => {
            const box = pad.getBoundingClientRect();
            return !pad.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2));
        }).length",
    )?;
    assert_eq!(missed, 0);
    gone(&page, ".lamp.lit")?;
    page.click(&pad(GP9))?;
    is_there(&page, ".lamp.lit")?;
    let button = page.element("[data-button=GP13]")?;
    page.run(page.browser().action_chain().click_and_hold_element(&button).perform())?;
    shows(&page, GP13, "high")?;
    page.run(page.browser().action_chain().release().perform())?;
    shows(&page, GP13, "floating")
}

#[test]
fn arrows_walk_both_columns_of_the_launchpad() -> Result<()> {
    let page = Page::open()?;
    page.call("board", json!(["LAUNCHXL"]))?;
    is_there(&page, ".board.launchxl")?;
    focus(&page, &pad(GP13))?;
    for (key, expected) in [(Key::Right, "GP2"), (Key::Down, "GP5"), (Key::Left, "GP12"), (Key::Left, "GP12")] {
        keys(&page, &[key])?;
        has_focus(&page, &format!("[data-pin={expected}]"))?;
    }
    Ok(())
}

#[test]
fn the_legend_opens_with_a_question_mark_and_gives_the_focus_back() -> Result<()> {
    let page = Page::open()?;
    focus(&page, &pad(GP10))?;
    page.press_keys("?")?;
    is_there(&page, "dialog.legend[open]")?;
    keys(&page, &[Key::Escape])?;
    gone(&page, "dialog.legend[open]")?;
    page.click("[data-act=legend]")?;
    is_there(&page, "dialog.legend[open]")?;
    keys(&page, &[Key::Enter])?;
    gone(&page, "dialog.legend[open]")?;
    has_focus(&page, "[data-act=legend]")
}

#[test]
fn letters_go_to_tools_until_they_are_turned_off() -> Result<()> {
    let page = Page::open()?;
    page.press_keys("p")?;
    has_focus(&page, ".inspector")?;
    page.press_keys("b")?;
    has_focus(&page, &pad(GP10))?;
    page.press_keys(".")?;
    is_there(&page, "[data-setting=run] [data-value=pause][aria-checked=true]")?;
    page.click("[data-act=legend]")?;
    page.click("[data-setting=letters]")?;
    is_there(&page, "[data-setting=letters][aria-checked=false]")?;
    keys(&page, &[Key::Escape])?;
    for again in [false, true] {
        if again {
            page.run(page.browser().refresh())?;
            is_there(&page, &pad(GP10))?;
        }
        page.press_keys("p?")?;
        page.call("snapshot", json!([]))?;
        assert_eq!(number_of(&page, ".inspector:focus, dialog[open]")?, 0);
    }
    Ok(())
}

#[test]
fn on_a_narrow_phone_nothing_overflows_and_a_finger_finds_the_menu() -> Result<()> {
    let page = Page::open()?;
    page.devtools(
        "Emulation.setDeviceMetricsOverride",
        json!({"width": 360, "height": 740, "deviceScaleFactor": 2, "mobile": true}),
    )?;
    for board in ["WIPY", "LAUNCHXL"] {
        page.call("board", json!([board]))?;
        is_there(&page, if board == "WIPY" { ".wipy [data-pin]" } else { ".launchxl [data-pin]" })?;
        let sticks_out = page.evaluate(
            "[document.documentElement, ...document.querySelectorAll('.pads .name text, .pads .pad')].filter(element => {
                const box = element.getBoundingClientRect();
                return box.left < 0 || box.right > 360 || element.scrollWidth > 360;
            }).length",
        )?;
        assert_eq!(sticks_out, 0, "{board}");
        page.click("[data-act=menu]")?;
        is_there(&page, MENU)?;
        keys(&page, &[Key::Escape])?;
        gone(&page, MENU)?;
    }
    Ok(())
}

#[test]
fn waking_lights_the_board_from_the_pad_that_woke_it() -> Result<()> {
    let page = Page::open()?;
    page.call("init", json!(["GP17", {"pull": "PULL_DOWN"}]))?;
    page.call("irq", json!(["GP17", {"trigger": "IRQ_RISING", "wake": "SUSPENDED"}]))?;
    page.call("sleep", json!(["SUSPENDED"]))?;
    is_there(&page, "[data-power=SUSPENDED]")?;
    assert_eq!(page.texts(".caption .hint")?, ["Press GP17 to wake the board."]);
    page.click(&pad(GP17))?;
    is_there(&page, ".dawn")?;
    let middle = page.evaluate(
        "(() => { const ring = document.querySelector('.dawn circle'), pad = document.querySelector('[data-pin=GP17]');
            return pad.closest('.row').getAttribute('transform') === `translate(${ring.getAttribute('cx')} ${ring.getAttribute('cy')})`; })()",
    )?;
    assert_eq!(middle, true);
    Ok(())
}
