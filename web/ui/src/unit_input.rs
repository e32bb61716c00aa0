//! Draws an input for a number with a unit: a list of values, and a field for any other value.

use web_sys::HtmlInputElement;
use yew::{
    AttrValue, Callback, Event, Html, KeyboardEvent, Properties, TargetCast as _, function_component, html,
    use_effect_with, use_node_ref, use_state,
};

use crate::select::select;
use crate::units::{self, Units};

/// Properties of the input.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct Props {
    /// Value of `data-setting`.
    pub setting: &'static str,
    /// Label for screen readers.
    pub label: &'static str,
    /// The units of the number.
    pub units: Units,
    /// Text before the number in the list.
    pub prefix: &'static str,
    /// Text for 0.
    pub zero_label: &'static str,
    /// The numbers to choose from.
    pub presets: &'static [u64],
    /// The present number.
    pub value: u64,
    /// Called with a number that was chosen or typed.
    pub on_pick: Callback<u64>,
    /// Called with a typed text that is not a number with a unit.
    pub on_invalid: Callback<AttrValue>,
}

/// Draws a drop-down list whose last entry turns it into a field to type into.
#[function_component]
pub fn UnitInput(props: &Props) -> Html {
    let is_typing = use_state(|| false);
    let field = use_node_ref();
    use_effect_with(*is_typing, {
        let field = field.clone();
        move |_| {
            if let Some(field) = field.cast::<HtmlInputElement>() {
                // A field without the focus can still be clicked.
                let _ = field.focus();
            }
        }
    });
    let presets = props.presets;
    if *is_typing {
        let close = {
            let is_typing = is_typing.clone();
            move || is_typing.set(false)
        };
        let on_change = Callback::from({
            let (props, close) = (props.clone(), close.clone());
            move |event: Event| {
                close();
                let text = event.target_unchecked_into::<HtmlInputElement>().value();
                match units::parse(&text, props.units) {
                    Some(value) => props.on_pick.emit(value),
                    None => props.on_invalid.emit(text.into()),
                }
            }
        });
        let on_key = Callback::from({
            let close = close.clone();
            move |event: KeyboardEvent| {
                if event.key() == "Escape" {
                    close();
                }
            }
        });
        let example = units::format(presets.last().map_or(0, |largest| largest / 4), props.units);
        return html! {
            <input
                ref={field} class="list typed" data-setting={props.setting} aria-label={props.label}
                placeholder={example} onchange={on_change} onkeydown={on_key} onblur={Callback::from(move |_| close())}
            />
        };
    }
    let option = |value: u64| format!("{}{}", props.prefix, units::format(value, props.units));
    let mut options: Vec<_> =
        std::iter::once(props.zero_label.to_owned()).chain(presets.iter().map(|&preset| option(preset))).collect();
    let mut chosen = presets.iter().position(|&preset| preset == props.value).map_or(0, |index| index + 1);
    if props.value != 0 && chosen == 0 {
        chosen = options.len();
        options.push(option(props.value));
    }
    let (custom, present) = (options.len(), props.value);
    options.push("other …".to_owned());
    let pick = props.on_pick.clone();
    let on_pick = Callback::from(move |index: usize| match index.checked_sub(1) {
        _ if index == custom => is_typing.set(true),
        None => pick.emit(0),
        Some(index) => pick.emit(presets.get(index).copied().unwrap_or(present)),
    });
    select(props.setting, props.label, options, chosen, on_pick)
}
