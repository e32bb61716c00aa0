//! No state of the page has a violation that axe-core finds, in both colour schemes, on a desktop and on a phone.

use std::{env, fs};

use anyhow::{Context as _, Result};
use pinscope_tests::browser::{Page, Screen};

use crate::views;

/// Runs every rule of axe-core except the experimental ones, and returns each violation as a line.
const RUN: &str = "const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const found = await axe.run({runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']});
    return found.violations.flatMap(rule => rule.nodes.map(node =>
        `${rule.id}: ${rule.help}: ${node.target} ${node.html.slice(0, 160)} ${node.any.map(check => check.message)}`));";

fn assert_no_violations(scheme: &str, screen: Screen) -> Result<()> {
    let path = env::var("PINSCOPE_AXE").context("no axe-core: run `cargo xtask test`, which has it")?;
    // Injected like this, it runs in spite of the page's content security policy.
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

const DESKTOP: Screen = Screen::window(1440, 900);
const PHONE: Screen = Screen::phone(390, 844);

#[test]
fn no_violation_in_the_dark_scheme_on_a_desktop() -> Result<()> {
    assert_no_violations("dark", DESKTOP)
}

#[test]
fn no_violation_in_the_light_scheme_on_a_desktop() -> Result<()> {
    assert_no_violations("light", DESKTOP)
}

#[test]
fn no_violation_in_the_dark_scheme_on_a_phone() -> Result<()> {
    assert_no_violations("dark", PHONE)
}

#[test]
fn no_violation_in_the_light_scheme_on_a_phone() -> Result<()> {
    assert_no_violations("light", PHONE)
}

#[test]
fn a_button_without_a_name_is_found() -> Result<()> {
    let page = Page::open_with(&fs::read_to_string(env::var("PINSCOPE_AXE")?)?)?;
    page.open_afresh()?;
    page.element(".reset")?;
    page.script(
        "document.querySelector('.reset').removeAttribute('aria-label');
        document.querySelector('.reset').removeAttribute('title');",
    )?;
    let lines: Vec<String> = serde_json::from_value(page.script(RUN)?)?;
    assert!(lines.iter().any(|line| line.starts_with("button-name: ")), "{lines:?}");
    Ok(())
}
