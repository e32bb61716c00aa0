//! Undo of whatever replaces the bench, the browser's Back and Forward, and the lists that open another bench.

use anyhow::{Context as _, Result};
use pinscope_tests::browser::Page;
use serde_json::{Value, json};
use thirtyfour::Key;

fn share(page: &Page) -> Result<String> {
    page.call("share", json!([]))?.as_str().map(str::to_owned).context("a link is text")
}

fn wait_for_bench(page: &Page, what: &str, link: &str) -> Result<()> {
    page.wait_until(what, |page| Ok(share(page)? == link))
}

fn wait_for_selected(page: &Page, pin: &str) -> Result<()> {
    page.wait_until(pin, |page| Ok(page.texts("h2")?.iter().any(|text| text == pin)))
}

/// Returns the simulated time that the timeline spans.
fn span_ns(page: &Page) -> Result<f64> {
    let edge = |name: &str| {
        let edge = page.attribute("canvas.strip", name)?.context("the timeline has an edge")?;
        Ok::<f64, anyhow::Error>(edge.parse()?)
    };
    Ok(edge("data-to-ns")? - edge("data-from-ns")?)
}

fn press(page: &Page, key: impl Into<char>) -> Result<()> {
    page.press_keys(&key.into().to_string())
}

#[test]
fn whatever_replaces_the_bench_can_be_undone_here_and_in_the_browsers_history() -> Result<()> {
    let page = Page::open()?;
    page.element("[data-act=undo][aria-disabled=true]")?;
    let first = share(&page)?;
    let (_, fragment) = first.split_once('#').context("a fragment")?;
    page.call("pause", json!([]))?;
    page.call("init", json!(["GP9", {"mode": "OUT"}]))?;
    page.call("script", json!(["x = 1"]))?;
    page.click("[data-name=GP9]")?;
    wait_for_selected(&page, "GP9")?;
    page.evaluate("document.querySelector('canvas.strip').focus()")?;
    page.press_keys("++++")?;
    page.wait_until("it is zoomed", |page| Ok(span_ns(page)? < 5e9))?;
    let (before, span) = (share(&page)?, span_ns(&page)?);
    let is_back = |what: &str| {
        wait_for_bench(&page, what, &before)?;
        wait_for_selected(&page, "GP9")?;
        page.wait_until("the zoom is back", |page| Ok((span_ns(page)? / span - 1.0).abs() < 0.01))?;
        assert_eq!(page.call("script", json!([]))?, "x = 1", "{what}");
        anyhow::Ok(())
    };
    let actions: [(&str, &dyn Fn() -> Result<()>); 5] = [
        ("an example", &|| page.pick("examples", "blink and read")),
        ("a board", &|| page.pick("profile", "LAUNCHXL")),
        ("starting over", &|| page.click("[data-act=share]").and_then(|()| page.click("[data-act=start-over]"))),
        ("load", &|| page.call("load", json!([first])).map(drop)),
        ("a link", &|| page.evaluate(&format!("void (location.hash = {})", json!(fragment))).map(drop)),
    ];
    for (what, act) in actions {
        act()?;
        page.wait_until(what, |page| Ok(share(page)? != before))?;
        page.element("[data-act=undo]:not([aria-disabled])")?;
        let after = share(&page)?;
        page.click("[data-act=undo]")?;
        is_back(&format!("undo of {what}"))?;
        page.run(page.browser().forward())?;
        wait_for_bench(&page, &format!("forward to {what}"), &after)?;
        page.run(page.browser().back())?;
        is_back(&format!("back from {what}"))?;
    }
    page.element("[data-act=undo][aria-disabled=true]")?;
    Ok(())
}

#[test]
fn an_example_comes_back_with_its_instructions_and_after_a_reload_too() -> Result<()> {
    let page = Page::open()?;
    for name in ["an output", "two outputs that fight"] {
        page.pick("examples", name)?;
        page.element(&format!("[data-example='{name}']"))?;
    }
    page.call("toggle", json!(["GP8"]))?;
    let last = share(&page)?;
    page.wait_until("it is stored", |page| {
        let stored = page.evaluate("localStorage.getItem('pinscope-bench')")?;
        Ok(stored.as_str().is_some_and(|stored| last.ends_with(stored)))
    })?;
    page.run(page.browser().refresh())?;
    wait_for_bench(&page, "the last bench", &last)?;
    page.run(page.browser().back())?;
    page.element("[data-example='an output']")?;
    wait_for_selected(&page, "GP9")?;
    page.run(page.browser().back())?;
    page.element("[data-hint=edge]").context("the first example has its hint")?;
    assert_eq!(page.attribute("[data-pin=GP25]", "data-mode")?.as_deref(), Some("OUT"));
    for name in ["an output", "two outputs that fight"] {
        page.run(page.browser().forward())?;
        page.wait_until(name, |page| Ok(share(page)? == last || name == "an output"))?;
    }
    wait_for_bench(&page, "the last bench again", &last)
}

#[test]
fn arrow_keys_only_move_through_the_lists_and_enter_opens_a_bench() -> Result<()> {
    let page = Page::open()?;
    page.call("script", json!(["# my homework"]))?;
    let before = share(&page)?;
    let list = |setting: &str| -> Result<Value> {
        let list = format!("document.querySelector('[data-setting={setting}]')");
        page.evaluate(&format!("[{list}.options[{list}.selectedIndex].text, {list} === document.activeElement]"))
    };
    let offer = |page: &Page, text: &str| page.wait_until(text, |page| Ok(page.texts(".offer")?.concat() == text));
    press(&page, 'e')?;
    page.element("[data-setting=examples]:focus")?;
    press(&page, Key::Down)?;
    offer(&page, "Enter opens: empty bench")?;
    press(&page, Key::Down)?;
    press(&page, 'b')?;
    offer(&page, "Enter opens: blink and read")?;
    assert_eq!(list("examples")?, json!(["blink and read", true]));
    assert_eq!(share(&page)?, before, "nothing was opened on the way");
    press(&page, Key::Escape)?;
    offer(&page, "")?;
    assert_eq!(list("examples")?, json!(["examples", true]));
    press(&page, Key::Down)?;
    press(&page, Key::Tab)?;
    offer(&page, "")?;
    assert_eq!(list("examples")?, json!(["examples", false]));
    assert_eq!(share(&page)?, before, "the list was left");

    press(&page, 'e')?;
    page.element("[data-setting=examples]:focus")?;
    press(&page, Key::Down)?;
    offer(&page, "Enter opens: empty bench")?;
    press(&page, Key::Enter)?;
    page.element("[data-example='empty bench']")?;
    assert_eq!(page.attribute("[data-pin=GP25]", "data-mode")?.as_deref(), Some("IN"));
    assert_eq!(list("examples")?, json!(["examples", true]));
    press(&page, Key::Tab)?;
    page.element("[data-act=undo]:focus")?;
    press(&page, Key::Enter)?;
    wait_for_bench(&page, "undone by keyboard", &before)?;
    page.element("[data-act=undo]:focus").context("it keeps the focus")?;

    page.evaluate("document.querySelector('[data-setting=profile]').focus()")?;
    press(&page, Key::Down)?;
    offer(&page, "Enter opens: WIPY_SILICON")?;
    assert_eq!(share(&page)?, before);
    press(&page, Key::Enter)?;
    page.wait_until("the other board", |page| Ok(page.call("snapshot", json!([]))?["board"] == "WIPY_SILICON"))?;
    assert_eq!(list("profile")?, json!(["WIPY_SILICON", true]));
    Ok(())
}

#[test]
fn the_reset_buttons_say_what_becomes_of_the_settings() -> Result<()> {
    let page = Page::open()?;
    let titles = "['.reset', '.power [data-act=reset]'].map(css => document.querySelector(css).title)";
    let wait_for_titles = |words: &str| {
        page.wait_until(words, |page| {
            let titles = page.evaluate(titles)?;
            let titles: Vec<_> = titles.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            Ok(titles.len() == 2 && titles.iter().all(|title| title.contains(words)))
        })
    };
    wait_for_titles("sets up the pins and interrupts again")?;
    page.click("[data-tab=interrupts]")?;
    page.click("[data-setting=set-up-again]")?;
    wait_for_titles("every pin is an input and no interrupt is armed")?;
    assert!(page.texts(".legend .glossary dt")?.iter().any(|word| word == "reset, RST"));
    Ok(())
}
