//! Zooming, panning, following the present and placing cursors, with the mouse, the keyboard and touch.

use anyhow::Result;
use pinscope_tests::browser::Page;
use serde_json::json;
use thirtyfour::Key;

use super::{canvas_rect, click, mouse, paused, view, wait_for_cursors};

fn span(page: &Page) -> Result<f64> {
    view(page).map(|(from, to)| to - from)
}

fn follows(page: &Page) -> Result<bool> {
    Ok(page.attribute("canvas.strip", "data-follows")?.as_deref() == Some("true"))
}

/// Drags with the mouse, `y` pixels below the top of the lanes. Alt is held, so that a cursor does not snap to an edge,
/// which may be near.
fn drag(page: &Page, y: f64, start: f64, end: f64) -> Result<()> {
    let (left, top, _) = canvas_rect(page)?;
    for (kind, x) in [("mousePressed", start), ("mouseMoved", end), ("mouseReleased", end)] {
        let event = json!({
            "type": kind, "x": left + x, "y": top + y, "button": "left", "buttons": 1, "clickCount": 1, "modifiers": 1,
        });
        page.devtools("Input.dispatchMouseEvent", event)?;
    }
    Ok(())
}

/// Opens a paused bench at two seconds, with all of that time in view.
fn fitted() -> Result<Page> {
    let page = paused()?;
    page.call("drive", json!(["GP9", "high"]))?;
    page.call("advance", json!([2_000_000_000]))?;
    page.click("[data-act=fit]")?;
    page.wait_until("all is in view", |page| Ok((1.9e9..4e9).contains(&span(page)?)))?;
    Ok(page)
}

#[test]
fn the_wheel_zooms_around_the_pointer_and_dragging_pans() -> Result<()> {
    let page = fitted()?;
    let (from, to) = view(&page)?;
    let (_, _, width) = canvas_rect(&page)?;
    let x = (width / 4.0).round();
    let under = from + (to - from) * x / width;
    // Ctrl zooms whether the page can scroll or not.
    mouse(&page, "mouseWheel", x, &json!({"deltaX": 0, "deltaY": -100, "modifiers": 2}))?;
    page.wait_until("a notch zooms in", |page| Ok((to - from) / span(page)? >= 1.6))?;
    let (from, to) = view(&page)?;
    let now_under = from + (to - from) * x / width;
    assert!((now_under - under).abs() < (to - from) / width * 2.0, "{under} became {now_under}");

    mouse(&page, "mousePressed", 400.0, &json!({}))?;
    mouse(&page, "mouseMoved", 350.0, &json!({"buttons": 1}))?;
    mouse(&page, "mouseMoved", 300.0, &json!({"buttons": 1}))?;
    mouse(&page, "mouseReleased", 300.0, &json!({}))?;
    let panned = (to - from) * 100.0 / width;
    page.wait_until("it pans", |page| Ok((view(page)?.0 - from - panned).abs() < panned / 20.0))?;
    // A drag places no cursor.
    wait_for_cursors(&page, "no cursor", |a, b| (a, b) == (None, None))
}

#[test]
fn it_follows_the_present_until_it_is_moved_and_again_after_a_double_click() -> Result<()> {
    let page = Page::open()?;
    assert!(follows(&page)?);
    let pressed = |page: &Page| page.attribute("[data-setting=follow] button", "aria-pressed");
    mouse(&page, "mouseWheel", 500.0, &json!({"deltaX": 0, "deltaY": 200, "modifiers": 8}))?;
    page.wait_until("it stays", |page| Ok(!follows(page)?))?;
    assert_eq!(pressed(&page)?.as_deref(), Some("false"));
    let before = view(&page)?;
    std::thread::sleep(std::time::Duration::from_millis(200));
    assert_eq!(view(&page)?, before);
    click(&page, 300.0, &json!({}))?;
    click(&page, 300.0, &json!({"clickCount": 2}))?;
    page.wait_until("it follows", follows)?;
    // The double click placed no cursor.
    wait_for_cursors(&page, "no cursor", |a, b| (a, b) == (None, None))?;
    page.click("[data-setting=follow] button")?;
    page.wait_until("it stays", |page| Ok(!follows(page)?))?;
    page.wait_until("it says so", |page| Ok(page.texts("[data-saying]")?[0].starts_with("The view stays here.")))
}

#[test]
fn a_click_places_cursor_a_and_a_second_one_or_one_with_shift_cursor_b() -> Result<()> {
    let page = fitted()?;
    let (from, to) = view(&page)?;
    let (_, _, width) = canvas_rect(&page)?;
    let at = |x: f64| from + (to - from) * x / width;
    let near = move |cursor: Option<u64>, x: f64| {
        cursor.is_some_and(|ns| (ns as f64 - at(x)).abs() <= 2.0 * (to - from) / width)
    };
    // With Alt a cursor does not snap to an edge, which may be near.
    let alt = json!({"modifiers": 1});
    click(&page, 100.0, &alt)?;
    wait_for_cursors(&page, "A is there", |a, b| near(a, 100.0) && b.is_none())?;
    click(&page, 300.0, &alt)?;
    wait_for_cursors(&page, "B is there", |a, b| near(a, 100.0) && near(b, 300.0))?;
    click(&page, 200.0, &alt)?;
    wait_for_cursors(&page, "A moves", |a, b| near(a, 200.0) && near(b, 300.0))?;
    click(&page, 600.0, &json!({"modifiers": 9}))?;
    wait_for_cursors(&page, "B moves", |a, b| near(a, 200.0) && near(b, 600.0))?;

    let (a, b) = (super::cursor(&page, "A")?.unwrap_or_default(), super::cursor(&page, "B")?.unwrap_or_default());
    let delta = page.attribute("[data-delta]", "data-delta")?.unwrap_or_default();
    assert_eq!(delta, (b - a).to_string());
    let expected = format!("{}.{:03} ms", (b - a) / 1_000_000, (b - a) / 1_000 % 1_000);
    assert!(page.texts("[data-delta]")?[0].contains(&expected), "{expected}");
    assert_eq!(
        page.texts("[data-frequency]")?,
        [format!("{}.{} Hz", 1_000_000_000 / (b - a), 10_000_000_000 / (b - a) % 10)]
    );

    // The flag and the line of a cursor can be dragged, and the flag is moved by keys.
    for (y, start, end) in [(-8.0, 200.0, 250.0), (15.0, 250.0, 220.0)] {
        drag(&page, y, start, end)?;
        wait_for_cursors(&page, "A is dragged", |a, b| near(a, end) && near(b, 600.0))?;
    }
    assert_eq!(view(&page)?, (from, to), "dragging a cursor does not pan");
    page.evaluate("document.querySelector('[data-cursor=B]').focus()")?;
    page.run(page.browser().action_chain().key_down(Key::Shift).send_keys(Key::Left).key_up(Key::Shift).perform())?;
    wait_for_cursors(&page, "B is moved", |_, b| near(b, 590.0))?;
    page.click("[data-act=clear-cursors]")?;
    wait_for_cursors(&page, "none", |a, b| (a, b) == (None, None))
}

#[test]
fn the_keyboard_alone_zooms_from_seconds_to_nanoseconds_and_places_cursors() -> Result<()> {
    let page = fitted()?;
    page.evaluate("document.querySelector('canvas.strip').focus()")?;
    page.press_keys(&"+".repeat(40))?;
    page.wait_until("nanoseconds", |page| Ok(span(page)? < 200.0))?;
    assert!(page.texts(".zoom .tick")?[0].ends_with("ns"));
    page.press_keys(&"-".repeat(60))?;
    page.wait_until("many seconds", |page| Ok(span(page)? > 1e12))?;
    page.click("[data-act=fit]")?;
    page.wait_until("all is in view", |page| Ok((1.9e9..4e9).contains(&span(page)?)))?;
    // The keys work at once after *fit*.
    page.element("canvas.strip:focus")?;
    let all = span(&page)?;
    page.press_keys("++")?;
    page.wait_until("a quarter of that", |page| Ok(span(page)? < 0.3 * all))?;
    let (from, to) = view(&page)?;
    page.run(page.browser().action_chain().send_keys(Key::Right).perform())?;
    page.wait_until("a tenth on", |page| Ok((view(page)?.0 - from - (to - from) / 10.0).abs() < (to - from) / 100.0))?;
    page.press_keys("a")?;
    page.run(page.browser().action_chain().send_keys(Key::Right).send_keys("b").perform())?;
    wait_for_cursors(&page, "a tenth apart", |a, b| {
        a.zip(b).is_some_and(|(a, b)| ((b - a) as f64 - (to - from) / 10.0).abs() < (to - from) / 100.0)
    })?;
    page.run(page.browser().action_chain().send_keys(Key::Escape).perform())?;
    wait_for_cursors(&page, "none", |a, b| (a, b) == (None, None))?;
    page.run(page.browser().action_chain().send_keys(Key::End).perform())?;
    page.wait_until("it follows", follows)
}

#[test]
fn one_finger_pans_and_two_zoom() -> Result<()> {
    let page = fitted()?;
    let (left, top, width) = canvas_rect(&page)?;
    let touch = |kind: &str, points: &[f64]| {
        let points: Vec<_> = points.iter().map(|x| json!({"x": left + x, "y": top + 40.0})).collect();
        page.devtools("Input.dispatchTouchEvent", json!({"type": kind, "touchPoints": points}))
    };
    page.click("[data-act=zoom-in]")?;
    page.wait_until("it zooms", |page| Ok(span(page)? < 1.9e9))?;
    let (from, to) = view(&page)?;
    let step = (to - from) / width;
    touch("touchStart", &[300.0])?;
    for x in [280.0, 240.0, 200.0] {
        touch("touchMove", &[x])?;
    }
    touch("touchEnd", &[])?;
    page.wait_until("it pans", |page| Ok(((view(page)?.0 - from) / step - 100.0).abs() < 25.0))?;
    let before = span(&page)?;
    touch("touchStart", &[300.0, 400.0])?;
    for spread in [20.0, 60.0, 100.0] {
        touch("touchMove", &[300.0 - spread, 400.0 + spread])?;
    }
    touch("touchEnd", &[])?;
    page.wait_until("it zooms", |page| Ok((before / span(page)? - 3.0).abs() < 0.7))
}
