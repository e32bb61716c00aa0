//! The page works on a host that sends no headers, below any path, and without a network.

mod frames;
mod host;
mod reach;
mod trouble;
mod trunk;

use std::fs;
use std::os::unix::fs::symlink;

use anyhow::{Context as _, Result};
use pinscope_core::PinId::{GP9, GP10};
use pinscope_tests::browser::{Browser, Page, pad};
use serde_json::json;
use tempfile::TempDir;
use tower_http::services::ServeDir;

use crate::network::wait_until_stored;
use host::{Host, LOOPBACK, site};

/// Opens the page at a URL and waits until it accepts clicks.
fn open(url: &str) -> Result<Page> {
    Page::open_from(url, Browser::Chromium)
}

fn go(page: &Page, url: &str) -> Result<()> {
    page.run(page.browser().goto(url))?;
    page.call("snapshot", json!([])).map(drop)
}

fn reload(page: &Page) -> Result<()> {
    page.run(page.browser().refresh())?;
    page.call("snapshot", json!([])).map(drop)
}

/// Clicks the button of the demo and waits for its interrupt.
fn click_and_wait_for_irq(page: &Page) -> Result<()> {
    page.click(&pad(GP10))?;
    page.wait_until("a click interrupts", |page| Ok(page.attribute(&pad(GP10), "data-irqs")?.as_deref() == Some("1")))
}

/// Ends the host and clears the browser's cache, so that only the files which the page has stored are left.
fn end(host: Host, page: &Page) -> Result<()> {
    drop(host);
    page.devtools("Network.clearBrowserCache", json!({})).map(drop)
}

/// Asserts that every file the page has requested was found.
fn assert_nothing_is_missing(page: &Page) -> Result<()> {
    let missing = page.evaluate(
        "performance.getEntriesByType('resource').filter(file => file.responseStatus >= 400).map(file => file.name)",
    )?;
    assert_eq!(missing, json!([]));
    Ok(())
}

#[test]
fn below_a_path_clicks_scripts_links_and_reloads_work() -> Result<()> {
    let host = Host::for_site()?;
    for address in [host.url(LOOPBACK, "/a/b/"), host.url(LOOPBACK, "/a/b/index.html")] {
        let page = open(&address)?;
        click_and_wait_for_irq(&page)?;
        let script = "from machine import Pin\nled = Pin('GP9', mode=Pin.OUT, value=1)\nprint(led())";
        assert_eq!(page.call("python", json!([script]))?["stdout"], "1\n");
        let file = page.call("vcd", json!([]))?;
        assert!(file.as_str().is_some_and(|file| file.contains("$var")), "{file}");

        let link = page.call("share", json!([]))?;
        let link = link.as_str().context("a link is text")?;
        assert!(link.starts_with(&format!("{address}#1.")), "{link}");
        page.wait_until("the bench is kept", |page| {
            let kept = page.evaluate("localStorage.getItem('pinscope-bench')")?;
            Ok(kept.as_str().is_some_and(|kept| link.ends_with(kept)))
        })?;
        reload(&page)?;
        assert_eq!(page.attribute(&pad(GP9), "data-mode")?.as_deref(), Some("OUT"));
        assert_nothing_is_missing(&page)?;
        assert_eq!(open(link)?.attribute(&pad(GP9), "data-mode")?.as_deref(), Some("OUT"), "the link opens");
    }
    Ok(())
}

#[test]
fn below_a_path_the_page_works_without_a_network() -> Result<()> {
    let host = Host::for_site()?;
    let page = open(&host.url(LOOPBACK, "/a/b/"))?;
    wait_until_stored(&page, &["/a/b/engine_bg.wasm", "/a/b/engine_worker.js", "/a/b/boot-"])?;
    let address = host.url(LOOPBACK, "/a/b/index.html?from=a-bookmark");
    end(host, &page)?;
    for open_again in [reload, |page: &Page| page.run(page.browser().refresh())] {
        open_again(&page)?;
        assert_eq!(page.evaluate("fetch('nothing').then(() => true, () => false)")?, false, "there is no network");
    }
    go(&page, &address)?;
    click_and_wait_for_irq(&page)
}

#[test]
fn without_a_network_another_file_of_the_site_does_not_replace_the_page() -> Result<()> {
    let host = Host::for_site()?;
    let url = host.url(LOOPBACK, "/a/b/");
    let page = open(&url)?;
    wait_until_stored(&page, &["engine_bg.wasm", "engine_worker.js"])?;
    page.run(page.browser().goto(format!("{url}favicon.svg")))?;
    page.wait_until("the drawing is shown", |page| Ok(page.evaluate("document.documentElement.tagName")? == "svg"))?;
    end(host, &page)?;
    go(&page, &url)
}

/// Makes a folder with the site's files, in which `index.html` is a copy that can be changed.
fn copy_of_site() -> Result<TempDir> {
    let folder = tempfile::tempdir()?;
    for entry in fs::read_dir(site()?)? {
        let (file, copy) = {
            let entry = entry?;
            (entry.path(), folder.path().join(entry.file_name()))
        };
        if file.ends_with("index.html") {
            fs::copy(file, copy)?;
        } else {
            symlink(file, copy)?;
        }
    }
    Ok(folder)
}

#[test]
fn a_new_build_of_one_copy_keeps_the_files_of_another_copy_on_the_same_host() -> Result<()> {
    let other = copy_of_site()?;
    let host = Host::start(host::routes()?.nest_service("/other", ServeDir::new(other.path())))?;
    let (url, other_url) = (host.url(LOOPBACK, "/a/b/"), host.url(LOOPBACK, "/other/"));
    let page = open(&url)?;
    wait_until_stored(&page, &["/a/b/engine_bg.wasm", "/a/b/engine_worker.js"])?;
    go(&page, &other_url)?;
    wait_until_stored(&page, &["/other/engine_bg.wasm", "/other/engine_worker.js"])?;

    let index = other.path().join("index.html");
    fs::write(&index, fs::read_to_string(&index)?.replace("</body>", "<!-- another build --></body>"))?;
    reload(&page)?;
    wait_until_stored(&page, &["/other/"])?;
    end(host, &page)?;
    go(&page, &url)?;
    click_and_wait_for_irq(&page)
}
