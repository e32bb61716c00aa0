//! Scripts on hosts without isolation headers, in browsers without isolation, and without a network.

use anyhow::{Context as _, Result};
use pinscope_tests::browser::Page;
use serde_json::json;

use super::panel::{open, script, wait_for_output, wait_until_ready, write};
use super::pin;
use crate::network::{Network, wait_until_stored};

fn host(page: &Page) -> Result<String> {
    Ok(page.evaluate("location.host")?.as_str().context("a host")?.to_owned())
}

fn shows_missing_isolation(page: &Page) -> Result<bool> {
    Ok(page.texts("[data-what='isolation']")?.concat().contains("not isolated"))
}

#[test]
fn a_host_without_headers_is_isolated_when_a_script_is_first_opened() -> Result<()> {
    let page = Page::open()?;
    let network = Network::without_isolation(&host(&page)?)?;
    page.run(page.browser().goto(&network.url))?;
    page.call("init", json!(["GP9", {"mode": "OUT"}]))?;
    assert_eq!(page.evaluate("crossOriginIsolated")?, false);
    page.click("[data-tab='script']")?;
    page.wait_until("the page is isolated", |page| Ok(page.evaluate("crossOriginIsolated")? == true))?;
    wait_until_ready(&page)?;
    assert!(!shows_missing_isolation(&page)?);
    assert_eq!(pin(&page, "GP9")?["mode"], "OUT", "the bench is as it was");
    write(&page, "while True: pass")?;
    page.click("[data-act='run-script']")?;
    page.wait_until("it runs", |page| Ok(page.attribute("#script", "data-script")?.as_deref() == Some("running")))?;
    page.click("[data-act='stop-script']")?;
    page.wait_until("it has stopped", |page| Ok(page.texts("[data-what='script']")? == ["stopped in line 1"]))
}

/// Opens the page in a browser that cannot isolate it, on a host that does not.
pub fn without_isolation() -> Result<(Page, Network)> {
    let page = Page::open_with("Object.defineProperty(Navigator.prototype, 'serviceWorker', {value: undefined})")?;
    let network = Network::without_isolation(&host(&page)?)?;
    page.run(page.browser().goto(&network.url))?;
    Ok((page, network))
}

#[test]
fn without_isolation_scripts_run_at_real_speed_and_the_page_shows_what_is_missing() -> Result<()> {
    let (page, _network) = without_isolation()?;
    open(&page)?;
    page.wait_until("the message", shows_missing_isolation)?;
    assert_eq!(page.evaluate("crossOriginIsolated")?, false);
    write(
        &page,
        "import time\nt = time.ticks_ms()\ntime.sleep(1)\nprint('a second later', time.ticks_ms() - t < 1100)",
    )?;
    page.click("[data-act='run-script']")?;
    wait_for_output(&page, "a second later True")
}

#[test]
fn without_a_network_scripts_run_if_one_was_opened_before() -> Result<()> {
    let page = Page::open()?;
    let network = Network::to(&host(&page)?)?;
    page.run(page.browser().goto(&network.url))?;
    page.call("snapshot", json!([]))?;
    wait_until_stored(&page, &["engine_bg.wasm", "engine.js"])?;
    open(&page)?;
    wait_until_stored(&page, &["script-panel.js", "micropython.wasm", "micropython.mjs", "runner.js"])?;
    network.end();
    page.run(page.browser().refresh())?;
    assert_eq!(page.evaluate("fetch('nothing').then(() => true, () => false)")?, false, "there is no network");
    open(&page)?;
    assert!(script(&page)?.contains("from machine import Pin"));
    write(&page, "import time\nprint('no network')")?;
    page.click("[data-act='run-script']")?;
    wait_for_output(&page, "no network")
}

#[test]
fn without_a_network_a_panel_that_was_never_opened_shows_a_message() -> Result<()> {
    let page = Page::open()?;
    let network = Network::to(&host(&page)?)?;
    page.run(page.browser().goto(&network.url))?;
    page.call("snapshot", json!([]))?;
    wait_until_stored(&page, &["engine_bg.wasm", "engine.js"])?;
    network.end();
    page.run(page.browser().refresh())?;
    page.click("[data-tab='script']")?;
    page.wait_until("the message is shown", |page| Ok(page.texts("#script")?.concat().contains("could not be loaded")))
}
