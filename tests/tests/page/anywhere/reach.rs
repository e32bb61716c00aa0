//! The share dialog shows if links open only on this machine or only in this network.

use anyhow::Result;
use pinscope_tests::browser::Page;

use super::host::{Host, LOCALHOST, LOOPBACK};

/// An address of a private network by which the browser reaches this machine.
const PRIVATE: &str = "192.168.7.7";
/// A public name by which the browser reaches this machine.
const PUBLIC: &str = "pinscope.example";

#[test]
fn links_that_do_not_open_everywhere_are_marked() -> Result<()> {
    let host = Host::for_site()?;
    let page = super::open(&host.url(LOOPBACK, "/a/b/"))?;
    let notes = [
        (LOOPBACK, Some("open only on this machine")),
        (LOCALHOST, Some("open only on this machine")),
        (PRIVATE, Some("open only in this network")),
        (PUBLIC, None),
    ];
    for (name, expected) in notes {
        super::go(&page, &host.url(name, "/a/b/"))?;
        page.click("[data-act='share']")?;
        page.wait_until("the link is there", |page: &Page| {
            Ok(page.evaluate("document.getElementById('share-link').value")? != "")
        })?;
        let is_seen = page.evaluate("document.getElementById('share-reach').checkVisibility()")?;
        assert_eq!(is_seen, expected.is_some(), "{name}");
        if let Some(expected) = expected {
            let note = page.texts("#share-reach")?.concat();
            assert!(note.contains(expected) && note.contains("README.md"), "{name}: {note}");
        }
    }
    Ok(())
}
