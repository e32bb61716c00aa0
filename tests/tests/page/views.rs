//! The states of the page that are tested for accessibility, each with a script that leads to it from a fresh load.

use anyhow::{Context as _, Result, ensure};
use pinscope_tests::browser::Page;
use serde_json::json;

/// The name of each state and its script. In a script, `click` clicks the element that a selector selects.
pub const STATES: [(&str, &str); 21] = [
    ("main view", ""),
    ("an output that drives", "await click(\"[data-name='GP25']\"); await click(\"[data-tab='pin']\")"),
    ("an alternate function", "await pinscope.init('GP1', {mode: 'ALT', alt: 3}); await click(\"[data-name='GP1']\"); await click(\"[data-tab='pin']\")"),
    (
        "marks of all kinds",
        "await pinscope.wire('GP14', 'GP16'); await pinscope.drive('GP14', 'high'); await pinscope.drive('GP16', 'low');
        await pinscope.clock('GP30', 10); await pinscope.drive('GP10', 'high');",
    ),
    ("a refusal", "await click(\"[data-name='GP9']\"); await click(\"[data-tab='pin']\"); await later(); await click(\"[data-setting=trigger] [data-value=IRQ_RISING]\");
        await later(); await click(\"[data-setting=wake] [data-value=SUSPENDED]\")"),
    ("asleep", "await pinscope.sleep('SUSPENDED')"),
    ("hibernating", "await pinscope.sleep('HIBERNATE')"),
    ("the menu of a pad", "open('GP10')"),
    ("the menu of a wired pad at the edge", "await pinscope.wire('GP28', 'GP16'); await later(); open('GP28')"),
    ("the legend", "await click('.opener')"),
    ("what can be shared", "document.getElementById('share').showPopover()"),
    ("ways to a real board", "document.getElementById('connect').showPopover()"),
    ("a real board that does not answer", "pinscope.connect('bridge').catch(() => null);
        while (!document.querySelector('[data-act=disconnect]')) await later(); await later()"),
    ("an example", "await pinscope.example('wake from SUSPENDED: the last armed pin wins')"),
    ("a damaged link", "location.hash = '1.damaged'"),
    ("a script that failed", "await pinscope.script('Pin'); await click(\"[data-tab='script']\"); await click('[data-act=run-script]');
        while (!document.querySelector('.wrong-why')) await later(); await later()"),
    ("a script with files", "await pinscope.file('helper.py', 'x = 1'); await click(\"[data-tab='script']\"); await click(\"[data-file='helper.py']\");
        await click('[data-act=new-file]')"),
    ("a check", "await pinscope.file('check.py', 'def test_a(b): b.run_ms(1)\\ndef test_b(b): assert False');
        await click(\"[data-tab='script']\"); await click('[data-act=check]:not([hidden])');
        while (!document.querySelector('[data-check=failed]')) await later()"),
    ("a task", "await pinscope.load(await pinscope.share({task: 'Light the LED with the button.', parts: ['board', 'pin', 'timeline', 'wake']}))"),
    ("a lane for every pin", "for (const {id} of (await pinscope.snapshot()).pins) await pinscope.drive(id, 'high')"),
    ("the LaunchPad", "await pinscope.board('LAUNCHXL'); await pinscope.irq('GP13', {trigger: 'IRQ_RISING', wake: 'SUSPENDED'});
        await pinscope.wire('GP13', 'GP28'); await pinscope.clock('GP22', 10)"),
];

/// Shows the page in each of its states, including every tab, and calls `check` with the name of each.
pub fn visit(page: &Page, mut check: impl FnMut(&str) -> Result<()>) -> Result<()> {
    let tabs: Vec<String> = serde_json::from_value(
        page.evaluate("[...document.querySelectorAll('[data-tab]')].map(tab => tab.dataset.tab)")?,
    )?;
    ensure!(!tabs.is_empty(), "no tabs yet");
    let tabs = tabs.into_iter().map(|tab| (format!("tab {tab}"), format!("await click(\"[data-tab='{tab}']\")")));
    let states = STATES.map(|(name, script)| (name.to_owned(), script.to_owned()));
    for (name, script) in states.into_iter().chain(tabs) {
        page.open_afresh()?;
        reach(page, &script).and_then(|()| check(&name)).with_context(|| name)?;
    }
    let name = "within another page";
    page.go("?embed")?;
    page.call("snapshot", json!([]))?;
    reach(page, "").and_then(|()| check(name)).with_context(|| name)
}

/// Runs a state's script and waits until the page shows the state and no animation runs.
fn reach(page: &Page, script: &str) -> Result<()> {
    page.script(&format!(
        "const click = async selector => {{
            while (!document.querySelector(selector)) await later();
            document.querySelector(selector).dispatchEvent(new MouseEvent('click', {{bubbles: true}}));
        }};
        const open = pin => document.querySelector(`[data-pin='${{pin}}']`).dispatchEvent(new MouseEvent('contextmenu', {{bubbles: true}}));
        const later = () => new Promise(resolve => setTimeout(resolve, 200));
        while (!document.querySelector('.clock')) await later();
        {script};
        await later();
        await Promise.allSettled(document.getAnimations().map(animation => animation.finished));"
    ))?;
    Ok(())
}
