//! Draws a field for a number of volts, which keeps what is typed until the field is left.

use web_sys::HtmlInputElement;
use yew::{
    AttrValue, Callback, Event, Html, InputEvent, Properties, TargetCast as _, function_component, html, use_state,
};

/// Properties of the field.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct Props {
    /// Value of `data-setting`.
    pub setting: &'static str,
    /// Label for screen readers.
    pub label: &'static str,
    /// The present number.
    pub value: AttrValue,
    /// Called with the text when the field is left or Enter is pressed.
    pub on_change: Callback<AttrValue>,
}

/// Draws the field. The page is drawn again whenever a pin changes, which would put the present number into it.
#[function_component]
pub fn Volts(props: &Props) -> Html {
    let typed = use_state(|| None::<AttrValue>);
    let on_input = {
        let typed = typed.clone();
        move |event: InputEvent| typed.set(Some(event.target_unchecked_into::<HtmlInputElement>().value().into()))
    };
    let on_change = {
        let (typed, on_change) = (typed.clone(), props.on_change.clone());
        move |event: Event| {
            typed.set(None);
            on_change.emit(event.target_unchecked_into::<HtmlInputElement>().value().into());
        }
    };
    let on_blur = {
        let typed = typed.clone();
        move |_| typed.set(None)
    };
    let value = typed.as_ref().unwrap_or(&props.value).clone();
    html! {
        <input
            type="text" inputmode="decimal" class="list typed volts" data-setting={props.setting}
            aria-label={props.label} {value} oninput={on_input} onchange={on_change} onblur={on_blur}
        />
    }
}
