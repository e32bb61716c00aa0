//! Controls: a boxed choice is state, an underlined word a momentary act.

use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement};
use yew::{Callback, Html, KeyboardEvent, MouseEvent, classes, html};

/// One of the values a setting can have.
#[derive(Clone, Debug)]
pub struct Value<T> {
    /// The value.
    pub value: T,
    /// Its name, as the manual spells it.
    pub key: &'static str,
    /// What is seen of it.
    pub face: Html,
    /// Whether the setting has it now.
    pub is_chosen: bool,
}

/// A value shown as a word.
pub fn value<T: PartialEq>(value: T, key: &'static str, word: &str, chosen: Option<T>) -> Value<T> {
    let is_chosen = chosen.is_some_and(|chosen| chosen == value);
    Value { value, key, face: word.into(), is_chosen }
}

/// A setting that has one value: arrows walk, Space and Enter choose.
pub fn one_of<T: Copy + 'static>(
    setting: &'static str,
    label: &'static str,
    values: Vec<Value<T>>,
    on: &Callback<T>,
) -> Html {
    let is_any_chosen = values.iter().any(|value| value.is_chosen);
    let buttons = values.into_iter().enumerate().map(|(place, value)| {
        let takes_focus = if is_any_chosen { value.is_chosen } else { place == 0 };
        html! {
            <button
                type="button" role="radio" class={classes!("value", value.is_chosen.then_some("chosen"))}
                aria-checked={value.is_chosen.to_string()} tabindex={if takes_focus { "0" } else { "-1" }}
                data-value={value.key} onclick={on.reform(move |_: MouseEvent| value.value)}
            >{ value.face }</button>
        }
    });
    html! {
        <div class="choice" role="radiogroup" aria-label={label} data-setting={setting} onkeydown={Callback::from(walk)}>
            { for buttons }
        </div>
    }
}

/// A setting that has any number of values.
pub fn any_of<T: Copy + 'static>(
    setting: &'static str,
    label: &'static str,
    values: Vec<Value<T>>,
    on: &Callback<T>,
) -> Html {
    let buttons = values.into_iter().map(|value| {
        html! {
            <button
                type="button" class={classes!("value", value.is_chosen.then_some("chosen"))}
                aria-pressed={value.is_chosen.to_string()} data-value={value.key}
                onclick={on.reform(move |_: MouseEvent| value.value)}
            >{ value.face }</button>
        }
    });
    html! { <div class="choice" role="group" aria-label={label} data-setting={setting}>{ for buttons }</div> }
}

/// Something to do once.
pub fn act(key: &'static str, word: &'static str, on: Callback<MouseEvent>) -> Html {
    html! { <button type="button" class="act" data-act={key} onclick={on}>{ word }</button> }
}

/// Left and right go to the neighbour.
fn walk(event: KeyboardEvent) {
    let Some(here) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
    let next = match event.key().as_str() {
        "ArrowRight" | "ArrowDown" => here.next_element_sibling(),
        "ArrowLeft" | "ArrowUp" => here.previous_element_sibling(),
        _ => return,
    };
    event.prevent_default();
    if let Some(next) = next.and_then(|next| next.dyn_into::<HtmlElement>().ok()) {
        let _ = next.focus();
    }
}
