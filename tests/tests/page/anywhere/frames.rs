//! The page in a frame of another site, with and without a sandbox.

use anyhow::{Context as _, Result};
use pinscope_tests::browser::{Browser, Page};
use serde_json::json;

use super::click_and_wait_for_irq;
use super::host::{Host, LOCALHOST, LOOPBACK};

/// A page of another site that contains the page in a frame, and the browser that shows the frame.
struct Framed {
    page: Page,
    _other: Host,
}

impl Framed {
    fn open(html: &str) -> Result<Self> {
        let other = Host::for_page(html)?;
        let page = Page::start(Browser::Chromium)?;
        page.run(page.browser().goto(other.url(LOCALHOST, "/")))?;
        page.run(page.browser().enter_frame(0))?;
        Ok(Self { page, _other: other })
    }

    fn for_host(host: &Host, attributes: &str) -> Result<Self> {
        let url = host.url(LOOPBACK, "/a/b/?embed");
        Self::open(&format!(
            "<iframe src=\"{url}\" title=\"Pinscope\" width=\"720\" height=\"640\" {attributes}></iframe>"
        ))
    }
}

#[test]
fn the_snippet_works_in_a_page_of_another_site() -> Result<()> {
    let host = Host::for_site()?;
    let author = super::open(&host.url(LOOPBACK, "/a/b/"))?;
    author.click("[data-act='share']")?;
    let snippet = |page: &Page| page.evaluate("document.getElementById('share-embed').value");
    author.wait_until("the snippet is there", |page| Ok(snippet(page)? != ""))?;
    let snippet = snippet(&author)?;
    let framed = Framed::open(snippet.as_str().context("a snippet is text")?)?;
    framed.page.call("snapshot", json!([]))?;
    assert_eq!(framed.page.evaluate("self !== top && self.origin !== 'null'")?, true);
    click_and_wait_for_irq(&framed.page)?;
    assert_eq!(framed.page.call("python", json!(["print(1)"]))?["stdout"], "1\n");
    super::assert_nothing_is_missing(&framed.page)
}

#[test]
fn a_sandbox_with_both_permissions_is_enough() -> Result<()> {
    let host = Host::for_site()?;
    let framed = Framed::for_host(&host, "sandbox=\"allow-scripts allow-same-origin\"")?;
    framed.page.call("snapshot", json!([]))?;
    click_and_wait_for_irq(&framed.page)
}

#[test]
fn a_sandbox_without_same_origin_is_reported() -> Result<()> {
    let host = Host::for_site()?;
    let Framed { page, .. } = &Framed::for_host(&host, "sandbox=\"allow-scripts\"")?;
    page.wait_until("the message names the permission", |page| {
        Ok(page.texts("#trouble")?.concat().contains("lacks the word allow-same-origin"))
    })?;
    assert_eq!(page.evaluate("document.getElementById('unstarted').checkVisibility()")?, false);
    assert!(page.call("snapshot", json!([])).is_err_and(|error| error.to_string().contains("allow-same-origin")));
    Ok(())
}

#[test]
fn a_sandbox_without_scripts_is_reported() -> Result<()> {
    let host = Host::for_site()?;
    let Framed { page, .. } = &Framed::for_host(&host, "sandbox")?;
    page.wait_until("the message names the permissions", |page| {
        let seen = page.texts(".trouble")?.concat();
        Ok(seen.contains("it needs JavaScript") && seen.contains("both allow-scripts and allow-same-origin"))
    })?;
    assert_eq!(page.evaluate("document.getElementById('unstarted').checkVisibility()")?, false);
    Ok(())
}
