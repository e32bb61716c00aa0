//! The page can be used by the keyboard alone, on every screen, at 200 % zoom, and without motion.

use anyhow::{Result, bail};
use pinscope_core::PinId;
use pinscope_core::PinId::{GP9, GP10};
use pinscope_tests::browser::{Page, Screen, pad};
use serde_json::{Value, json};
use thirtyfour::Key;

use crate::views;

const ZOOMED_TO_400_PERCENT: Screen = Screen::window(1280, 900).zoomed().zoomed();

const SCREENS: [Screen; 7] = [
    ZOOMED_TO_400_PERCENT,
    Screen::phone(320, 640),
    Screen::phone(390, 844),
    Screen::window(768, 1024),
    Screen::window(1160, 800),
    Screen::window(1440, 900),
    Screen::window(1440, 900).zoomed(),
];

#[test]
fn nothing_is_wider_than_the_screen_in_any_state() -> Result<()> {
    let page = Page::open()?;
    let mut found = Vec::new();
    views::visit(&page, |state| {
        for screen in SCREENS {
            page.show_on(screen)?;
            if state.starts_with("the menu") {
                // A menu is placed for the size at which it is opened, so it is opened again.
                page.script(
                    "document.querySelector('.row.selected [data-pin]').dispatchEvent(new MouseEvent('contextmenu', {bubbles: true}));
                    await new Promise(resolve => setTimeout(resolve, 200));",
                )?;
            }
            let (width, height) = (screen.width, screen.height);
            // Parts with their own scroll bar may be wider; the page may not.
            let wide: Vec<String> = serde_json::from_value(page.evaluate(&format!(
                "(() => {{
                    const scrolls = element => element && (['auto', 'scroll'].includes(getComputedStyle(element).overflowX)
                        || scrolls(element.parentElement));
                    const controls = [...document.querySelectorAll('a, button, input, select, textarea, [data-pin]')];
                    const cut = controls.filter(control => {{
                        const box = control.getBoundingClientRect();
                        return box.width > 0 && (box.left < 0 || box.right > {width}) && !scrolls(control.parentElement);
                    }});
                    const page = document.documentElement.scrollWidth;
                    return [...page > {width} ? [`the page: ${{page}}`] : [], ...cut.map(control => control.outerHTML.slice(0, 120))];
                }})()"
            ))?)?;
            found.extend(wide.into_iter().map(|what| format!("{state}, {width} x {height}: {what}")));
        }
        Ok(())
    })?;
    assert!(found.is_empty(), "{}", found.join("\n"));
    Ok(())
}

#[test]
fn tab_reaches_every_control() -> Result<()> {
    let page = Page::open()?;
    page.evaluate(
        "(() => {
            window.reached = new Set();
            document.addEventListener('focusin', event => reached.add(event.target));
        })()",
    )?;
    let count = page.evaluate("document.querySelectorAll('a, button, input, select, textarea, [tabindex]').length")?;
    for _ in 0..count.as_u64().unwrap_or_default() {
        press(&page, Key::Tab)?;
    }
    // Of a group of controls that the arrow keys move through, Tab reaches only one.
    let missed = page.evaluate(
        "(() => {
            const controls = [...document.querySelectorAll('a, button, input, select, textarea, [data-pin], [data-log]')];
            const walked = [...document.querySelectorAll('[role=radiogroup], [role=tablist], .pads')]
                .filter(group => [...reached].some(element => group.contains(element)));
            return controls
                .filter(control => control.checkVisibility() && !reached.has(control))
                .filter(control => control.tabIndex >= 0 || !walked.some(group => group.contains(control)))
                .map(control => control.outerHTML.slice(0, 120));
        })()",
    )?;
    assert_eq!(missed, json!([]));
    Ok(())
}

#[test]
fn the_keyboard_alone_sets_up_clicks_and_interrupts_and_sleeps_and_wakes() -> Result<()> {
    let page = Page::open()?;
    tab_to(&page, "[data-pin]")?;
    press(&page, Key::Down)?;
    page.wait_until("GP9 is selected", |page| Ok(page.texts("h2")?.iter().any(|text| text == "GP9")))?;
    tab_to(&page, "[data-setting='mode'] button")?;
    press(&page, Key::Right)?;
    press(&page, ' ')?;
    wait_for_attribute(&page, GP9, "data-mode", "OUT")?;
    tab_to(&page, "[data-pin='GP9']")?;
    press(&page, Key::Up)?;
    press(&page, ' ')?;
    wait_for_attribute(&page, GP10, "data-level", "high")?;
    wait_for_attribute(&page, GP10, "data-irqs", "1")?;
    press(&page, ' ')?;
    wait_for_attribute(&page, GP10, "data-level", "low")?;
    tab_to(&page, "[data-setting='wake'] [data-value='SUSPENDED']")?;
    press(&page, ' ')?;
    page.wait_until("it would wake the board", |page| {
        Ok(page.call("irq", json!(["GP10"]))?["wake"] == json!(["ACTIVE", "SUSPENDED"]))
    })?;
    tab_to(&page, "[data-act='SUSPENDED']")?;
    press(&page, Key::Enter)?;
    let power = |page: &Page| Ok::<_, anyhow::Error>(page.call("snapshot", json!([]))?["power"].clone());
    page.wait_until("it sleeps", |page| Ok(power(page)? == "SUSPENDED"))?;
    tab_to(&page, "[data-pin='GP10']")?;
    press(&page, ' ')?;
    page.wait_until("it is awake", |page| Ok(power(page)? == "ACTIVE"))
}

#[test]
fn at_400_percent_the_page_scrolls_to_everything_and_its_tabs_stay() -> Result<()> {
    let page = Page::open()?;
    page.show_on(ZOOMED_TO_400_PERCENT)?;
    for (tab, css) in [("board", ".other-controls"), ("pin", "[data-code=rust]"), ("timeline", ".tracks")] {
        page.click(&format!("[data-tab={tab}]"))?;
        page.element(css)?;
        let found = page.evaluate(&format!(
            "(() => {{
                scrollTo(0, document.documentElement.scrollHeight);
                const [end, tabs] = [{}, '.bottom-bar'].map(css => document.querySelector(css).getBoundingClientRect());
                return [scrollY > 100, Math.abs(tabs.bottom - innerHeight) < 1, end.bottom < tabs.top + 1];
            }})()",
            json!(css)
        ))?;
        assert_eq!(found, json!([true, true, true]), "{tab}");
    }
    Ok(())
}

#[test]
fn with_wide_spacing_of_text_no_control_is_cut() -> Result<()> {
    let page = Page::open()?;
    page.show_on(Screen::window(1440, 900))?;
    let cut = page.evaluate(
        "(() => {
            const style = document.createElement('style');
            style.textContent = '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }';
            document.head.append(style);
            return [...document.querySelectorAll('button, select')].filter(control => control.checkVisibility()).filter(control => {
                const {left, right, top} = control.getBoundingClientRect();
                return left < 0 || top < 0 || right > innerWidth;
            }).map(control => control.outerHTML.slice(0, 80));
        })()",
    )?;
    assert_eq!(cut, json!([]));
    Ok(())
}

#[test]
fn with_forced_colours_what_is_chosen_and_what_is_set_can_be_told() -> Result<()> {
    let page = Page::open()?;
    page.prefer(&[("forced-colors", "active")])?;
    page.click("[data-tab=script]")?;
    page.element(".editor .cm-content")?;
    page.click("[data-tab=registers]")?;
    page.call("drive", json!(["GP10", "high"]))?;
    page.element("[data-register] .set")?;
    let style = |css: &str, part: &str, property: &str| {
        let element = format!("document.querySelector({})", json!(css));
        page.evaluate(&format!("getComputedStyle({element}, {}).{property}", json!(part)))
    };
    for (one, other, part, property) in [
        ("[data-setting=run] .chosen", "[data-setting=run] .value:not(.chosen)", "", "backgroundColor"),
        (".dock .tab.open", ".dock .tab:not(.open)", "", "borderBottomColor"),
        (".steps [aria-current]", ".steps li:not([aria-current])", "", "boxShadow"),
        ("[data-register] .set", "[data-register] .bit:not(.set)", "::before", "backgroundColor"),
    ] {
        assert_ne!(style(one, part, property)?, style(other, part, property)?, "{one}: {property}");
    }
    assert_eq!(style(".list", "", "appearance")?, "auto", "a list has its arrow");
    // The text for screen readers lies over the terminal's own.
    assert_eq!(style(".xterm-accessibility", "", "color")?, "rgba(0, 0, 0, 0)");
    Ok(())
}

#[test]
fn nothing_moves_if_the_person_prefers_reduced_motion() -> Result<()> {
    let page = Page::open()?;
    assert_ne!(animated_elements(&page)?, json!([]), "nothing moves at all, so this test would prove nothing");
    page.prefer(&[("prefers-reduced-motion", "reduce")])?;
    page.open_afresh()?;
    assert_eq!(animated_elements(&page)?, json!([]));
    Ok(())
}

/// Returns the elements that are animated while the board is clicked, sleeps and wakes. Animations in steps do not
/// count, because nothing moves in them.
fn animated_elements(page: &Page) -> Result<Value> {
    page.script(
        "const moved = new Set();
        const watch = async milliseconds => {
            for (const end = performance.now() + milliseconds; performance.now() < end;) {
                await new Promise(requestAnimationFrame);
                for (const { effect } of document.getAnimations()) {
                    const moves = effect.getKeyframes().some(frame => !frame.easing.startsWith('step'));
                    if (moves && effect.getComputedTiming().duration > 0) moved.add(effect.target.outerHTML.slice(0, 80));
                }
            }
        };
        const pad = document.querySelector(\"[data-pin='GP10']\");
        pad.dispatchEvent(new MouseEvent('click', {bubbles: true}));
        await watch(300);
        await pinscope.sleep('SUSPENDED');
        await watch(300);
        await pinscope.reset();
        await watch(300);
        return [...moved];",
    )
}

/// Presses Tab until an element that `css` selects has the focus.
pub fn tab_to(page: &Page, css: &str) -> Result<()> {
    for _ in 0..100 {
        if page.evaluate(&format!("document.activeElement.matches({})", json!(css)))? == true {
            return Ok(());
        }
        press(page, Key::Tab)?;
    }
    bail!("Tab does not reach {css}")
}

fn press(page: &Page, key: impl Into<char>) -> Result<()> {
    page.press_keys(&key.into().to_string())
}

fn wait_for_attribute(page: &Page, pin: PinId, attribute: &str, value: &str) -> Result<()> {
    page.wait_until(value, |page| Ok(page.attribute(&pad(pin), attribute)?.as_deref() == Some(value)))
}
