//! What axe-core finds: nothing, in any state of the page, in both colour schemes, on a desk and on a phone.

use std::{env, fs};

use anyhow::{Context as _, Result};
use pinscope_tests::browser::{Page, Screen};

use crate::views;

/// Every rule of axe-core but the experimental ones; each violation as a line.
const RUN: &str = "const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const found = await axe.run({runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']});
    return found.violations.flatMap(rule => rule.nodes.map(node =>
        `${rule.id}: ${rule.help}: ${node.target} ${node.html.slice(0, 160)} ${node.any.map(check => check.message)}`));";

fn finds_nothing(scheme: &str, screen: Screen) -> Result<()> {
    let path = env::var("PINSCOPE_AXE").context("no axe-core: run `cargo xtask test`, which has it")?;
    // The browser runs it before the page's own programs, whatever the page's policy for scripts is.
    let page = Page::open_with(&fs::read_to_string(&path).with_context(|| format!("cannot read {path}"))?)?;
    page.show_on(screen)?;
    page.prefer(&[("prefers-color-scheme", scheme)])?;
    page.open_afresh()?;
    let mut found = Vec::new();
    views::visit(&page, |state| {
        let lines: Vec<String> = serde_json::from_value(page.script(RUN)?)?;
        found.extend(lines.into_iter().map(|line| format!("{state}: {line}")));
        Ok(())
    })?;
    assert!(found.is_empty(), "{scheme}:\n{}", found.join("\n"));
    Ok(())
}

const DESK: Screen = Screen::window(1440, 900);
const PHONE: Screen = Screen::phone(390, 844);

#[test]
fn nothing_in_the_dark_on_a_desk() -> Result<()> {
    finds_nothing("dark", DESK)
}

#[test]
fn nothing_in_the_light_on_a_desk() -> Result<()> {
    finds_nothing("light", DESK)
}

#[test]
fn nothing_in_the_dark_on_a_phone() -> Result<()> {
    finds_nothing("dark", PHONE)
}

#[test]
fn nothing_in_the_light_on_a_phone() -> Result<()> {
    finds_nothing("light", PHONE)
}

#[test]
fn it_finds_what_is_wrong() -> Result<()> {
    let page = Page::open_with(&fs::read_to_string(env::var("PINSCOPE_AXE")?)?)?;
    page.open_afresh()?;
    page.script(
        "document.querySelector('.reset').removeAttribute('aria-label');
        document.querySelector('.reset').removeAttribute('title');",
    )?;
    let lines: Vec<String> = serde_json::from_value(page.script(RUN)?)?;
    assert!(lines.iter().any(|line| line.starts_with("button-name: ")), "{lines:?}");
    Ok(())
}
