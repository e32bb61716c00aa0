//! Letters that jump to tools. One table serves the keyboard and the legend.

use wasm_bindgen::JsCast as _;
use web_sys::{Document, Element, KeyboardEvent};
use yew::{Callback, TargetCast as _};

use crate::dom;
use crate::engine_client::Listener;

/// What a key does with its target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Does {
    /// Moves the focus there.
    Focus,
    /// Moves the focus there and opens it.
    Open,
    /// Presses it from afar.
    Click,
}

/// A key.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// The key.
    pub key: &'static str,
    /// What it goes to.
    pub what: &'static str,
    target: &'static str,
    does: Does,
}

const fn key(key: &'static str, what: &'static str, target: &'static str, does: Does) -> Key {
    Key { key, what, target, does }
}

/// Every key.
pub const KEYS: [Key; 11] = [
    key("b", "board", "[data-pin][tabindex='0']", Does::Focus),
    key("p", "selected pin", ".inspector", Does::Focus),
    key("t", "timeline", "canvas.strip", Does::Focus),
    key("r", "registers", "[data-tab=registers]", Does::Open),
    key("i", "interrupts", "[data-tab=interrupts]", Does::Open),
    key("w", "wake", "[data-tab=wake]", Does::Open),
    key("m", "script (MicroPython)", "[data-tab=script]", Does::Open),
    key("s", "share", "[data-act=share]", Does::Focus),
    key("e", "examples", "[data-setting=examples]", Does::Focus),
    key(".", "run or pause", "[data-setting=run] [aria-checked=false]", Does::Click),
    key("?", "legend", "[data-act=legend]", Does::Open),
];

/// Where a letter is a letter.
const FIELDS: &str = "input, textarea, select, [contenteditable], dialog, .menu";

/// Tells `on` of each key, wherever it is pressed.
pub fn listen(document: &Document, on: Callback<KeyboardEvent>) -> Listener {
    Listener::new(document.clone().into(), "keydown", move |event| {
        if let Ok(key) = event.dyn_into() {
            on.emit(key);
        }
    })
}

/// Does what a key is for. A target that is not there stays alone.
pub fn press(event: &KeyboardEvent) {
    let in_field = event
        .target_dyn_into::<Element>()
        .is_some_and(|target| target.closest(FIELDS).is_ok_and(|field| field.is_some()));
    let is_for_others = event.ctrl_key() || event.alt_key() || event.meta_key() || event.default_prevented();
    if in_field || is_for_others {
        return;
    }
    if let Some(key) = KEYS.iter().find(|key| key.key == event.key()) {
        event.prevent_default();
        if key.does != Does::Click {
            dom::focus(key.target);
        }
        if key.does != Does::Focus {
            dom::click(key.target);
        }
    }
}

/// Where the browser remembers that letters are off.
const KEPT: &str = "pinscope.letters";

/// Whether letters work: unless they were turned off.
pub fn are_on() -> bool {
    dom::storage().and_then(|storage| storage.get_item(KEPT).ok().flatten()).is_none()
}

/// Remembers whether letters work, where the browser may remember anything.
pub fn remember(are_on: bool) {
    if let Some(storage) = dom::storage() {
        // A full or forbidden storage forgets; until then the switch holds.
        let _ = if are_on { storage.remove_item(KEPT) } else { storage.set_item(KEPT, "off") };
    }
}
