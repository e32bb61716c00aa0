//! The states of the page that everyone must be able to use, each with the script that gets there from a fresh load.

use anyhow::{Context as _, Result};
use pinscope_tests::browser::Page;

/// A state's name and its script, in which `click` clicks what a selector selects.
pub const STATES: [(&str, &str); 7] = [
    ("main view", ""),
    ("an output that drives", "click(\"[data-name='GP25']\")"),
    ("an alternate function", "await pinscope.init('GP1', {mode: 'ALT', alt: 3}); click(\"[data-name='GP1']\")"),
    (
        "marks of all kinds",
        "await pinscope.wire('GP14', 'GP16'); await pinscope.drive('GP14', 'high'); await pinscope.drive('GP16', 'low');
        await pinscope.clock('GP30', 10); await pinscope.drive('GP10', 'high');",
    ),
    ("a refusal", "click(\"[data-name='GP9']\"); await later(); click(\"[data-setting=trigger] [data-value=IRQ_RISING]\");
        await later(); click(\"[data-setting=wake] [data-value=SUSPENDED]\")"),
    ("asleep", "await pinscope.sleep('SUSPENDED')"),
    ("hibernating", "await pinscope.sleep('HIBERNATE')"),
];

/// Shows the page in each of its states, every open tab among them, and tells of each.
pub fn visit(page: &Page, mut told: impl FnMut(&str) -> Result<()>) -> Result<()> {
    let tabs: Vec<String> = serde_json::from_value(
        page.evaluate("[...document.querySelectorAll('[data-tab]')].map(tab => tab.dataset.tab)")?,
    )?;
    let tabs = tabs.into_iter().map(|tab| (format!("tab {tab}"), format!("click(\"[data-tab='{tab}']\")")));
    let states = STATES.map(|(name, script)| (name.to_owned(), script.to_owned()));
    for (name, script) in states.into_iter().chain(tabs) {
        page.open_afresh()?;
        reach(page, &script).and_then(|()| told(&name)).with_context(|| name)?;
    }
    Ok(())
}

/// Runs a state's script and waits until the page shows it and stands still.
fn reach(page: &Page, script: &str) -> Result<()> {
    page.script(&format!(
        "const click = selector => document.querySelector(selector).dispatchEvent(new MouseEvent('click', {{bubbles: true}}));
        const later = () => new Promise(resolve => setTimeout(resolve, 200));
        {script};
        await later();
        await Promise.all(document.getAnimations().map(animation => animation.finished));"
    ))?;
    Ok(())
}
