//! Wraps functions of the browser that several components use.

use std::future::Future;

use js_sys::Array;
use js_sys::futures::JsFuture;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::JsValue;
use web_sys::{Blob, Element, HtmlAnchorElement, HtmlDialogElement, HtmlElement, Storage, SvgElement, Url};

/// Hides the popover that `selector` selects.
pub fn hide_popover(selector: &str) {
    if let Some(popover) = find(selector).and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // It fails only if the popover is hidden already.
        let _ = popover.hide_popover();
    }
}

/// Shows the popover that `selector` selects. The browser gives the focus back when it closes.
pub fn show_popover(selector: &str) {
    if let Some(popover) = find(selector).and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // It fails only if the popover is shown already.
        let _ = popover.show_popover();
    }
}

/// Returns the host of the page's address.
pub fn hostname() -> String {
    web_sys::window().and_then(|window| window.location().hostname().ok()).unwrap_or_default()
}

/// Returns whether the address of the page contains a bench.
pub fn has_link() -> bool {
    let fragment = web_sys::window().and_then(|window| window.location().hash().ok()).unwrap_or_default();
    fragment.contains('.')
}

/// Returns whether `storage.js` can store the bench. That script marks the page if the browser does not allow it.
pub fn has_storage() -> bool {
    find("[data-storage=unavailable]").is_none()
}

/// Moves the keyboard's focus to the first element that `selector` selects.
pub fn focus(selector: &str) {
    let Some(element) = find(selector) else { return };
    // An element without the focus can still be clicked.
    if let Some(pad) = element.dyn_ref::<SvgElement>() {
        let _ = pad.focus();
    } else if let Some(control) = element.dyn_ref::<HtmlElement>() {
        let _ = control.focus();
    }
}

/// Writes text to the clipboard. Returns whether the browser allowed it.
pub fn write_to_clipboard(text: &str) -> impl Future<Output = bool> + use<> {
    let clipboard = web_sys::window().map(|window| window.navigator().clipboard());
    // Pages that were not served securely have no clipboard.
    let writing = clipboard.filter(|clipboard| clipboard.is_object()).map(|clipboard| clipboard.write_text(text));
    async move {
        match writing {
            Some(writing) => JsFuture::from(writing).await.is_ok(),
            None => false,
        }
    }
}

/// Saves `text` as a file with this name on the person's disk.
pub fn save_file(name: &str, text: &JsValue) {
    // A browser that cannot save a file shows that itself.
    let _ = try_to_save(name, text);
}

fn try_to_save(name: &str, text: &JsValue) -> Result<(), JsValue> {
    let blob = Blob::new_with_str_sequence(&Array::of1(text))?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let document = web_sys::window().and_then(|window| window.document());
    let link = document.map(|document| document.create_element("a")).transpose()?;
    if let Some(link) = link.and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok()) {
        link.set_href(&url);
        link.set_download(name);
        link.click();
    }
    Url::revoke_object_url(&url)
}

/// Selects the text of the first element that `selector` selects.
pub fn select_text(selector: &str) {
    let selection = web_sys::window().and_then(|window| window.get_selection().ok().flatten());
    if let (Some(element), Some(selection)) = (find(selector), selection) {
        // It fails only for an element outside the page.
        let _ = selection.select_all_children(&element);
    }
}

/// Clicks the first element that `selector` selects.
pub fn click(selector: &str) {
    if let Some(control) = find(selector).and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        control.click();
    }
}

/// Opens the dialog that `selector` selects. The browser gives the focus back when it closes.
pub fn open_dialog(selector: &str) {
    if let Some(dialog) = find(selector).and_then(|element| element.dyn_into::<HtmlDialogElement>().ok()) {
        // It fails only if the dialog is open already.
        let _ = dialog.show_modal();
    }
}

/// Returns the middle of the first element that `selector` selects, in pixels of the window.
pub fn middle(selector: &str) -> Option<(i32, i32)> {
    let rect = find(selector)?.get_bounding_client_rect();
    Some(((rect.x() + rect.width() / 2.0) as i32, (rect.y() + rect.height() / 2.0) as i32))
}

/// Returns the element that is seen at a point of the window.
pub fn element_at((x, y): (i32, i32)) -> Option<Element> {
    web_sys::window()?.document()?.element_from_point(x as f32, y as f32)
}

/// Returns the storage of this page, unless the browser forbids it.
pub fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

/// Returns the text that was stored under a key.
pub fn load(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

/// Stores a text under a key. If the storage is full or forbidden, the text is forgotten when the page is closed.
pub fn store(key: &str, text: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(key, text);
    }
}

/// Returns the text that was stored under a key for as long as this tab exists.
pub fn load_in_tab(key: &str) -> Option<String> {
    tab_storage()?.get_item(key).ok().flatten()
}

/// Stores a text under a key for as long as this tab exists.
pub fn store_in_tab(key: &str, text: &str) {
    if let Some(storage) = tab_storage() {
        // If the storage is full or forbidden, the text is forgotten when the page is closed.
        let _ = storage.set_item(key, text);
    }
}

fn tab_storage() -> Option<Storage> {
    web_sys::window()?.session_storage().ok().flatten()
}

/// Returns whether the window matches a media query.
pub fn matches_media(query: &str) -> bool {
    let media = web_sys::window().and_then(|window| window.match_media(query).ok().flatten());
    media.is_some_and(|media| media.matches())
}

/// Returns the height of the window, in pixels.
pub fn window_height() -> f64 {
    web_sys::window().and_then(|window| window.inner_height().ok()?.as_f64()).unwrap_or_default()
}

/// Returns whether the page is inside another page, which `boot.js` has found out.
pub fn is_embedded() -> bool {
    find("html.embed").is_some()
}

/// Returns whether the page, or a part of it around `element`, can scroll up or down.
pub fn can_scroll(element: &Element) -> bool {
    let Some(window) = web_sys::window() else { return false };
    let root = window.document().and_then(|document| document.document_element());
    let ancestors = std::iter::successors(Some(element.clone()), |element| element.parent_element());
    ancestors.filter(|ancestor| ancestor.scroll_height() > ancestor.client_height()).any(|ancestor| {
        let style = window.get_computed_style(&ancestor).ok().flatten();
        let overflow = style.and_then(|style| style.get_property_value("overflow-y").ok()).unwrap_or_default();
        match overflow.as_str() {
            "auto" | "scroll" => true,
            "visible" => root.as_ref() == Some(&ancestor),
            _ => false,
        }
    })
}

fn find(selector: &str) -> Option<Element> {
    web_sys::window()?.document()?.query_selector(selector).ok().flatten()
}

/// Formats a number. JavaScript does it, because Rust's formatting of floating point adds much to the program's size.
pub fn number(number: f64) -> String {
    js_sys::Number::from(number).to_string_with_radix(10).map(String::from).unwrap_or_default()
}

/// Returns the time in milliseconds since the page was opened.
pub fn now() -> f64 {
    web_sys::window().and_then(|window| window.performance()).map_or(0.0, |performance| performance.now())
}
