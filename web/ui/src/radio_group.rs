//! Draws radio groups and toggle groups: the values of a setting, side by side in a box.

use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement};
use yew::{Callback, Html, KeyboardEvent, MouseEvent, html};

/// A value of a setting.
#[derive(Clone, Debug)]
pub struct Value<T> {
    /// The value.
    pub value: T,
    /// Its name in MicroPython, for `data-value`.
    pub key: &'static str,
    /// Its label.
    pub label: Html,
    /// The setting has this value now.
    pub is_chosen: bool,
}

/// Returns a value whose label is a word.
pub fn value<T: PartialEq>(value: T, key: &'static str, word: &str, chosen: Option<T>) -> Value<T> {
    let is_chosen = chosen.is_some_and(|chosen| chosen == value);
    Value { value, key, label: word.into(), is_chosen }
}

/// Draws a radio group: the setting has one of the values. The arrow keys move the focus and choose.
pub fn one_of<T: Copy + 'static>(
    setting: &'static str,
    label: &'static str,
    values: Vec<Value<T>>,
    on: &Callback<T>,
) -> Html {
    group(setting, label, buttons(values, on), true)
}

/// Draws a toggle group: the setting has any number of the values. Several values have a check box each.
pub fn any_of<T: Copy + 'static>(
    setting: &'static str,
    label: &'static str,
    values: Vec<Value<T>>,
    on: &Callback<T>,
) -> Html {
    group(setting, label, buttons(values, on), false)
}

/// Replaces each value by its callback, so that `group` is compiled once and not for every type of value.
fn buttons<T: Copy + 'static>(values: Vec<Value<T>>, on: &Callback<T>) -> Vec<Value<Callback<MouseEvent>>> {
    let button = |Value { value, key, label, is_chosen }| {
        let on = on.clone();
        Value { value: Callback::from(move |_| on.emit(value)), key, label, is_chosen }
    };
    values.into_iter().map(button).collect()
}

fn group(
    setting: &'static str,
    label: &'static str,
    buttons: Vec<Value<Callback<MouseEvent>>>,
    is_radio: bool,
) -> Html {
    let is_any_chosen = buttons.iter().any(|button| button.is_chosen);
    let has_check_boxes = !is_radio && buttons.len() > 1;
    let button = |(index, Value { value: on, key, label, is_chosen })| {
        let takes_focus = if is_any_chosen { is_chosen } else { index == 0 };
        let state = if is_chosen { "true" } else { "false" };
        html! {
            <button
                type="button" class={if is_chosen { "value chosen" } else { "value" }} role={is_radio.then_some("radio")}
                aria-checked={is_radio.then_some(state)} aria-pressed={(!is_radio).then_some(state)}
                tabindex={is_radio.then_some(if takes_focus { "0" } else { "-1" })} data-value={key} onclick={on}
            >
                if has_check_boxes {
                    <i class="check" aria-hidden="true" />
                }
                { label }
            </button>
        }
    };
    html! {
        <div
            class={if has_check_boxes { "choice several" } else { "choice" }} role={if is_radio { "radiogroup" } else { "group" }} aria-label={label} data-setting={setting}
            onkeydown={is_radio.then(|| Callback::from(|event: KeyboardEvent| {
                if let Some(neighbour) = focus_neighbour(&event) {
                    neighbour.click();
                }
            }))}
        >
            { for buttons.into_iter().enumerate().map(button) }
        </div>
    }
}

/// Moves the focus to the neighbour if an arrow key was pressed; the first follows the last. Returns that neighbour.
pub fn focus_neighbour(event: &KeyboardEvent) -> Option<HtmlElement> {
    let here = event.target()?.dyn_into::<Element>().ok()?;
    let group = here.parent_element()?;
    let next = match event.key().as_str() {
        "ArrowRight" | "ArrowDown" => here.next_element_sibling().or_else(|| group.first_element_child()),
        "ArrowLeft" | "ArrowUp" => here.previous_element_sibling().or_else(|| group.last_element_child()),
        _ => return None,
    };
    event.prevent_default();
    let next = next?.dyn_into::<HtmlElement>().ok()?;
    // An element without the focus can still be clicked.
    let _ = next.focus();
    Some(next)
}
