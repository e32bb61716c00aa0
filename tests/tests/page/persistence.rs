//! Sharing and saving: links, the last bench, examples, the embedded view, and the page without a network.

use std::thread;

use anyhow::{Context as _, Result};
use pinscope_core::PinId::{self, GP9, GP10, GP17, GP25};
use pinscope_emulator::examples::{EXAMPLES, Example, START};
use pinscope_tests::browser::{Page, pad};
use serde_json::{Value, json};

use crate::network::{Network, wait_until_stored};

/// Returns the pins of a snapshot, which is the part that does not change by itself.
fn pins(page: &Page) -> Result<Value> {
    Ok(page.call("snapshot", json!([]))?["pins"].clone())
}

fn share(page: &Page) -> Result<String> {
    page.call("share", json!([]))?.as_str().map(str::to_owned).context("a link is text")
}

fn kept(page: &Page) -> Result<Value> {
    page.evaluate("localStorage.getItem('pinscope-bench')")
}

/// Reloads the page.
fn reload(page: &Page) -> Result<()> {
    page.run(page.browser().refresh())?;
    page.call("snapshot", json!([])).map(drop)
}

/// Sets up a bench that uses every part: pins, an interrupt, a rail, a wire and the speed.
fn set_up(page: &Page) -> Result<()> {
    page.call("example", json!(["an output"]))?;
    page.call("pause", json!([]))?;
    page.call("init", json!(["GP8", {"mode": "OUT", "drive": "HIGH_POWER", "value": 0}]))?;
    page.call("toggle", json!(["GP8"]))?;
    page.call("init", json!(["GP17", {"pull": "PULL_UP"}]))?;
    page.call(
        "irq",
        json!(["GP17", {"trigger": "IRQ_FALLING", "priority": 6, "handler": "toggle:GP8", "takes_ns": 70}]),
    )?;
    page.call("drive", json!(["GP16", "high"]))?;
    page.call("wire", json!(["GP16", "GP15"]))?;
    page.call("speed", json!([0.01])).map(drop)
}

#[test]
fn a_link_contains_the_whole_bench_and_load_opens_it() -> Result<()> {
    let page = Page::open()?;
    set_up(&page)?;
    let (before, link) = (pins(&page)?, share(&page)?);
    let url = page.evaluate("location.origin + location.pathname")?;
    assert!(link.starts_with(&format!("{}#1.", url.as_str().unwrap_or("?"))), "{link}");

    for text in [link.as_str(), link.split_once('#').map_or("", |(_, fragment)| fragment)] {
        page.call("board", json!(["LAUNCHXL"]))?;
        assert_eq!(page.call("load", json!([text]))?, json!({"skipped": 0}));
        assert_eq!(pins(&page)?, before);
        let snapshot = page.call("snapshot", json!([]))?;
        assert_eq!((&snapshot["board"], &snapshot["running"]), (&json!("WIPY"), &json!(false)));
        assert_eq!(share(&page)?, link, "speed and everything else is the same");
    }
    Ok(())
}

#[test]
fn the_link_in_the_address_is_opened_and_removed_when_the_bench_changes() -> Result<()> {
    let page = Page::open()?;
    set_up(&page)?;
    let (before, link) = (pins(&page)?, share(&page)?);
    let fragment = link.split_once('#').map(|(_, fragment)| format!("#{fragment}")).context("a fragment")?;

    let other = Page::open_at(&fragment)?;
    assert_eq!(pins(&other)?, before, "what the page is opened with");
    assert_eq!(kept(&other)?, Value::Null, "a visit alone keeps nothing");
    assert_eq!(other.evaluate("location.hash")?, fragment.as_str());
    other.call("toggle", json!(["GP9"]))?;
    other
        .wait_until("the address no longer claims to be the bench", |page| Ok(page.evaluate("location.hash")? == ""))?;

    other.evaluate(&format!("void (location.hash = {})", json!(fragment)))?;
    other.wait_until("the address has changed the bench", |page| Ok(pins(page)? == before))?;
    Ok(())
}

#[test]
fn the_last_bench_is_restored_after_a_reload_unless_the_address_has_a_link() -> Result<()> {
    let page = Page::open()?;
    assert_eq!(kept(&page)?, Value::Null, "nothing has been done yet");
    set_up(&page)?;
    let (before, link) = (pins(&page)?, share(&page)?);
    page.wait_until("it is kept", |page| Ok(kept(page)?.as_str().is_some_and(|kept| link.ends_with(kept))))?;
    reload(&page)?;
    assert_eq!(pins(&page)?, before);
    let said = page.texts("[role='status']")?.concat();
    assert_eq!(said.trim(), "Simulated time is paused, as you left it. Press run to go on.", "that alone is said");

    page.call("reset", json!([]))?;
    page.wait_until("that is kept", |page| Ok(kept(page)?.as_str().is_some_and(|kept| !link.ends_with(kept))))?;
    page.run(page.browser().goto(&link))?;
    reload(&page)?;
    assert_eq!(pins(&page)?, before, "a link wins");
    Ok(())
}

#[test]
fn a_change_just_before_the_page_is_left_is_saved() -> Result<()> {
    let page = Page::open()?;
    for mode in ["OUT", "OPEN_DRAIN"] {
        page.call("init", json!(["GP9", {"mode": mode}]))?;
        thread::sleep(std::time::Duration::from_millis(150));
    }
    reload(&page)?;
    assert_eq!(page.attribute(&pad(GP9), "data-mode")?.as_deref(), Some("OPEN_DRAIN"));
    // A pause is explained, and an extreme speed does not come back.
    page.call("speed", json!([1_000]))?;
    page.click("[data-setting=run] [data-value=pause]")?;
    thread::sleep(std::time::Duration::from_millis(150));
    reload(&page)?;
    page.wait_until("a sentence", |page| Ok(page.texts(".note-line p")?.concat().contains("time is paused")))?;
    assert_eq!(page.call("snapshot", json!([]))?["running"], false);
    let speed = "document.querySelector('[data-setting=speed]').selectedOptions[0].text";
    page.wait_until("the speed of real time", |page| Ok(page.evaluate(speed)? == "×1"))
}

#[test]
fn share_shows_the_link_with_its_length_a_snippet_and_a_way_to_start_over() -> Result<()> {
    let page = Page::open_with(
        "window.copied = null; navigator.clipboard.writeText = async text => { window.copied = text; };",
    )?;
    set_up(&page)?;
    let link = share(&page)?;
    page.click("[data-act='share']")?;
    let value = |page: &Page, id: &str| page.evaluate(&format!("document.getElementById('{id}').value"));
    page.wait_until("the link", |page| Ok(value(page, "share-link")? == link.as_str()))?;
    assert_eq!(page.texts("#share-length")?, [link.len().to_string()]);
    let snippet = value(&page, "share-embed")?.as_str().unwrap_or_default().to_owned();
    assert!(snippet.starts_with("<iframe src=\"http") && snippet.contains("?embed#1."), "{snippet}");
    assert_eq!(page.evaluate("window.copied")?, Value::Null, "nothing is copied unasked");
    for (act, name, copied) in [("copy-embed", "snippet", snippet.as_str()), ("copy-link", "link", link.as_str())] {
        page.click(&format!("[data-act='{act}']"))?;
        page.wait_until("the confirmation stands beside the button alone", |page| {
            Ok(page.texts("[data-copied]")?.concat() == format!("The {name} is copied."))
        })?;
        assert_eq!(page.evaluate("window.copied")?, copied);
        assert!(page.texts(&format!("[data-copied={name}]"))?.concat().contains(name));
    }
    assert_eq!(page.evaluate("document.getElementById('share-forgetful').hidden")?, true);

    page.click("[data-act='start-over']")?;
    page.wait_until("the first example", |page| {
        Ok(page.attribute(".note-line", "data-example")?.as_deref() == Some(START.name))
    })?;
    assert_eq!(page.attribute(&pad(GP25), "data-mode")?.as_deref(), Some("OUT"));
    assert_eq!(page.attribute(&pad(GP17), "data-irqs")?.as_deref(), Some("0"));
    reload(&page)?;
    assert_eq!(kept(&page)?, Value::Null);
    Ok(())
}

#[test]
fn each_example_opens_from_the_list_with_its_description_which_can_be_dismissed() -> Result<()> {
    let page = Page::open()?;
    assert_eq!(page.texts("[data-example] p")?, [START.instructions], "the page starts with one");
    let names: Vec<_> = EXAMPLES.iter().map(|example| example.name.to_owned()).collect();
    assert_eq!(page.texts("[data-setting='examples'] option")?[1..], names);
    for example in EXAMPLES {
        page.pick("examples", example.name)?;
        page.wait_until(example.name, |page| Ok(page.texts("[data-example] p")? == [example.instructions]))?;
        assert_eq!(page.attribute("[data-example]", "data-example")?.as_deref(), Some(example.name));
    }
    page.click("[data-act='dismiss']")?;
    page.wait_until("it is gone", |page| Ok(page.texts("[data-example]")?.is_empty()))?;
    let refused = page.call("example", json!(["fun"])).expect_err("there is none").to_string();
    assert!(
        refused.starts_with("BadArgument: there is no example 'fun'; there are: empty bench · an output · "),
        "{refused}"
    );
    page.call("example", json!(["level trigger storm"]))?;
    page.wait_until("by name", |page| Ok(page.texts("[data-example]")?.concat().contains("Click GP10")))
}

#[test]
fn the_embedded_page_shows_only_board_and_timeline_and_saves_nothing() -> Result<()> {
    let bus = Example::from_name("open-drain bus of three pins").context("an example")?;
    let fragment = format!("#{}", pinscope_emulator::share::encode(&bus.bench()));
    let page = Page::open_at(&format!("?embed{fragment}"))?;
    page.call("snapshot", json!([]))?;
    page.element(&pad(GP10))?;
    let seen = |css: &str| page.evaluate(&format!("document.querySelector('{css}').checkVisibility()"));
    for (css, expected) in
        [(".board", true), (".bar", false), (".inspector", false), (".note-bar", false), ("#credit", true)]
    {
        assert_eq!(seen(css)?, expected, "{css}");
    }
    assert_eq!(page.attribute(&pad(GP10), "data-mode")?.as_deref(), Some("OPEN_DRAIN"));
    page.click(&pad(PinId::GP2))?;
    page.wait_until("it works", |page| Ok(page.attribute(&pad(GP10), "data-level")?.as_deref() == Some("low")))?;
    thread::sleep(std::time::Duration::from_millis(300));
    assert_eq!(kept(&page)?, Value::Null);
    assert_eq!(page.evaluate("location.hash")?, fragment.as_str());
    page.evaluate("document.getElementById('credit').addEventListener('click', event => event.preventDefault())")?;
    page.click("#credit")?;
    let credit = page.evaluate("document.getElementById('credit').href")?;
    assert!(credit.as_str().is_some_and(|href| href.ends_with(&format!("/{fragment}"))), "{credit}");
    Ok(())
}

#[test]
fn without_a_network_a_click_counts_and_examples_open() -> Result<()> {
    let page = Page::open()?;
    let network = Network::to(page.evaluate("location.host")?.as_str().context("a host")?)?;
    page.run(page.browser().goto(&network.url))?;
    page.call("snapshot", json!([]))?;
    wait_until_stored(&page, &["engine_bg.wasm", "engine.js", "_bg.wasm", "boot-"])?;
    network.end();
    for round in 0..2 {
        page.run(page.browser().refresh())?;
        assert_eq!(page.evaluate("fetch('nothing').then(() => true, () => false)")?, false, "there is no network");
        page.call("example", json!([START.name]))?;
        assert_eq!(page.evaluate("crossOriginIsolated")?, true);
        page.click(&pad(GP10))?;
        page.wait_until(&format!("a click counts, round {round}"), |page| {
            Ok(page.attribute(&pad(GP10), "data-irqs")?.as_deref() == Some("1"))
        })?;
    }
    Ok(())
}

#[test]
fn without_a_network_files_are_written_if_one_was_written_before() -> Result<()> {
    for wanted_before in [true, false] {
        let page = Page::open()?;
        let network = Network::to(page.evaluate("location.host")?.as_str().context("a host")?)?;
        page.run(page.browser().goto(&network.url))?;
        page.call("snapshot", json!([]))?;
        wait_until_stored(&page, &["engine_bg.wasm", "engine.js"])?;
        if wanted_before {
            page.call("vcd", json!([]))?;
            wait_until_stored(&page, &["vcd_bg.wasm", "vcd.js", "vcd_worker.js"])?;
        }
        network.end();
        page.run(page.browser().refresh())?;
        let file = page.call("vcd", json!([])).map(|file| file.as_str().is_some_and(|file| file.contains("$var")));
        match (wanted_before, file) {
            (true, file) => assert!(file?),
            (false, file) => {
                let refusal = file.expect_err("there is nothing to write it").to_string();
                assert_eq!(
                    refusal,
                    "Unavailable: The VCD reader could not be loaded. Check your connection and try again."
                );
                page.click("[data-act=export-vcd]")?;
                page.wait_until("the message is shown", |page| {
                    Ok(page.texts("[data-saying]")?.concat().contains("not saved: The VCD reader could not be loaded"))
                })?;
                page.call("snapshot", json!([]))?;
            }
        }
    }
    Ok(())
}

#[test]
fn it_can_be_installed() -> Result<()> {
    let page = Page::open()?;
    let script = "const done = arguments[0]; const link = document.querySelector('link[rel=manifest]');
        fetch(link.href).then(async answer => {
            const manifest = await answer.json();
            const icon = await fetch(new URL(manifest.icons[0].src, link.href));
            done([answer.headers.get('content-type'), manifest.name, manifest.display, icon.ok]);
        }).catch(error => done(String(error)));";
    let found = page.run(page.browser().execute_async(script, Vec::new()))?;
    assert_eq!(found.json(), &json!(["application/manifest+json", "Pinscope", "standalone", true]));
    Ok(())
}
