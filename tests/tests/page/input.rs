//! Clicking, holding and selecting pads with the mouse, touch and the keyboard.

use anyhow::Result;
use pinscope_core::PinId;
use pinscope_core::PinId::{GP9, GP10, GP25};
use pinscope_tests::browser::{Page, pad};
use serde_json::json;
use std::time::Duration;
use thirtyfour::Key;

/// Returns the level that a pad shows.
pub fn level(page: &Page, pin: PinId) -> Result<Option<String>> {
    page.attribute(&pad(pin), "data-level")
}

/// Waits until a pad shows a level.
pub fn wait_for_level(page: &Page, pin: PinId, level: &str) -> Result<()> {
    page.wait_until(&format!("{pin} is {level}"), |page| Ok(self::level(page, pin)?.as_deref() == Some(level)))
}

/// Waits until a pad has counted `irqs` interrupts.
pub fn wait_for_irqs(page: &Page, pin: PinId, irqs: &str) -> Result<()> {
    page.wait_until("the count", |page| Ok(page.attribute(&pad(pin), "data-irqs")?.as_deref() == Some(irqs)))
}

#[test]
fn a_long_press_is_a_bouncing_button_until_it_is_released() -> Result<()> {
    let page = Page::open()?;
    page.call("bounce", json!(["GP10", {"seed": 1, "edges": 20, "window_ns": 1_000_000}]))?;
    let element = page.element(&pad(GP10))?;
    page.run(page.browser().action_chain().click_and_hold_element(&element).perform())?;
    wait_for_level(&page, GP10, "high")?;
    std::thread::sleep(Duration::from_millis(100));
    page.run(page.browser().action_chain().release().perform())?;
    wait_for_level(&page, GP10, "low")?;
    // Each press and each release makes 20 extra changes. Of these, 11 and 10 are rising edges.
    wait_for_irqs(&page, GP10, "21")
}

#[test]
fn a_finger_does_what_the_mouse_does() -> Result<()> {
    let page = Page::open()?;
    let tap = |page: &Page| {
        let middle = "(() => { const box = document.querySelector(\"[data-pin='GP10']\").getBoundingClientRect();
            return {x: box.x + box.width / 2, y: box.y + box.height / 2}; })()";
        let point = page.evaluate(middle)?;
        let touch = json!({"type": "touchStart", "touchPoints": [point]});
        page.devtools("Input.dispatchTouchEvent", touch)?;
        page.devtools("Input.dispatchTouchEvent", json!({"type": "touchEnd", "touchPoints": []}))
    };
    tap(&page)?;
    wait_for_level(&page, GP10, "high")?;
    tap(&page)?;
    wait_for_level(&page, GP10, "low")?;
    wait_for_irqs(&page, GP10, "1")
}

#[test]
fn the_keyboard_alone_clicks_holds_and_moves_the_focus() -> Result<()> {
    let page = Page::open()?;
    page.evaluate("document.querySelector(\"[data-pin='GP10']\").focus()")?;
    let focused = |page: &Page| page.evaluate("document.activeElement.dataset.pin");
    page.press_keys(" ")?;
    wait_for_level(&page, GP10, "high")?;
    wait_for_irqs(&page, GP10, "1")?;
    page.press_keys(" ")?;
    wait_for_level(&page, GP10, "low")?;
    page.run(page.browser().action_chain().send_keys(Key::Down).perform())?;
    page.wait_until("down is GP9", |page| Ok(focused(page)? == "GP9"))?;
    page.run(page.browser().action_chain().send_keys(Key::Left).perform())?;
    page.wait_until("left of GP9 is GP24", |page| Ok(focused(page)? == "GP24"))?;
    page.run(page.browser().action_chain().key_down(' ').perform())?;
    wait_for_level(&page, PinId::GP24, "high")?;
    page.run(page.browser().action_chain().key_up(' ').perform())?;
    wait_for_level(&page, PinId::GP24, "floating")
}

#[test]
fn a_click_on_a_pad_that_the_chip_drives_only_selects() -> Result<()> {
    let page = Page::open()?;
    page.click(&pad(GP25))?;
    page.wait_until("GP25 is selected", |page| Ok(page.texts("h2")?.iter().any(|text| text == "GP25")))?;
    assert_eq!(level(&page, GP25)?.as_deref(), Some("low"));
    Ok(())
}

#[test]
fn a_click_on_a_name_selects_without_changing_the_pad() -> Result<()> {
    let page = Page::open()?;
    page.click("[data-name='GP9']")?;
    page.wait_until("GP9 is selected", |page| Ok(page.texts("h2")?.iter().any(|text| text == "GP9")))?;
    assert_eq!(level(&page, GP9)?.as_deref(), Some("floating"));
    Ok(())
}

#[test]
fn a_menu_closes_when_the_focus_leaves_it_and_the_keys_of_a_pad_are_named() -> Result<()> {
    let page = Page::open()?;
    page.click("[data-name='GP9']")?;
    assert!(!page.texts(".caption")?.concat().contains("Space"), "the words are those of the mouse");
    page.evaluate("document.querySelector('[data-pin=GP9]').focus()")?;
    let press = |key: Key| page.press_keys(&char::from(key).to_string());
    press(Key::Up)?;
    press(Key::Down)?;
    page.wait_until("the keys", |page| {
        let caption = page.texts(".caption")?.concat();
        Ok(["Space: a clean edge", "Hold it", "Enter its menu; arrow keys"].iter().all(|words| caption.contains(words)))
    })?;
    let is_open =
        |page: &Page| -> Result<bool> { Ok(page.evaluate("document.querySelector('.menu') !== null")? == true) };
    press(Key::Enter)?;
    page.wait_until("the menu has the focus", |page| {
        Ok(page.evaluate("document.activeElement.closest('[role=menu]') !== null")? == true)
    })?;
    // Tab first reaches the form of the menu, and then leaves it.
    press(Key::Tab)?;
    assert_eq!(page.evaluate("document.activeElement.dataset.item")?, "hertz");
    press(Key::Tab)?;
    assert!(is_open(&page)?);
    press(Key::Tab)?;
    page.wait_until("the menu is closed", |page| Ok(!is_open(page)?))?;
    assert_eq!(
        page.evaluate("document.activeElement === document.body")?,
        false,
        "the focus is where Tab has moved it"
    );
    Ok(())
}
