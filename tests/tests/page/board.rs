//! The board: a pad's menu, wires, the drawings of both boards, the legend and keyboard shortcuts.

use anyhow::{Context as _, Result};
use pinscope_core::PinId::{self, GP9, GP10, GP13, GP17, GP22, GP25, GP30};
use pinscope_tests::browser::{Page, pad};
use serde_json::{Value, json};
use thirtyfour::Key;

use crate::input::{level, wait_for_irqs, wait_for_level};

const MENU: &str = "[role=menu]";

fn count(page: &Page, css: &str) -> Result<Value> {
    page.evaluate(&format!("document.querySelectorAll({}).length", json!(css)))
}

fn wait_until_gone(page: &Page, css: &str) -> Result<()> {
    page.wait_until(&format!("no {css}"), |page| Ok(count(page, css)? == 0))
}

fn wait_for(page: &Page, css: &str) -> Result<()> {
    page.element(css).map(drop)
}

fn press(page: &Page, keys: &[Key]) -> Result<()> {
    keys.iter().try_for_each(|key| page.run(page.browser().action_chain().send_keys(key.clone()).perform()))
}

fn focus(page: &Page, css: &str) -> Result<()> {
    page.element(css)?;
    page.evaluate(&format!("document.querySelector({}).focus()", json!(css))).map(drop)
}

fn wait_for_focus(page: &Page, css: &str) -> Result<()> {
    page.wait_until(&format!("{css} has the focus"), |page| {
        Ok(page.evaluate(&format!("document.activeElement.matches({})", json!(css)))? == true)
    })
}

fn right_click(page: &Page, pin: PinId) -> Result<()> {
    let element = page.element(&pad(pin))?;
    page.run(page.browser().action_chain().context_click_element(&element).perform())?;
    wait_for(page, MENU)
}

fn choose(page: &Page, pin: PinId, item: &str) -> Result<()> {
    right_click(page, pin)?;
    page.click(&format!("[data-item='{item}']"))?;
    wait_until_gone(page, MENU)
}

/// Drags from one pad to another, or to a point `aside` pixels to the right of it.
fn drag(page: &Page, from: PinId, to: PinId, aside: i64) -> Result<()> {
    let (from, to) = (page.element(&pad(from))?, page.element(&pad(to))?);
    let chain = page.quick_actions().click_and_hold_element(&from).move_to_element_center(&to);
    page.run(chain.move_by_offset(aside, 0).release().perform())
}

#[test]
fn the_menu_by_keyboard_holds_a_pad_and_gives_the_focus_back() -> Result<()> {
    let page = Page::open()?;
    focus(&page, &pad(GP9))?;
    press(&page, &[Key::Enter])?;
    wait_for_focus(&page, "[data-item='float'][role=menuitemradio][aria-checked=true]")?;
    press(&page, &[Key::End])?;
    wait_for_focus(&page, "[role=menu] > :last-child button:last-child")?;
    press(&page, &[Key::Home])?;
    wait_for_focus(&page, "[data-item='float']")?;
    press(&page, &[Key::Down])?;
    wait_for_focus(&page, "[data-item='pulse 1 µs'][role=menuitem]")?;
    press(&page, &[Key::Up, Key::Right, Key::Right])?;
    wait_for_focus(&page, "[data-item='high']")?;
    press(&page, &[Key::Enter])?;
    wait_for_level(&page, GP9, "high")?;
    wait_for_focus(&page, &pad(GP9))?;
    press(&page, &[Key::Enter])?;
    wait_for_focus(&page, "[data-item='float'][aria-checked=false]")?;
    press(&page, &[Key::Escape])?;
    wait_until_gone(&page, MENU)?;
    wait_for_focus(&page, &pad(GP9))?;
    assert_eq!(level(&page, GP9)?.as_deref(), Some("high"));
    Ok(())
}

#[test]
fn the_menu_by_mouse_closes_when_something_else_is_pressed_and_that_press_is_no_click() -> Result<()> {
    let page = Page::open()?;
    right_click(&page, GP9)?;
    page.click(&pad(GP10))?;
    wait_until_gone(&page, MENU)?;
    right_click(&page, GP9)?;
    page.click("h1")?;
    wait_until_gone(&page, MENU)?;
    choose(&page, GP9, "low")?;
    wait_for_level(&page, GP9, "low")?;
    assert_eq!(level(&page, GP10)?.as_deref(), Some("low"));
    wait_for_irqs(&page, GP10, "0")
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
            press(&page, &[Key::Enter])?;
            wait_for(&page, MENU)?;
            let fits = page.evaluate(
                "(() => { const box = document.querySelector('.menu').getBoundingClientRect();
                    return box.left >= 0 && box.top >= 0 && box.right <= innerWidth && box.bottom <= innerHeight; })()",
            )?;
            assert_eq!(fits, true, "{pin} at {width} × {height}");
            press(&page, &[Key::Escape])?;
            wait_until_gone(&page, MENU)?;
        }
    }
    Ok(())
}

#[test]
fn a_drag_from_pad_to_pad_adds_a_wire_and_nothing_else() -> Result<()> {
    let page = Page::open()?;
    drag(&page, GP10, GP17, 0)?;
    wait_for(&page, ".wires .low")?;
    assert_eq!(level(&page, GP17)?.as_deref(), Some("low"), "GP10's pull-down holds both");
    wait_for_irqs(&page, GP10, "0")?;
    page.click(&pad(GP17))?;
    wait_for_level(&page, GP10, "high")?;
    wait_for(&page, ".wires .high .traveller")?;
    wait_for_irqs(&page, GP10, "1")?;
    // The drag ends beside a pad, and on the pad where it began.
    drag(&page, GP9, GP30, -90)?;
    drag(&page, GP9, GP9, 0)?;
    wait_until_gone(&page, ".laid")?;
    assert_eq!(count(&page, ".wires .wire")?, 1);
    Ok(())
}

#[test]
fn a_finger_adds_a_wire_too() -> Result<()> {
    let page = Page::open()?;
    let middle = |pin| {
        page.evaluate(&format!(
            "(() => {{ const box = document.querySelector(\"{}\").getBoundingClientRect();
                return {{x: box.x + box.width / 2, y: box.y + box.height / 2}}; }})()",
            pad(pin)
        ))
    };
    let (from, to) = (middle(GP9)?, middle(GP22)?);
    let touch = |kind: &str, points: Value| {
        page.devtools("Input.dispatchTouchEvent", json!({"type": kind, "touchPoints": points}))
    };
    touch("touchStart", json!([from]))?;
    // A wire begins only after a long press. A longer one closes the button of the pad.
    wait_for_level(&page, GP9, "high")?;
    touch("touchMove", json!([to]))?;
    touch("touchEnd", json!([]))?;
    wait_for(&page, ".wires .floating")
}

#[test]
fn the_menu_adds_a_wire_by_list_or_by_the_other_pad_and_removes_it() -> Result<()> {
    let page = Page::open()?;
    right_click(&page, GP10)?;
    page.click("[data-item='wire']")?;
    wait_for_focus(&page, "[data-item='GP2']")?;
    page.click("[data-item='GP22']")?;
    wait_for_level(&page, GP22, "low")?;
    right_click(&page, GP10)?;
    page.click("[data-item='wire']")?;
    wait_for(&page, "[data-item='GP17']")?;
    page.click(&pad(GP17))?;
    wait_for_level(&page, GP17, "low")?;
    choose(&page, GP10, "unwire GP22")?;
    wait_for_level(&page, GP22, "floating")?;
    assert_eq!(count(&page, ".wires .wire")?, 1);
    Ok(())
}

#[test]
fn clock_and_pulse_come_from_the_menu() -> Result<()> {
    let page = Page::open()?;
    choose(&page, GP10, "pulse 1 µs")?;
    wait_for_irqs(&page, GP10, "1")?;
    wait_for_level(&page, GP10, "low")?;
    right_click(&page, GP10)?;
    focus(&page, "[data-item='hertz']")?;
    // A letter typed into a field is no shortcut.
    page.press_keys(".50")?;
    let typed = page.evaluate("document.querySelector('[data-item=hertz]').value")?;
    assert_eq!(typed, ".50");
    press(&page, &[Key::Home])?;
    page.press_keys("40")?;
    press(&page, &[Key::Enter])?;
    wait_until_gone(&page, MENU)?;
    page.wait_until("the clock of 40.5 Hz interrupts", |page| {
        let counted = page.attribute(&pad(GP10), "data-irqs")?.context("no count")?;
        Ok(counted.parse::<u32>()? > 5)
    })?;
    choose(&page, GP10, "clock 100 Hz")?;
    right_click(&page, GP10)?;
    wait_for(&page, "[data-item='clock 100 Hz'][aria-checked=true]")
}

#[test]
fn the_button_is_pressed_and_released_from_the_menu() -> Result<()> {
    let page = Page::open()?;
    choose(&page, GP10, "clean")?;
    choose(&page, GP10, "press")?;
    wait_for_level(&page, GP10, "high")?;
    choose(&page, GP10, "release")?;
    wait_for_level(&page, GP10, "low")?;
    wait_for_irqs(&page, GP10, "1")
}

#[test]
fn a_driven_pad_held_from_outside_is_in_contention() -> Result<()> {
    let page = Page::open()?;
    choose(&page, GP25, "high")?;
    wait_for_level(&page, GP25, "contention")?;
    wait_for(&page, ".row .clash")?;
    choose(&page, GP25, "float")?;
    wait_for_level(&page, GP25, "low")
}

#[test]
fn a_pads_accessible_name_contains_everything_that_is_drawn() -> Result<()> {
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
    wait_for(&page, ".count .lost")?;
    // On the left side too, the number served comes before the number coalesced.
    page.wait_until("the number served", |page| {
        let served = page.evaluate("document.querySelector('.count .lost').previousSibling.textContent")?;
        Ok(served.as_str().map(str::to_owned) == page.attribute(&pad(GP17), "data-irqs")?)
    })?;
    named(GP22, "GP22, IN, low, MED_POWER, held low, wired to GP17")
}

#[test]
fn the_launchpad_has_its_pads_in_four_columns_its_leds_and_its_buttons() -> Result<()> {
    let page = Page::open()?;
    page.call("board", json!(["LAUNCHXL"]))?;
    wait_for(&page, ".board.launchxl")?;
    assert_eq!(count(&page, "[data-pin]")?, PinId::COUNT);
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
    wait_until_gone(&page, ".lamp.lit")?;
    page.click(&pad(GP9))?;
    wait_for(&page, ".lamp.lit")?;
    let button = page.element("[data-button=GP13]")?;
    page.run(page.browser().action_chain().click_and_hold_element(&button).perform())?;
    wait_for_level(&page, GP13, "high")?;
    page.run(page.browser().action_chain().release().perform())?;
    wait_for_level(&page, GP13, "floating")
}

#[test]
fn arrow_keys_move_through_all_columns_of_the_launchpad() -> Result<()> {
    let page = Page::open()?;
    page.call("board", json!(["LAUNCHXL"]))?;
    wait_for(&page, ".board.launchxl")?;
    focus(&page, &pad(GP13))?;
    for (key, expected) in [(Key::Right, "GP2"), (Key::Down, "GP5"), (Key::Left, "GP12"), (Key::Left, "GP12")] {
        press(&page, &[key])?;
        wait_for_focus(&page, &format!("[data-pin={expected}]"))?;
    }
    Ok(())
}

#[test]
fn the_legend_opens_with_a_question_mark_and_gives_the_focus_back() -> Result<()> {
    let page = Page::open()?;
    focus(&page, &pad(GP10))?;
    page.press_keys("?")?;
    wait_for(&page, "dialog.legend[open]")?;
    let words = page.texts(".legend .glossary dt")?;
    for word in ["pended", "served", "coalesced", "interrupt, irq", "HBL", "port"] {
        assert!(words.iter().any(|other| other == word), "{word} is not among {words:?}");
    }
    let apart = "[...document.querySelectorAll('.legend dl div')].filter(row => {
        const [key, text] = [...row.children].map(part => part.getBoundingClientRect());
        return text.left < key.right || text.top > key.bottom;
    }).map(row => row.textContent)";
    assert_eq!(page.evaluate(apart)?, json!([]), "a key stands beside what it does");
    press(&page, &[Key::Escape])?;
    wait_until_gone(&page, "dialog.legend[open]")?;
    page.click("[data-act=legend]")?;
    wait_for(&page, "dialog.legend[open]")?;
    press(&page, &[Key::Enter])?;
    wait_until_gone(&page, "dialog.legend[open]")?;
    wait_for_focus(&page, "[data-act=legend]")
}

#[test]
fn letters_are_shortcuts_until_they_are_turned_off() -> Result<()> {
    let page = Page::open()?;
    page.press_keys("p")?;
    wait_for_focus(&page, ".inspector")?;
    page.press_keys("b")?;
    wait_for_focus(&page, &pad(GP10))?;
    page.press_keys(".")?;
    wait_for(&page, "[data-setting=run] [data-value=pause][aria-checked=true]")?;
    page.click("[data-act=legend]")?;
    page.click("[data-setting=letters]")?;
    wait_for(&page, "[data-setting=letters][aria-checked=false]")?;
    press(&page, &[Key::Escape])?;
    for again in [false, true] {
        if again {
            page.run(page.browser().refresh())?;
            wait_for(&page, &pad(GP10))?;
        }
        page.press_keys("p?")?;
        page.call("snapshot", json!([]))?;
        assert_eq!(count(&page, ".inspector:focus, dialog[open]")?, 0);
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
        wait_for(&page, if board == "WIPY" { ".wipy [data-pin]" } else { ".launchxl [data-pin]" })?;
        let sticks_out = page.evaluate(
            "[document.documentElement, ...document.querySelectorAll('.pads .name text, .pads .pad')].filter(element => {
                const box = element.getBoundingClientRect();
                return box.left < 0 || box.right > 360 || element.scrollWidth > 360;
            }).length",
        )?;
        assert_eq!(sticks_out, 0, "{board}");
        page.click("[data-act=menu]")?;
        wait_for(&page, MENU)?;
        press(&page, &[Key::Escape])?;
        wait_until_gone(&page, MENU)?;
    }
    Ok(())
}

#[test]
fn waking_animates_the_board_from_the_pad_that_woke_it() -> Result<()> {
    let page = Page::open()?;
    page.call("init", json!(["GP17", {"pull": "PULL_DOWN"}]))?;
    page.call("irq", json!(["GP17", {"trigger": "IRQ_RISING", "wake": "SUSPENDED"}]))?;
    page.call("sleep", json!(["SUSPENDED"]))?;
    wait_for(&page, "[data-power=SUSPENDED]")?;
    let wait_for_hint = |hint: &str| page.wait_until(hint, |page| Ok(page.texts(".caption .hint")?[0] == hint));
    wait_for_hint("Press GP17 to wake the board.")?;
    page.click(&pad(GP17))?;
    wait_for(&page, ".dawn")?;
    // It is high now, so the first click makes a falling edge.
    page.call("sleep", json!(["SUSPENDED"]))?;
    wait_for_hint("Press GP17 twice to wake the board.")?;
    page.click(&pad(GP17))?;
    wait_for_hint("Press GP17 to wake the board.")?;
    page.click(&pad(GP17))?;
    wait_for(&page, ".dawn")?;
    let middle = page.evaluate(
        "(() => { const ring = document.querySelector('.dawn circle'), pad = document.querySelector('[data-pin=GP17]');
            return pad.closest('.row').getAttribute('transform') === `translate(${ring.getAttribute('cx')} ${ring.getAttribute('cy')})`; })()",
    )?;
    assert_eq!(middle, true);
    Ok(())
}
