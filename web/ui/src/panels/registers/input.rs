//! Turns the browser's events at all cells of the registers into [`RegisterAction`]s, with one set of listeners.

use pinscope_core::PinId;
use pinscope_protocol::register_map::{ParseWordError, parse_word};
use wasm_bindgen::JsCast as _;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement};
use yew::{KeyboardEvent, MouseEvent};

/// An action on a register, which is given by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RegisterAction {
    /// Edits the word.
    Edit(String),
    /// Inverts a bit.
    Toggle(String, u8),
    /// Writes the word that was typed, or shows why the text is no word.
    Write(String, Result<u32, ParseWordError>),
}

/// Returns the action of a click: a bit is inverted, and any other cell is part of a word that is edited.
pub fn clicked(event: &MouseEvent) -> Option<RegisterAction> {
    let register = register_at(event)?;
    let button = closest(event, "button")?;
    Some(match button.get_attribute("data-bit") {
        Some(bit) => RegisterAction::Toggle(register, bit.parse().ok()?),
        None => RegisterAction::Edit(register),
    })
}

/// Returns the action of a key in the editor. Elsewhere the arrow keys move the focus.
pub fn key_down(event: &KeyboardEvent) -> Option<RegisterAction> {
    let key = event.key();
    if let Some(editor) = editor(event) {
        let word = (key == "Enter").then(|| parse_word(&editor.value()));
        if key == "Escape" || matches!(word, Some(Ok(_))) {
            // When the focus leaves the editor, it closes.
            focus(closest(event, ROW)?.query_selector("[data-edit]").ok().flatten());
        }
        return Some(RegisterAction::Write(register_at(event)?, word?));
    }
    let row = closest(event, ROW)?;
    let rows = all(&closest(event, ".registers")?, ROW);
    let (row_at, cells) = (index_of(&rows, &row)?, all(&row, "button"));
    let cell_at = index_of(&cells, &closest(event, "button")?)?;
    let in_row = |row_at: usize| {
        let mut cells = all(rows.get(row_at)?, "button");
        cells.truncate(cell_at + 1);
        cells.pop()
    };
    let next = match key.as_str() {
        "ArrowRight" => cells.get(cell_at + 1).cloned(),
        "ArrowLeft" => cells.get(cell_at.wrapping_sub(1)).cloned(),
        "ArrowDown" => in_row(row_at + 1),
        "ArrowUp" => in_row(row_at.wrapping_sub(1)),
        _ => return None,
    };
    event.prevent_default();
    focus(next);
    None
}

/// Returns the pin of the cell at which an event happened.
pub fn pin_at(event: &Event) -> Option<PinId> {
    PinId::from_name(&closest(event, "[data-of]")?.get_attribute("data-of")?)
}

/// Returns the editor, if an event happened in it.
pub fn editor(event: &Event) -> Option<HtmlInputElement> {
    event.target()?.dyn_into().ok()
}

const ROW: &str = "[data-register]";

fn register_at(event: &Event) -> Option<String> {
    closest(event, ROW)?.get_attribute("data-register")
}

fn closest(event: &Event, selector: &str) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()?.closest(selector).ok()?
}

fn all(within: &Element, selector: &str) -> Vec<Element> {
    let found = within.query_selector_all(selector).ok();
    let nodes = found.iter().flat_map(|found| (0..found.length()).filter_map(|place| found.get(place)));
    nodes.filter_map(|node| node.dyn_into().ok()).collect()
}

fn index_of(all: &[Element], one: &Element) -> Option<usize> {
    all.iter().position(|other| other == one)
}

fn focus(element: Option<Element>) {
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}
