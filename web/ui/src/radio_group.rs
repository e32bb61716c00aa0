//! Controls: a boxed choice is state, an underlined word a momentary act.

use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement};
use yew::{AttrValue, Callback, Html, KeyboardEvent, MouseEvent, html};

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
    choice(setting, label, buttons(values, on), true)
}

/// A setting that has any number of values.
pub fn any_of<T: Copy + 'static>(
    setting: &'static str,
    label: &'static str,
    values: Vec<Value<T>>,
    on: &Callback<T>,
) -> Html {
    choice(setting, label, buttons(values, on), false)
}

/// Values and what to do when they are clicked: whatever they are, one `choice` draws them all.
fn buttons<T: Copy + 'static>(values: Vec<Value<T>>, on: &Callback<T>) -> Vec<Value<Callback<MouseEvent>>> {
    let button = |Value { value, key, face, is_chosen }| {
        let on = on.clone();
        Value { value: Callback::from(move |_| on.emit(value)), key, face, is_chosen }
    };
    values.into_iter().map(button).collect()
}

fn choice(
    setting: &'static str,
    label: &'static str,
    buttons: Vec<Value<Callback<MouseEvent>>>,
    is_radio: bool,
) -> Html {
    let is_any_chosen = buttons.iter().any(|button| button.is_chosen);
    let button = |(place, Value { value: on, key, face, is_chosen })| {
        let takes_focus = if is_any_chosen { is_chosen } else { place == 0 };
        let is_so = if is_chosen { "true" } else { "false" };
        html! {
            <button
                type="button" class={if is_chosen { "value chosen" } else { "value" }} role={is_radio.then_some("radio")}
                aria-checked={is_radio.then_some(is_so)} aria-pressed={(!is_radio).then_some(is_so)}
                tabindex={is_radio.then_some(if takes_focus { "0" } else { "-1" })} data-value={key} onclick={on}
            >{ face }</button>
        }
    };
    html! {
        <div
            class="choice" role={if is_radio { "radiogroup" } else { "group" }} aria-label={label} data-setting={setting}
            onkeydown={is_radio.then(|| Callback::from(|event| drop(walk(&event))))}
        >
            { for buttons.into_iter().enumerate().map(button) }
        </div>
    }
}

/// Controls that a real board cannot be asked for: why, if it is one.
pub fn offered(why: Option<&str>, controls: Html) -> Html {
    let is_real = why.is_some();
    let why = why.map(|why| AttrValue::from(why.to_owned()));
    html! { <fieldset disabled={is_real} aria-label={why.clone()} title={why}>{ controls }</fieldset> }
}

/// Something to do once.
pub fn act(key: &'static str, word: &'static str, on: Callback<MouseEvent>) -> Html {
    html! { <button type="button" class="act" data-act={key} onclick={on}>{ word }</button> }
}

/// Left and right go to the neighbour, which is answered.
pub fn walk(event: &KeyboardEvent) -> Option<HtmlElement> {
    let here = event.target()?.dyn_into::<Element>().ok()?;
    let next = match event.key().as_str() {
        "ArrowRight" | "ArrowDown" => here.next_element_sibling(),
        "ArrowLeft" | "ArrowUp" => here.previous_element_sibling(),
        _ => return None,
    };
    event.prevent_default();
    let next = next?.dyn_into::<HtmlElement>().ok()?;
    // Without the focus it can still be clicked.
    let _ = next.focus();
    Some(next)
}
