//! The few things the page asks of the browser itself.

use js_sys::futures::JsFuture;
use wasm_bindgen::prelude::{Closure, JsCast as _};
use web_sys::{Element, HtmlDialogElement, HtmlElement, Storage};
use yew::Callback;

use crate::inspector::code::Copy;

/// Something to be done when the present frame is about to be on the screen; in a page out of sight that is later.
/// Dropped before, it is not done.
#[derive(Debug)]
pub struct BeforePaint {
    number: i32,
    _then: Closure<dyn FnMut()>,
}

impl BeforePaint {
    /// Asks the browser for it.
    pub fn new(then: Box<dyn FnOnce()>) -> Self {
        let then = Closure::once(then);
        let number = web_sys::window().map(|window| window.request_animation_frame(then.as_ref().unchecked_ref()));
        // Without a window nothing is ever on a screen.
        Self { number: number.and_then(Result::ok).unwrap_or(0), _then: then }
    }
}

impl Drop for BeforePaint {
    fn drop(&mut self) {
        if let Some(window) = web_sys::window() {
            let _ = window.cancel_animation_frame(self.number);
        }
    }
}

/// Moves the keyboard's focus to the first element that `selector` selects.
pub fn focus(selector: &str) {
    match find(selector).map(|element| element.dyn_into::<web_sys::SvgElement>()) {
        Some(Ok(pad)) => drop(pad.focus()),
        Some(Err(other)) => {
            if let Some(control) = other.dyn_ref::<HtmlElement>() {
                drop(control.focus());
            }
        }
        None => {}
    }
}

/// Puts text on the clipboard and tells whether that was allowed.
pub fn copy(copy: Copy, then: Callback<(Copy, bool)>) {
    let clipboard = web_sys::window().map(|window| window.navigator().clipboard());
    // Pages that were not served securely have none.
    let asked = clipboard.filter(|clipboard| clipboard.is_object()).map(|clipboard| clipboard.write_text(&copy.text));
    yew::platform::spawn_local(async move {
        let done = match asked {
            Some(asked) => JsFuture::from(asked).await.is_ok(),
            None => false,
        };
        then.emit((copy, done));
    });
}

/// Selects the text of the first element that `selector` selects.
pub fn select(selector: &str) {
    let selection = web_sys::window().and_then(|window| window.get_selection().ok().flatten());
    if let (Some(element), Some(selection)) = (find(selector), selection) {
        // It fails only for what is no part of the page.
        let _ = selection.select_all_children(&element);
    }
}

/// Clicks the first element that `selector` selects.
pub fn click(selector: &str) {
    if let Some(control) = find(selector).and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        control.click();
    }
}

/// Opens the dialog that `selector` selects; it closes itself and gives the focus back.
pub fn open_dialog(selector: &str) {
    if let Some(dialog) = find(selector).and_then(|element| element.dyn_into::<HtmlDialogElement>().ok()) {
        // It fails only where it is open already.
        let _ = dialog.show_modal();
    }
}

/// The middle of the first element that `selector` selects, in pixels of the window.
pub fn middle(selector: &str) -> Option<(i32, i32)> {
    let rect = find(selector)?.get_bounding_client_rect();
    Some(((rect.x() + rect.width() / 2.0) as i32, (rect.y() + rect.height() / 2.0) as i32))
}

/// What is seen at a place in the window.
pub fn element_at((x, y): (i32, i32)) -> Option<Element> {
    web_sys::window()?.document()?.element_from_point(x as f32, y as f32)
}

/// What the browser remembers for this page, if it may.
pub fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

fn find(selector: &str) -> Option<Element> {
    web_sys::window()?.document()?.query_selector(selector).ok().flatten()
}

/// A number in digits. The tables and code that Rust's own formatting brings along are larger than much of this page.
pub fn number(number: f64) -> String {
    js_sys::Number::from(number).to_string_with_radix(10).map(String::from).unwrap_or_default()
}

/// The time, in milliseconds since the page was opened.
pub fn now() -> f64 {
    web_sys::window().and_then(|window| window.performance()).map_or(0.0, |performance| performance.now())
}
