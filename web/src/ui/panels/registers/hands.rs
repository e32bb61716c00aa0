//! What hands do at the registers: events of the browser become [`Deed`]s. One set of listeners serves every cell.

use pinscope_core::PinId;
use pinscope_core::catalog::{self, WordError, parse_word};
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement, HtmlInputElement, NodeList};
use yew::{Callback, FocusEvent, KeyboardEvent, MouseEvent, PointerEvent};

/// Something a hand did at the registers, which are told by their place in the catalog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// A cell of this pin is pointed at, or none.
    Hover(Option<PinId>),
    /// A word is to be written, or no longer.
    Edit(Option<usize>),
    /// A bit is to be inverted.
    Toggle(usize, u8),
    /// This is to be the word, if it is one.
    Write(usize, Result<u32, WordError>),
}

/// The listeners of the registers.
#[derive(Clone, Debug)]
pub struct Listeners {
    pub(super) click: Callback<MouseEvent>,
    pub(super) keydown: Callback<KeyboardEvent>,
    pub(super) pointerover: Callback<PointerEvent>,
    pub(super) pointerout: Callback<PointerEvent>,
    pub(super) focusin: Callback<FocusEvent>,
    pub(super) focusout: Callback<FocusEvent>,
}

impl Listeners {
    /// Listeners that report to `on`.
    pub fn new(on: &Callback<Deed>) -> Self {
        let on_key = on.clone();
        let on_click = on.clone();
        Self {
            click: Callback::from(move |event: MouseEvent| {
                if let Some(deed) = clicked(&event) {
                    on_click.emit(deed);
                }
            }),
            keydown: Callback::from(move |event: KeyboardEvent| {
                if let Some(deed) = key_down(&event) {
                    on_key.emit(deed);
                }
            }),
            pointerover: on.reform(|event: PointerEvent| Deed::Hover(pin_at(&event))),
            pointerout: on.reform(|_| Deed::Hover(None)),
            focusin: on.reform(|event: FocusEvent| Deed::Hover(pin_at(&event))),
            focusout: on.reform(|event: FocusEvent| match editor(&event) {
                Some(_) => Deed::Edit(None),
                None => Deed::Hover(None),
            }),
        }
    }
}

fn clicked(event: &MouseEvent) -> Option<Deed> {
    let index = index_at(event)?;
    if let Some(bit) = closest(event, "[data-bit]") {
        return Some(Deed::Toggle(index, bit.get_attribute("data-bit")?.parse().ok()?));
    }
    closest(event, "[data-edit]").map(|_| Deed::Edit(Some(index)))
}

fn key_down(event: &KeyboardEvent) -> Option<Deed> {
    let key = event.key();
    if let Some(input) = editor(event) {
        let word = (key == "Enter").then(|| parse_word(&input.value()));
        if key == "Escape" || matches!(word, Some(Ok(_))) {
            leave_editor(event);
        }
        return Some(Deed::Write(index_at(event)?, word?));
    }
    let target = closest(event, "button")?;
    let row = closest(event, "[data-index]")?;
    let place = buttons(&row).position(|button| button == target)?;
    let next = match key.as_str() {
        "ArrowRight" => buttons(&row).nth(place + 1),
        "ArrowLeft" => buttons(&row).nth(place.checked_sub(1)?),
        "ArrowDown" => buttons(&neighbour(&row, 1)?).take(place + 1).last(),
        "ArrowUp" => buttons(&neighbour(&row, -1)?).take(place + 1).last(),
        _ => return None,
    };
    event.prevent_default();
    focus(next);
    None
}

/// Moves the focus from the editor to the word it covers, which closes it.
fn leave_editor(event: &web_sys::Event) {
    let row = closest(event, ROW);
    focus(row.and_then(|row| row.query_selector("[data-edit]").ok().flatten()));
}

fn focus(element: Option<Element>) {
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// A register, with its place in the catalog.
const ROW: &str = "[data-index]";

fn index_of(row: &Element) -> Option<usize> {
    row.get_attribute("data-index")?.parse().ok()
}

fn index_at(event: &web_sys::Event) -> Option<usize> {
    index_of(&closest(event, ROW)?)
}

/// The next register in a direction; those of other pins may be hidden.
fn neighbour(row: &Element, step: isize) -> Option<Element> {
    let (index, document) = (index_of(row)?, row.owner_document()?);
    let shown = |index: usize| document.query_selector(&format!("[data-index='{index}']")).ok().flatten();
    (1..=catalog::registers().count() as isize).map_while(|by| index.checked_add_signed(step * by)).find_map(shown)
}

fn buttons(row: &Element) -> impl Iterator<Item = Element> + use<> {
    let all = row.query_selector_all("button").ok();
    let count = all.as_ref().map_or(0, NodeList::length);
    (0..count).filter_map(move |place| all.as_ref()?.get(place)?.dyn_into::<Element>().ok())
}

fn pin_at(event: &web_sys::Event) -> Option<PinId> {
    PinId::named(&closest(event, "[data-of]")?.get_attribute("data-of")?)
}

fn editor(event: &web_sys::Event) -> Option<HtmlInputElement> {
    event.target()?.dyn_into().ok()
}

fn closest(event: &web_sys::Event, selector: &str) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()?.closest(selector).ok()?
}
