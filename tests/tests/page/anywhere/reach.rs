//! Whom a link reaches: where the page is served on this machine or in this network, it says so beside the link.

use anyhow::Result;
use pinscope_tests::browser::Page;

use super::host::{Host, LOCALHOST, LOOPBACK};

/// Names by which the browser reaches this machine: one that looks like a private network, and one like the web.
const PRIVATE: &str = "192.168.7.7";
const PUBLIC: &str = "pinscope.example";

#[test]
fn links_that_do_not_open_anywhere_say_so() -> Result<()> {
    let host = Host::of_site()?;
    let page = super::open(&host.url(LOOPBACK, "/a/b/"))?;
    let said = [
        (LOOPBACK, Some("open only on this machine")),
        (LOCALHOST, Some("open only on this machine")),
        (PRIVATE, Some("open only in this network")),
        (PUBLIC, None),
    ];
    for (name, expected) in said {
        super::go(&page, &host.url(name, "/a/b/"))?;
        page.click("[data-act='share']")?;
        page.wait_until("the link is there", |page: &Page| {
            Ok(page.evaluate("document.getElementById('share-link').value")? != "")
        })?;
        let is_seen = page.evaluate("document.getElementById('share-reach').checkVisibility()")?;
        assert_eq!(is_seen, expected.is_some(), "{name}");
        if let Some(expected) = expected {
            let said = page.texts("#share-reach")?.concat();
            assert!(said.contains(expected) && said.contains("README.md"), "{name}: {said}");
        }
    }
    Ok(())
}
