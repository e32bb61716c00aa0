//! Keyboard shortcuts. One table serves the keyboard and the legend.

use web_sys::{Element, KeyboardEvent};
use yew::TargetCast as _;

use crate::dom;
use crate::layout::Tab;

/// The action of a shortcut on its target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ShortcutAction {
    /// Moves the focus to the target.
    Focus,
    /// Moves the focus to the target and clicks it.
    Open,
    /// Clicks the target.
    Click,
}

/// A shortcut.
#[derive(Clone, Copy, Debug)]
pub struct Shortcut {
    /// The key.
    pub key: &'static str,
    /// The description in the legend.
    pub label: &'static str,
    /// The tab in which the target is, if there is one.
    tab: Option<Tab>,
    target: &'static str,
    action: ShortcutAction,
}

impl Shortcut {
    const fn in_tab(self, tab: Tab) -> Self {
        Self { tab: Some(tab), ..self }
    }

    /// Runs the shortcut, if its target exists. A target in a tab can have the focus when the tab has been rendered.
    pub fn run(self) {
        if self.action != ShortcutAction::Click {
            dom::focus(self.target);
        }
        if self.action != ShortcutAction::Focus {
            dom::click(self.target);
        }
    }
}

const fn shortcut(key: &'static str, label: &'static str, target: &'static str, action: ShortcutAction) -> Shortcut {
    Shortcut { key, label, tab: None, target, action }
}

/// All shortcuts.
pub const SHORTCUTS: [Shortcut; 13] = [
    shortcut("b", "board", "[data-pin][tabindex='0']", ShortcutAction::Focus).in_tab(Tab::Board),
    shortcut("p", "selected pin", ".inspector", ShortcutAction::Focus).in_tab(Tab::Pin),
    shortcut("t", "timeline", "canvas.strip", ShortcutAction::Focus).in_tab(Tab::Timeline),
    shortcut("r", "registers", "[data-tab=registers]", ShortcutAction::Open),
    shortcut("i", "interrupts", "[data-tab=interrupts]", ShortcutAction::Open),
    shortcut("w", "wake", "[data-tab=wake]", ShortcutAction::Open),
    shortcut("m", "script (MicroPython)", "[data-tab=script]", ShortcutAction::Open),
    shortcut("s", "share", "[data-act=share]", ShortcutAction::Focus),
    shortcut("e", "examples", "[data-setting=examples]", ShortcutAction::Focus),
    shortcut("<", "previous edge or interrupt", "[data-act=previous-event]", ShortcutAction::Click),
    shortcut(">", "next edge or interrupt", "[data-act=next-event]", ShortcutAction::Click),
    shortcut(".", "run or pause", "[data-setting=run] [aria-checked=false]", ShortcutAction::Click),
    shortcut("?", "legend", "[data-act=legend]", ShortcutAction::Open),
];

/// Elements in which a key is not a shortcut.
const FIELDS: &str = "input, textarea, select, [contenteditable], dialog, .menu, [data-loading]";

/// Returns the shortcut of a key, if it has one, and opens the tab that its target is in.
pub fn pressed(event: &KeyboardEvent) -> Option<Shortcut> {
    let in_field = event
        .target_dyn_into::<Element>()
        .is_some_and(|target| target.closest(FIELDS).is_ok_and(|field| field.is_some()));
    let is_for_others = event.ctrl_key() || event.alt_key() || event.meta_key() || event.default_prevented();
    if in_field || is_for_others {
        return None;
    }
    let shortcut = SHORTCUTS.into_iter().find(|shortcut| shortcut.key == event.key())?;
    event.prevent_default();
    if let Some(tab) = shortcut.tab {
        dom::click(&format!("[data-tab={}]", tab.name()));
    }
    Some(shortcut)
}

/// Key in the browser's storage. It exists if shortcuts are switched off.
const STORAGE_KEY: &str = "pinscope.letters";

/// Returns whether shortcuts are switched on.
pub fn load_enabled() -> bool {
    dom::load(STORAGE_KEY).is_none()
}

/// Stores whether shortcuts are switched on.
pub fn store_enabled(enabled: bool) {
    if let Some(storage) = dom::storage() {
        // If the storage is full or forbidden, the setting lasts until the page is closed.
        let _ = if enabled { storage.remove_item(STORAGE_KEY) } else { storage.set_item(STORAGE_KEY, "off") };
    }
}

#[cfg(test)]
mod tests {
    use super::SHORTCUTS;

    #[test]
    fn every_key_has_one_meaning() {
        let mut keys = SHORTCUTS.map(|shortcut| shortcut.key);
        keys.sort();
        assert!(keys.windows(2).all(|pair| pair[0] != pair[1]), "{keys:?}");
    }
}
