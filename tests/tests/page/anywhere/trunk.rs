//! The page that Trunk builds, if Trunk is installed, has the same files and the same look, and a click interrupts.

use std::ops::RangeInclusive;
use std::path::Path;
use std::{env, fs};

use anyhow::{Context as _, Result};
use axum::Router;
use pinscope_tests::browser::Page;
use serde_json::{Value, json};
use tower_http::services::ServeDir;

use super::host::{Host, LOOPBACK};
use super::{click_and_wait_for_irq, open};

/// The files that only `cargo xtask` adds: the panels, the terminals, the images and the interpreter.
const ADDED: [&str; 6] =
    ["firmware", "firmware-panel.js", "python", "script-panel.js", "serial-terminal.js", "terminal.js"];

/// The numbers of hexadecimal digits in the hash of a file's name: 64 bits, which Trunk writes without leading zeros.
const HASH_DIGITS: RangeInclusive<usize> = 13..=16;

#[test]
fn trunk_makes_the_same_page_but_for_scripts() -> Result<()> {
    let Some(trunk) = env::var_os("PINSCOPE_TRUNK_PAGE") else {
        println!("Trunk is not installed, so its page is not compared");
        return Ok(());
    };
    let ours = env::var_os("PINSCOPE_PAGE").context("no page to test: run `cargo xtask test`, which builds it")?;
    let mut expected = names(ours.as_ref())?;
    expected.retain(|name| !ADDED.contains(&name.as_str()));
    assert_eq!(names(trunk.as_ref())?, expected);

    let host = Host::start(Router::new().fallback_service(ServeDir::new(trunk)))?;
    let theirs = open(&host.url(LOOPBACK, "/"))?;
    let ours = Page::open()?;
    assert_eq!(appearance(&theirs)?, appearance(&ours)?);
    click_and_wait_for_irq(&theirs)
}

/// Returns the sorted names in a folder, without their hashes.
fn names(folder: &Path) -> Result<Vec<String>> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut names =
        entries.map(|entry| Ok(without_hash(&entry?.file_name().to_string_lossy()))).collect::<Result<Vec<_>>>()?;
    names.sort_unstable();
    Ok(names)
}

fn without_hash(name: &str) -> String {
    let is_hash = |word: &&str| HASH_DIGITS.contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    let hash = name.split(['-', '.', '_']).find(is_hash);
    hash.map_or(name.to_owned(), |hash| name.replace(hash, ""))
}

/// Pauses the page and returns the sizes, colours and fonts of everything on the board.
fn appearance(page: &Page) -> Result<Value> {
    page.call("pause", json!([]))?;
    page.evaluate(
        "[...document.querySelectorAll('.board, .board *')].map(part => {
            const { width, height } = part.getBoundingClientRect();
            const { color, fill, stroke, fontFamily, fontSize } = getComputedStyle(part);
            return [part.tagName, Math.round(width), Math.round(height), color, fill, stroke, fontFamily, fontSize];
        })",
    )
}
