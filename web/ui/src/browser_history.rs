//! The browser's history: the state of an entry that shows a bench is the number of that bench.

use wasm_bindgen::prelude::JsValue;
use web_sys::History;

/// Returns the number of the present entry. One that the browser has made for a link has none.
pub fn number() -> Option<u32> {
    history()?.state().ok()?.as_f64().map(|number| number as u32)
}

/// Gives the present entry a number. Returns whether the browser has allowed it.
pub fn set_number(number: u32) -> bool {
    let Some(history) = history() else { return false };
    history.replace_state(&JsValue::from(number), "").is_ok() && self::number() == Some(number)
}

/// Adds an entry with this number for a bench. If the bench comes from a link, the browser has added one already.
/// Returns whether the browser has allowed it, because browsers limit how often a page may do so.
pub fn add(number: u32) -> bool {
    if self::number().is_none() {
        return set_number(number);
    }
    let (Some(history), Some(address)) = (history(), address()) else { return false };
    let added = history.push_state_with_url(&JsValue::from(number), "", Some(&address));
    added.is_ok() && self::number() == Some(number)
}

/// Goes back by `count` entries.
pub fn go_back(count: i32) {
    if let Some(history) = history() {
        // If there is no such entry, nothing happens.
        let _ = history.go_with_delta(-count);
    }
}

/// Returns the address of the page without its fragment, which is the link to another bench.
fn address() -> Option<String> {
    let location = web_sys::window()?.location();
    Some(location.pathname().ok()? + &location.search().ok()?)
}

fn history() -> Option<History> {
    web_sys::window()?.history().ok()
}
