//! The messages that the page shows when a part of it does not load.

use anyhow::{Context as _, Result};
use axum::Router;
use pinscope_tests::browser::{Browser, Page};
use serde_json::json;
use tower_http::services::ServeFile;

use super::host::{Host, LOOPBACK, site};

fn is_visible(page: &Page, id: &str) -> Result<bool> {
    Ok(page.evaluate(&format!("document.getElementById('{id}').checkVisibility()"))? == true)
}

#[test]
fn without_any_script_a_message_shows_that_the_page_has_not_started() -> Result<()> {
    let index_only = Router::new().route_service("/a/b/", ServeFile::new(site()?.join("index.html")));
    let host = Host::start(index_only)?;
    for browser in [Browser::Chromium, Browser::Firefox] {
        let page = Page::start(browser)?;
        page.run(page.browser().goto(host.url(LOOPBACK, "/a/b/")))?;
        page.wait_until("the message is visible", |page| is_visible(page, "unstarted"))?;
        assert!(page.texts("#unstarted")?.concat().contains("none of its scripts ran"));
        assert_eq!(page.evaluate("getComputedStyle(document.getElementById('unstarted')).visibility")?, "visible");
    }
    Ok(())
}

#[test]
fn while_the_page_starts_that_message_is_never_shown() -> Result<()> {
    let host = Host::for_site()?;
    let page = Page::start(Browser::Chromium)?;
    let watch = "window.wasSeen = false;
        const look = () => {
            window.wasSeen ||= document.getElementById('unstarted')?.checkVisibility() ?? false;
            requestAnimationFrame(look);
        };
        look();";
    page.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": watch }))?;
    page.run(page.browser().goto(host.url(LOOPBACK, "/a/b/")))?;
    page.call("snapshot", json!([]))?;
    assert_eq!(page.evaluate("window.wasSeen")?, false);
    assert!(!is_visible(&page, "trouble")?);
    Ok(())
}

#[test]
fn a_script_that_does_not_arrive_is_said_at_once() -> Result<()> {
    let host = Host::for_site()?;
    for name in ["storage", "offline", "panel_loader", "ui"] {
        let script = &format!("*/{name}-*.js");
        let page = Page::start(Browser::Chromium)?;
        page.devtools("Network.enable", json!({}))?;
        page.devtools("Network.setBlockedURLs", json!({ "urls": [script] }))?;
        page.run(page.browser().goto(host.url(LOOPBACK, "/a/b/")))?;
        page.wait_until(script, |page| Ok(page.texts("#trouble")?.concat().contains("did not load")))?;
    }
    Ok(())
}

#[test]
fn a_slow_start_is_reported_until_the_page_runs() -> Result<()> {
    let host = Host::for_site()?;
    let page = Page::start(Browser::Chromium)?;
    page.devtools("Fetch.enable", json!({ "patterns": [{ "urlPattern": "*/ui-*.js" }] }))?;
    page.run(page.browser().goto(host.url(LOOPBACK, "/a/b/")))?;
    page.wait_until("the message is shown", |page| Ok(page.texts("#trouble")?.concat().contains("still loading")))?;
    page.devtools("Fetch.disable", json!({}))?;
    page.call("snapshot", json!([]))?;
    page.wait_until("the message has disappeared", |page| Ok(!is_visible(page, "trouble")?))
}

#[test]
fn a_page_opened_as_a_file_shows_that_it_needs_a_server() -> Result<()> {
    let index = site()?.join("index.html");
    let page = Page::start(Browser::Chromium)?;
    page.run(page.browser().goto(format!("file://{}", index.to_str().context("a path is text")?)))?;
    page.wait_until("the message is shown", |page| Ok(page.texts(".trouble")?.concat().contains("opened as a file")))
}
