//! The page after it was opened, and its messages when the browser lacks something.

use anyhow::Result;
use pinscope_core::PinId;
use pinscope_core::demo::{BUTTON, LED};
use pinscope_tests::browser::{Browser, Page, pad};
use pinscope_tests::scenario;
use serde_json::json;

#[test]
fn edges_interrupt_and_toggle_the_led() -> Result<()> {
    scenario::run(&mut Page::open()?)
}

#[test]
fn edges_interrupt_and_toggle_the_led_in_firefox_too() -> Result<()> {
    scenario::run(&mut Page::open_in(Browser::Firefox)?)
}

#[test]
fn a_fresh_load_shows_the_demo_and_logs_no_error() -> Result<()> {
    let page = Page::open()?;
    for pin in PinId::ALL {
        page.element(&pad(pin))?;
    }
    assert_eq!(page.evaluate("document.querySelectorAll('[data-pin]').length")?, PinId::COUNT);
    let attribute = |pin, name| page.attribute(&pad(pin), name);
    assert_eq!(attribute(BUTTON, "data-level")?.as_deref(), Some("low"));
    assert_eq!(attribute(BUTTON, "data-mode")?.as_deref(), Some("IN"));
    assert_eq!(attribute(BUTTON, "data-irqs")?.as_deref(), Some("0"));
    assert_eq!(attribute(LED, "data-mode")?.as_deref(), Some("OUT"));
    assert_eq!(attribute(PinId::GP2, "data-level")?.as_deref(), Some("floating"));
    assert_eq!(page.evaluate("crossOriginIsolated")?, true);
    let console = page.console()?;
    assert!(console.is_empty(), "{console:?}");
    Ok(())
}

#[test]
fn the_board_is_drawn_before_any_program_arrives() -> Result<()> {
    let page = Page::start(Browser::Chromium)?;
    page.devtools("Network.enable", json!({}))?;
    page.devtools("Network.setBlockedURLs", json!({"urls": ["*.wasm"]}))?;
    page.go("")?;
    page.wait_until("something is painted", |page| {
        Ok(page.evaluate("performance.getEntriesByName('first-contentful-paint').length")? == 1)
    })?;
    assert_eq!(page.evaluate("document.querySelector('.pcb .outline').checkVisibility()")?, true);
    assert!(page.evaluate("document.querySelector('.pcb').getBoundingClientRect().height")?.as_f64() > Some(400.0));
    assert_eq!(page.evaluate("document.querySelectorAll('[data-pin]').length")?, 0);
    Ok(())
}

#[test]
fn the_middle_of_each_pads_element_is_on_the_pad() -> Result<()> {
    let page = Page::open()?;
    let missed = page.evaluate(
        "[...document.querySelectorAll('[data-pin]')].filter(pad => {
            const box = pad.getBoundingClientRect();
            const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
            return !pad.contains(hit);
        }).map(pad => pad.dataset.pin)",
    )?;
    assert_eq!(missed, json!([]));
    Ok(())
}

#[test]
fn calls_made_before_the_engine_is_there_are_answered_in_order() -> Result<()> {
    let page = Page::open_at("")?;
    let script = "const done = arguments[0];
        Promise.all([pinscope.pause(), pinscope.init('GP9', {mode: 'OUT'}), pinscope.toggle('GP9'),
            pinscope.value('GP9'), pinscope.toggle('GP9'), pinscope.value('GP9')]).then(done, error => done(String(error)));";
    let answers = page.run(page.browser().execute_async(script, Vec::new()))?;
    assert_eq!(answers.json(), &json!([null, null, null, 1, null, 0]));
    Ok(())
}

/// Returns the page's message if `removal`, which is JavaScript, runs before it.
fn message_after(removal: &str) -> Result<String> {
    let page = Page::open_with(&format!("{removal};"))?;
    page.wait_until("the message", |page| Ok(page.evaluate("!document.getElementById('trouble').hidden")? == true))?;
    Ok(page.texts("#trouble")?.concat())
}

#[test]
fn without_webassembly_or_workers_a_message_explains_what_to_do() -> Result<()> {
    assert!(message_after("delete window.WebAssembly")?.contains("WebAssembly"));
    assert!(message_after("delete window.Worker")?.contains("worker"));
    Ok(())
}

#[test]
fn when_the_engine_cannot_start_a_message_is_shown_and_calls_are_refused() -> Result<()> {
    let worker = "window.Worker = class extends EventTarget { constructor() { super();
        setTimeout(() => { const event = new Event('error'); this.onerror?.(event); this.dispatchEvent(event); }); }
        postMessage() {} terminate() {} }";
    let page = Page::open_with(&format!("{worker};"))?;
    page.wait_until("the message that the board did not start", |page| {
        Ok(page.texts("#trouble")?.concat().contains("did not start"))
    })?;
    assert!(page.call("snapshot", json!([])).is_err());
    Ok(())
}

#[test]
fn an_engine_of_another_build_reloads_the_page_once_and_is_then_reported() -> Result<()> {
    let worker = "sessionStorage.loads = Number(sessionStorage.loads ?? 0) + 1;
        window.Worker = class extends EventTarget { constructor() { super();
            setTimeout(() => { const data = {reply: new Uint8Array([0, 7, ...new TextEncoder().encode('another')])};
                const event = new MessageEvent('message', {data}); this.onmessage?.(event); this.dispatchEvent(event); }, 50); }
        postMessage() {} terminate() {} }";
    let page = Page::open_with(&format!("{worker};"))?;
    page.wait_until("the message that the builds differ", |page| {
        // Nothing can be read while the page reloads.
        Ok(page.texts("#trouble").is_ok_and(|texts| texts.concat().contains("different builds")))
    })?;
    assert_eq!(page.evaluate("sessionStorage.loads")?, "2");
    Ok(())
}
