//! The arrangement of the page: columns, tabs, the dock, and the bar that never moves.

use anyhow::{Context as _, Result};
use pinscope_core::PinId::{self, GP10, GP17};
use pinscope_tests::browser::{Page, Screen, pad};
use serde_json::{Value, json};
use thirtyfour::Key;

const DESKTOPS: [Screen; 4] =
    [Screen::window(1440, 900), Screen::window(1280, 720), Screen::window(1366, 768), Screen::window(1180, 800)];

const PHONES: [Screen; 2] = [Screen::phone(390, 844), Screen::phone(320, 700)];

/// Functions for the scripts below.
const HELPERS: &str = "
    const box = element => element.getBoundingClientRect();
    const all = css => [...document.querySelectorAll(css)].filter(element => element.checkVisibility());
    const name = element => element.dataset.pin ?? element.dataset.tab ?? element.className?.baseVal ?? element.className;
    const overlap = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 0.5
        && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 0.5;
    // Text is as high as its letters, not as its line.
    const letters = element => { const {left, right, top, height} = box(element);
        return {left, right, top: top + height / 4, bottom: top + height * 3 / 4}; };
    const overlaps = css => { const boxes = all(css).map(element => [element.textContent, letters(element)]);
        return boxes.flatMap(([a, one], index) => boxes.slice(index + 1)
            .filter(([, other]) => overlap(one, other)).map(([b]) => `${a} overlaps ${b}`)); };
    const scrolled = () => { scrollTo(9999, 9999); document.body.scrollTo(9999, 9999);
        const {scrollWidth, scrollHeight} = document.documentElement;
        return [scrollX, scrollY, document.body.scrollTop, Math.max(scrollWidth - innerWidth, 0), Math.max(scrollHeight - innerHeight, 0)]; };
    const outside = css => all(css).filter(element => { const {left, top, right, bottom} = box(element);
        return left < 0 || top < 0 || right > innerWidth + 0.5 || bottom > innerHeight + 0.5; }).map(name);";

fn evaluate(page: &Page, body: &str) -> Result<Value> {
    page.script(&format!("{HELPERS} {body}"))
}

fn press(page: &Page, key: impl Into<char>) -> Result<()> {
    page.press_keys(&key.into().to_string())
}

/// Returns the tabs that are selected.
fn selected_tabs(page: &Page) -> Result<Value> {
    page.evaluate("[...document.querySelectorAll('[data-tab][aria-selected=true]')].map(tab => tab.dataset.tab)")
}

fn wait_for_tabs(page: &Page, expected: &[&str]) -> Result<()> {
    page.wait_until(&expected.join(" "), |page| Ok(selected_tabs(page)? == json!(expected)))
        .with_context(|| format!("{:?}", selected_tabs(page)))
}

/// Returns the ids of the panels that are shown.
fn shown_panels(page: &Page) -> Result<Value> {
    evaluate(page, "return all('[role=tabpanel]').map(panel => panel.id)")
}

#[test]
fn board_program_and_timeline_are_seen_together_and_the_page_never_scrolls() -> Result<()> {
    let page = Page::open()?;
    page.call("drive", json!(["GP17", "low"]))?;
    for screen in DESKTOPS {
        page.show_on(screen)?;
        for (state, tab) in [("ACTIVE", "pin"), ("SUSPENDED", "script"), ("HIBERNATE", "pin")] {
            page.click(&format!("[data-tab={tab}]"))?;
            if state != "ACTIVE" {
                page.call("sleep", json!([state]))?;
            }
            page.element(&format!(".state[data-power={state}]"))?;
            page.element(".lanes li")?;
            let whole = ".bar *, .board, .row text, [data-pin], .caption, .shapes, [role=tab], [role=separator], \
                         [role=tabpanel], .timeline-bar, .lanes li:first-child";
            let found = evaluate(
                &page,
                &format!(
                    "return {{scrolled: scrolled(), outside: outside({}), pads: all('[data-pin]').length, lanes: Math.min(all('.lanes li').length, 1),
                        overlaps: overlaps('.row text, .caption span, .shapes li'),
                        editor: all('#script').length}}",
                    json!(whole)
                ),
            )?;
            let expected = json!({"scrolled": [0, 0, 0, 0, 0], "outside": [], "pads": PinId::COUNT, "lanes": 1,
                "overlaps": [], "editor": u8::from(tab == "script")});
            assert_eq!(found, expected, "{screen:?} {state}");
            page.click("[data-act=reset]")?;
        }
        // The code below the settings is reached by scrolling their panel.
        let code = "const panel = document.getElementById('panel-pin'); panel.scrollTo(0, 9999);
            return [box(document.querySelector('[data-code=rust]')).bottom <= box(panel).bottom, panel.scrollWidth - panel.clientWidth]";
        page.element("[data-code=rust]")?;
        assert_eq!(evaluate(&page, code)?, json!([true, 0]), "{screen:?}");
    }
    Ok(())
}

#[test]
fn tabs_are_opened_by_mouse_and_keyboard_and_come_back_on_reload() -> Result<()> {
    let page = Page::open()?;
    wait_for_tabs(&page, &["pin", "timeline"])?;
    let tabs = page.evaluate(
        "[...document.querySelectorAll('[data-tab]')].map(tab => [tab.dataset.tab, tab.role, tab.parentElement.role,
            document.getElementById(tab.getAttribute('aria-controls')).role])",
    )?;
    let names = ["pin", "script", "firmware", "timeline", "registers", "interrupts", "wake"];
    assert_eq!(tabs, json!(names.map(|name| [name, "tab", "tablist", "tabpanel"])));
    // The styles of the script change nothing beside it.
    let places = "return all('.timeline-bar > *').map(part => [box(part).x, box(part).width])";
    let before = evaluate(&page, places)?;
    page.click("[data-tab=script]")?;
    page.element(".editor .cm-content")?;
    assert_eq!(evaluate(&page, places)?, before);
    page.click("[data-tab=pin]")?;
    page.click("[data-tab=timeline]")?;
    for (key, expected) in [
        (Key::End, "wake"),
        (Key::Right, "timeline"),
        (Key::Right, "registers"),
        (Key::Home, "timeline"),
        (Key::Left, "wake"),
        (Key::Left, "interrupts"),
    ] {
        press(&page, key)?;
        wait_for_tabs(&page, &["pin", expected])?;
        assert_eq!(page.evaluate("document.activeElement.dataset.tab")?, expected);
        assert_eq!(shown_panels(&page)?, json!(["panel-pin", format!("panel-{expected}")]));
    }
    page.click("[data-tab=script]")?;
    wait_for_tabs(&page, &["script", "interrupts"])?;
    page.element(".editor .cm-content")?;
    page.run(page.browser().refresh())?;
    page.call("snapshot", json!([]))?;
    wait_for_tabs(&page, &["script", "interrupts"])?;
    page.element(".editor .cm-content").context("the script panel is loaded again")?;
    // Letters open the tab that they go to.
    page.click("h1")?;
    press(&page, 'p')?;
    page.element(".inspector:focus")?;
    press(&page, 't')?;
    page.element("canvas.strip:focus")?;
    wait_for_tabs(&page, &["pin", "timeline"])?;
    press(&page, 'r')?;
    page.element("[data-tab=registers]:focus")?;
    wait_for_tabs(&page, &["pin", "registers"])?;
    // The bench has a script now, but the tab that was chosen last comes back.
    let stored = |page: &Page| page.evaluate("localStorage.getItem('pinscope-bench') ?? ''");
    let before = stored(&page)?;
    page.call("script", json!(["print(1)"]))?;
    page.wait_until("the bench is stored", |page| Ok(stored(page)? != before))?;
    page.run(page.browser().refresh())?;
    page.wait_until("the script is back", |page| Ok(page.call("script", json!([]))? == "print(1)"))?;
    wait_for_tabs(&page, &["pin", "registers"])
}

#[test]
fn the_dock_is_dragged_and_moved_by_keys_and_keeps_its_height() -> Result<()> {
    let page = Page::open()?;
    page.show_on(Screen::window(1440, 900))?;
    let height = |page: &Page| {
        let height = page.evaluate("document.querySelector('.dock').getBoundingClientRect().height")?;
        height.as_f64().context("a height")
    };
    let before = height(&page)?;
    let separator = page.element("[role=separator]")?;
    let drag = |page: &Page, by: i64| {
        let chain = page.browser().action_chain().click_and_hold_element(&separator).move_by_offset(0, by).release();
        page.run(chain.perform())
    };
    drag(&page, -100)?;
    page.wait_until("it is higher", |page| Ok((height(page)? - before - 100.0).abs() < 8.0))?;
    let canvas = "return box(document.querySelector('.tracks')).bottom - box(document.querySelector('.dock')).bottom";
    assert_eq!(evaluate(&page, canvas)?.as_f64().map(f64::round), Some(0.0), "the timeline fills it");
    drag(&page, 60)?;
    page.wait_until("it is lower", |page| Ok((height(page)? - before - 40.0).abs() < 12.0))?;
    // It has limits: the board and the tabs stay in sight.
    for (by, sign) in [(-450, 1.0), (400, -1.0)] {
        drag(&page, by)?;
        page.wait_until("its limit", |page| Ok((height(page)? - before) * sign > 0.0))?;
        let found =
            "return [...outside('.bar *, [role=tab], [role=separator]'), ...scrolled().filter(pixels => pixels > 0)]";
        assert_eq!(evaluate(&page, found)?, json!([]));
        let found = "const [board, bench] = ['.board', '.bench'].map(css => box(document.querySelector(css)));
            return [board.top >= bench.top, board.bottom <= bench.bottom, overlaps('.row text, .caption span, .shapes li')]";
        assert_eq!(evaluate(&page, found)?, json!([true, true, []]), "the whole board is seen");
    }
    page.evaluate("document.querySelector('[role=separator]').focus()")?;
    let lowest = height(&page)?;
    press(&page, Key::Up)?;
    page.wait_until("it is higher by a key", |page| Ok(height(page)? > lowest))?;
    let now = |page: &Page| page.attribute("[role=separator]", "aria-valuenow");
    let (higher, value) = (height(&page)?, now(&page)?);
    page.run(page.browser().refresh())?;
    page.element(".clock")?;
    assert_eq!((height(&page)?, now(&page)?), (higher, value), "it is remembered");
    Ok(())
}

#[test]
fn a_phone_shows_one_part_at_a_time_above_its_tabs() -> Result<()> {
    let page = Page::open()?;
    let tabs = ["board", "pin", "script", "timeline", "registers", "interrupts", "wake", "firmware"];
    for screen in PHONES {
        page.show_on(screen)?;
        page.element("[data-tab=board]")?;
        let listed = page.evaluate("[...document.querySelectorAll('[data-tab]')].map(tab => tab.dataset.tab)")?;
        assert_eq!(listed, json!(tabs));
        for tab in tabs.iter().rev() {
            page.click(&format!("[data-tab={tab}]"))?;
            wait_for_tabs(&page, &[tab])?;
            assert_eq!(shown_panels(&page)?, json!([format!("panel-{tab}")]), "{screen:?}");
            let found = evaluate(
                &page,
                "const panel = all('[role=tabpanel]')[0];
                return [scrolled(), outside('[role=tab], [role=tabpanel], .bar .group, .clock'), panel.scrollWidth - panel.clientWidth]",
            )?;
            assert_eq!(found, json!([[0, 0, 0, 0, 0], [], 0]), "{screen:?} {tab}");
            assert_eq!(
                evaluate(&page, "return all('.words, .log, .strip').filter(part => box(part).height < 40).map(name)")?,
                json!([])
            );
        }
        for board in ["LAUNCHXL", "WIPY"] {
            page.call("board", json!([board]))?;
            page.element(&format!(".board.{}", board.to_lowercase()))?;
            let found =
                evaluate(&page, "return [overlaps('.row .name text, .pcb .chip'), outside('.row .name text')]")?;
            assert_eq!(found, json!([[], []]), "{screen:?} {board}");
        }
    }
    // The board stays in reach from any tab, and a finger presses its pads.
    page.click(&pad(GP10))?;
    page.wait_until("a click counts", |page| Ok(page.attribute(&pad(GP10), "data-level")?.as_deref() == Some("high")))?;
    page.click("[data-tab=interrupts]")?;
    page.show_on(Screen::window(1440, 900))?;
    wait_for_tabs(&page, &["pin", "interrupts"])
}

/// Returns the position and the size of both lines of the bar, of its controls, and of what is below it.
fn bar(page: &Page) -> Result<Value> {
    evaluate(
        page,
        "const parts = '.bar-line, .bar .group, .bar .choice, .bar .act, .bar .list, .bar .opener, .clock, .bench, .dock';
        return Object.fromEntries(all(parts).filter(part => !part.closest('.note-bar')).map(part =>
            [`${part.dataset.act ?? part.dataset.setting ?? part.className}`,
                (({x, y, width, height}) => [x, y, width, height])(box(part))]))",
    )
}

#[test]
fn the_bar_never_moves_whatever_appears_in_it() -> Result<()> {
    let page = Page::open()?;
    for screen in [Screen::window(1440, 900), Screen::window(1180, 800), Screen::phone(390, 844)] {
        page.show_on(screen)?;
        page.call("reset", json!([]))?;
        page.element(".state[data-power=ACTIVE]")?;
        let before = bar(&page)?;
        let check = |what: &str| {
            let now = bar(&page)?;
            let moved = before.as_object().into_iter().flatten().filter(|(name, place)| now[name.as_str()] != **place);
            let moved: Vec<_> =
                moved.map(|(name, place)| format!("{name}: {place} -> {}", now[name.as_str()])).collect();
            assert!(moved.is_empty(), "{screen:?}: {what}: {moved:#?}");
            let long = evaluate(
                &page,
                "return all('.clock, .clock span, .state').filter(part => part.scrollWidth > part.clientWidth + 1).map(name)",
            )?;
            assert_eq!(long, json!([]), "{screen:?}: {what}");
            anyhow::Ok(())
        };
        page.click("[data-act=SUSPENDED]")?;
        page.element(".state[data-power=SUSPENDED]")?;
        check("asleep")?;
        page.evaluate("document.querySelector('[data-act=reset]').click()")?;
        page.element(".state[data-power=ACTIVE]")?;
        check("awake")?;
        // Of two requests to sleep the second is refused.
        page.evaluate(
            "['SUSPENDED', 'HIBERNATE'].forEach(mode => document.querySelector(`[data-act=${mode}]`).click())",
        )?;
        page.element(".power .refusal")?;
        if !screen.is_phone {
            check("a refusal")?;
        }
        page.evaluate("document.querySelector('[data-act=reset]').click()")?;
        page.element(".state[data-power=ACTIVE]")?;
        page.evaluate("(location.hash = '1.damaged')")?;
        page.wait_until("a long notice", |page| Ok(page.texts(".note-line p")?.concat().len() > 60))?;
        check("a long notice")?;
        page.click("[data-act=dismiss]")?;
        page.wait_until("it is gone", |page| Ok(page.texts(".note-line p")?.concat().is_empty()))?;
        if !screen.is_phone {
            check("no notice")?;
        }
        page.call("board", json!(["WIPY_SILICON"]))?;
        check("another board")?;
        page.call("pause", json!([]))?;
        page.script("await pinscope.advance(Number.MAX_SAFE_INTEGER - (await pinscope.snapshot()).time_ns)")?;
        page.wait_until("the end of time", |page| {
            Ok(page.texts(".clock span")?.concat().starts_with("9 007 199.254"))
        })?;
        check("the largest time")?;
    }
    Ok(())
}

#[test]
fn the_focus_stays_on_the_button_that_put_the_board_to_sleep() -> Result<()> {
    let page = Page::open()?;
    page.evaluate("document.querySelector('[data-act=SUSPENDED]').focus()")?;
    press(&page, ' ')?;
    page.element(".state[data-power=SUSPENDED]")?;
    page.element("[data-act=SUSPENDED][aria-disabled=true]:focus")?;
    // It does nothing now, and reset is one Tab further.
    press(&page, ' ')?;
    press(&page, Key::Tab)?;
    press(&page, Key::Tab)?;
    page.element("[data-act=reset]:focus")?;
    press(&page, Key::Enter)?;
    page.element(".state[data-power=ACTIVE]")?;
    page.element("[data-act=reset]:focus")?;
    assert_eq!(page.texts(".power .refusal")?, Vec::<String>::new());
    page.call("irq", json!(["GP17", {"trigger": "IRQ_RISING", "wake": "SUSPENDED"}]))?;
    page.click("[data-act=SUSPENDED]")?;
    page.element(".state[data-power=SUSPENDED]")?;
    page.click(&pad(GP17))?;
    page.element(".state[data-power=ACTIVE]").map(drop)
}

#[test]
fn a_real_board_is_connected_beside_the_list_of_boards() -> Result<()> {
    let page = Page::open()?;
    page.evaluate("document.querySelector('[data-setting=profile]').focus()")?;
    page.pick("profile", "a real board …")?;
    page.element("#connect:popover-open [data-way=bridge]:focus")?;
    let distance = "const list = box(document.querySelector('[data-setting=profile]')), popover = box(document.querySelector('#connect'));
        return [Math.abs(popover.left - list.left), popover.top - list.bottom].map(pixels => pixels >= 0 && pixels < 40)";
    assert_eq!(evaluate(&page, distance)?, json!([true, true]));
    press(&page, Key::Escape)?;
    page.element("[data-setting=profile]:focus").map(drop)
}

#[test]
fn a_larger_font_of_the_browser_makes_the_text_larger_and_nothing_is_cut() -> Result<()> {
    let page = Page::open()?;
    page.show_on(Screen::window(1440, 900))?;
    page.devtools("Page.setFontSizes", json!({"fontSizes": {"standard": 32, "fixed": 26}}))?;
    page.open_afresh()?;
    page.element("[data-tab=board]").context("two columns of such text have no room")?;
    assert_eq!(page.evaluate("getComputedStyle(document.querySelector('.tab')).fontSize")?, "24px");
    for tab in ["pin", "interrupts", "registers", "wake", "timeline", "script", "board"] {
        page.click(&format!("[data-tab={tab}]"))?;
        wait_for_tabs(&page, &[tab])?;
        let found =
            evaluate(&page, "return [scrolled(), outside('[role=tab], [role=tabpanel], .bar .group, .clock')]")?;
        assert_eq!(found, json!([[0, 0, 0, 0, 0], []]), "{tab}");
    }
    Ok(())
}
