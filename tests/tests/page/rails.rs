//! Wires to GND and 3V3, and buttons between two points: by mouse, keyboard, finger and `window.pinscope`.

use anyhow::Result;
use pinscope_core::PinId;
use pinscope_core::PinId::{GP9, GP10, GP17, GP22};
use pinscope_tests::browser::{Page, Screen, pad};
use serde_json::{Value, json};

use crate::input::{level, wait_for_irqs, wait_for_level};

fn count(page: &Page, css: &str) -> Result<Value> {
    page.evaluate(&format!("document.querySelectorAll({}).length", json!(css)))
}

fn wait_for_count(page: &Page, css: &str, expected: u32) -> Result<()> {
    page.wait_until(&format!("{expected} of {css}"), |page| Ok(count(page, css)? == expected))
}

/// Drags from a pad to the hole called `supply`.
fn drag_to(page: &Page, pin: PinId, supply: &str) -> Result<()> {
    let (from, to) = (page.element(&pad(pin))?, page.element(&format!("[data-supply='{supply}'] .target"))?);
    let chain = page.quick_actions().click_and_hold_element(&from).move_to_element_center(&to);
    page.run(chain.release().perform())
}

fn select(page: &Page, pin: &str) -> Result<()> {
    page.click(&format!("[data-name='{pin}']"))?;
    page.wait_until("the pin is selected", |page| Ok(page.texts("h2")?.contains(&pin.to_owned())))
}

/// Moves a finger, which `points` are. No point is the end of the touch.
fn touch(page: &Page, kind: &str, points: &[&Value]) -> Result<()> {
    page.devtools("Input.dispatchTouchEvent", json!({"type": kind, "touchPoints": points})).map(drop)
}

fn middle(page: &Page, css: &str) -> Result<Value> {
    page.element(css)?;
    page.evaluate(&format!(
        "(() => {{ const box = document.querySelector({}).getBoundingClientRect();
            return {{x: box.x + box.width / 2, y: box.y + box.height / 2}}; }})()",
        json!(css)
    ))
}

#[test]
fn a_pad_is_wired_to_gnd_and_3v3_by_mouse_and_not_to_vin() -> Result<()> {
    let page = Page::open()?;
    page.call("reset", json!([]))?;
    drag_to(&page, GP9, "GND")?;
    wait_for_level(&page, GP9, "low")?;
    page.element(".wires [data-wire='GP9-GND'].low")?;
    let text = |page: &Page| Ok::<_, anyhow::Error>(page.texts(".level")?.concat());
    page.wait_until("the reason", |page| Ok(text(page)?.contains("driven from GND")))?;
    assert!(text(&page)?.contains("GND 20 mA low"));
    let name = page.attribute(&pad(GP9), "aria-label")?.unwrap_or_default();
    assert!(name.contains(", wired to GND"), "{name}");

    // A click never fights a rail, and the page says so.
    page.click(&pad(GP9))?;
    page.wait_until("the hint", |page| {
        Ok(page.texts(".caption")?.concat().contains("only selects GP9, because it is wired to GND"))
    })?;
    assert_eq!(level(&page, GP9)?.as_deref(), Some("low"));

    drag_to(&page, GP22, "3V3")?;
    wait_for_level(&page, GP22, "high")?;
    drag_to(&page, GP10, "VIN")?;
    page.wait_until("the reason", |page| {
        Ok(page.texts(".caption.refusal")?.concat().contains("VIN takes no wire: it is the supply of the board"))
    })?;
    wait_for_count(&page, ".wires [data-wire]", 2)?;
    page.click(&pad(GP10))?;
    wait_for_count(&page, ".caption.refusal", 0)?;

    // The menu wires with the keyboard.
    for (css, keys) in [(pad(GP17), "\u{E007}"), ("[data-item=wire]".to_owned(), "\u{E007}")] {
        page.element(&css)?;
        page.evaluate(&format!("document.querySelector({}).focus()", json!(css)))?;
        page.press_keys(keys)?;
    }
    page.element("[data-item='3V3']")?;
    page.evaluate("document.querySelector(\"[data-item='3V3']\").focus()")?;
    page.press_keys("\u{E007}")?;
    wait_for_level(&page, GP17, "high")?;
    page.call("unwire", json!(["3V3", "GP17"]))?;
    wait_for_level(&page, GP17, "floating")?;

    // Wires are kept, and are removed where they are listed.
    page.call("load", json!([page.call("share", json!([]))?]))?;
    page.element(".wires [data-wire='GP22-3V3'].high")?;
    select(&page, "GP9")?;
    page.click("[data-act='unwire'][data-value='GND']")?;
    wait_for_level(&page, GP9, "floating")?;
    wait_for_count(&page, ".wires [data-wire]", 1)
}

#[test]
fn a_button_stands_between_a_pad_and_gnd_or_another_pad() -> Result<()> {
    let page = Page::open()?;
    page.call("reset", json!([]))?;
    page.call("init", json!(["GP10", {"pull": "PULL_UP"}]))?;
    page.call("irq", json!(["GP10", {"trigger": "IRQ_FALLING"}]))?;
    page.call("bounce", json!(["GP10", {"seed": 1, "edges": 20, "window_ns": 1_000_000}]))?;
    select(&page, "GP10")?;
    page.pick("button-end", "to GND")?;
    page.element("[data-contact='GP10-GND'].open")?;
    // With the keyboard: hold the button of the pin panel, as long as the key is down.
    page.evaluate("document.querySelector('[data-act=button]').focus()")?;
    let key = |kind: &str| {
        format!("document.activeElement.dispatchEvent(new KeyboardEvent('{kind}', {{key: ' ', bubbles: true}}))")
    };
    page.evaluate(&key("keydown"))?;
    page.element("[data-contact='GP10-GND'].low")?;
    page.wait_until("driven from GND", |page| Ok(page.texts(".level")?.concat().contains("driven from GND")))?;
    wait_for_irqs(&page, GP10, "11")?;
    page.evaluate(&key("keyup"))?;
    wait_for_level(&page, GP10, "high")?;
    wait_for_irqs(&page, GP10, "21")?;

    // The counts of this press, and the way back to 0.
    let this_press = |page: &Page| Ok::<_, anyhow::Error>(page.texts("[data-this-press]")?.concat());
    page.wait_until("this press", |page| Ok(this_press(page)? == "21"))?;
    page.evaluate(&key("keydown"))?;
    page.evaluate(&key("keyup"))?;
    wait_for_irqs(&page, GP10, "42")?;
    page.wait_until("this press", |page| Ok(this_press(page)? == "21"))?;
    page.click("[data-act='clear-counts']")?;
    wait_for_irqs(&page, GP10, "0")?;
    assert_eq!(page.call("irq", json!(["GP10"]))?["enabled"], true, "it is still armed");

    // The same between two pins, with `window.pinscope`.
    page.call("button", json!(["GP17", "GP9"]))?;
    page.call("bounce", json!(["GP17", {"edges": 0}]))?;
    page.call("init", json!(["GP17", {"pull": "PULL_UP"}]))?;
    page.call("init", json!(["GP9", {"mode": "OUT", "value": 0}]))?;
    wait_for_level(&page, GP17, "high")?;
    page.call("press", json!(["GP17"]))?;
    wait_for_level(&page, GP17, "low")?;
    page.element("[data-contact='GP17-GP9'].low")?;
    select(&page, "GP9")?;
    let note = "the button of GP17 ends here";
    page.wait_until(note, |page| Ok(page.texts(".field[data-line=Outside] .note")?.concat().contains(note)))?;
    page.call("release", json!(["GP17"]))?;
    wait_for_level(&page, GP17, "high")?;

    let link = page.call("share", json!([]))?;
    page.call("reset", json!([]))?;
    wait_for_count(&page, "[data-contact]", 0)?;
    page.call("load", json!([link]))?;
    wait_for_count(&page, "[data-contact]", 2)?;
    page.call("button", json!(["GP17"]))?;
    wait_for_count(&page, "[data-contact]", 1)?;

    for (args, message) in [
        (json!(["GP9", "VIN"]), "BadArgument: VIN takes no wire"),
        (json!(["GP9", "GP9"]), "BadArgument: a button has two different ends, not GP9 twice"),
    ] {
        let error = page.call("button", args).err().map(|error| error.to_string()).unwrap_or_default();
        assert!(error.starts_with(message), "{error}");
    }
    // Timed stimuli of a script know both.
    let stimuli = json!({"stimuli": [{"at_ns": 0, "wire": ["GP22", "3V3"]}, {"at_ns": 0, "button": ["GP22", "GND"]}]});
    page.call("python", json!(["import time\ntime.sleep_ms(1)", stimuli]))?;
    wait_for_level(&page, GP22, "high")?;
    page.element("[data-contact='GP22-GND']").map(drop)
}

#[test]
fn a_finger_scrolls_from_a_pad_and_wires_only_after_a_long_press() -> Result<()> {
    let page = Page::open()?;
    page.show_on(Screen::phone(360, 560))?;
    page.call("reset", json!([]))?;
    page.element("[data-tab=board][aria-selected=true]")?;
    let scrolled = "[...document.querySelectorAll('*')].some(element => element.scrollTop > 20)";
    let from = middle(&page, &pad(GP9))?;
    touch(&page, "touchStart", &[&from])?;
    for step in 1..=8 {
        let y = from["y"].as_f64().map(|y| y - 12.0 * f64::from(step));
        touch(&page, "touchMove", &[&json!({"x": from["x"], "y": y})])?;
    }
    touch(&page, "touchEnd", &[])?;
    page.wait_until("the page is scrolled", |page| Ok(page.evaluate(scrolled)? == true))?;
    assert_eq!((count(&page, ".wires [data-wire]")?, level(&page, GP9)?.as_deref()), (json!(0), Some("floating")));

    page.evaluate("document.querySelectorAll('*').forEach(element => element.scrollTop = 0)")?;
    let (from, to) = (middle(&page, &pad(GP9))?, middle(&page, "[data-supply=GND] .target")?);
    touch(&page, "touchStart", &[&from])?;
    page.wait_until("the button is pressed", |page| Ok(level(page, GP9)?.as_deref() == Some("high")))?;
    for step in 1..=5 {
        let y = from["y"].as_f64().map(|y| y - 8.0 * f64::from(step));
        touch(&page, "touchMove", &[&json!({"x": to["x"], "y": y})])?;
    }
    page.element(".wires .laid")?;
    touch(&page, "touchMove", &[&to])?;
    page.element("[data-supply=GND].aimed")?;
    touch(&page, "touchEnd", &[])?;
    page.element(".wires [data-wire='GP9-GND'].low")?;
    assert_eq!(page.evaluate(scrolled)?, false, "the finger has held the page");
    Ok(())
}

#[test]
fn a_wire_by_finger_makes_no_edge() -> Result<()> {
    let page = Page::open()?;
    // The page's own timer is as late as those of the press, so the finger always moves between them.
    page.script(
        "const at = pin => {
            const {x, y, width, height} = document.querySelector(`[data-pin=${pin}]`).getBoundingClientRect();
            return {clientX: x + width / 2, clientY: y + height / 2};
        };
        const touch = (type, pin, buttons) => document.querySelector('[data-pin=GP10]').dispatchEvent(new PointerEvent(type,
            {...at(pin), pointerId: 7, pointerType: 'touch', isPrimary: true, bubbles: true, button: 0, buttons}));
        touch('pointerdown', 'GP10', 1);
        await new Promise(resolve => setTimeout(resolve, 500));
        touch('pointermove', 'GP17', 1);
        touch('pointerup', 'GP17', 0);",
    )?;
    wait_for_count(&page, ".wires [data-wire]", 1)?;
    wait_for_irqs(&page, GP10, "0")
}
