//! A quantity with a unit: one of a list, or typed.

use web_sys::HtmlInputElement;
use yew::{
    AttrValue, Callback, Event, Html, KeyboardEvent, Properties, TargetCast as _, function_component, html,
    use_effect_with, use_node_ref, use_state,
};

use crate::select::list;
use crate::units::{self, Units};

/// What is shown of it.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct Props {
    /// Which setting it is.
    pub setting: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// What it is measured in.
    pub units: Units,
    /// What stands before it in the list.
    pub before: &'static str,
    /// What 0 is called.
    pub none: &'static str,
    /// What there is to choose from.
    pub steps: &'static [u64],
    /// What it is now.
    pub value: u64,
    /// Told what was chosen or typed.
    pub on_pick: Callback<u64>,
    /// Told what was typed and cannot be understood.
    pub on_wrong: Callback<AttrValue>,
}

/// A list whose last entry is a field to type into.
#[function_component]
pub fn Quantity(props: &Props) -> Html {
    let typing = use_state(|| false);
    let field = use_node_ref();
    use_effect_with(*typing, {
        let field = field.clone();
        move |_| {
            if let Some(field) = field.cast::<HtmlInputElement>() {
                // Without the focus it can still be clicked.
                let _ = field.focus();
            }
        }
    });
    let steps = props.steps;
    if *typing {
        let done = {
            let typing = typing.clone();
            move || typing.set(false)
        };
        let typed = Callback::from({
            let (props, done) = (props.clone(), done.clone());
            move |event: Event| {
                done();
                let text = event.target_unchecked_into::<HtmlInputElement>().value();
                match units::read(&text, props.units) {
                    Some(value) => props.on_pick.emit(value),
                    None => props.on_wrong.emit(text.into()),
                }
            }
        });
        let escaped = Callback::from({
            let done = done.clone();
            move |event: KeyboardEvent| {
                if event.key() == "Escape" {
                    done();
                }
            }
        });
        let example = units::write(steps.last().map_or(0, |most| most / 4), props.units);
        return html! {
            <input
                ref={field} class="list typed" data-setting={props.setting} aria-label={props.label}
                placeholder={example} onchange={typed} onkeydown={escaped} onblur={Callback::from(move |_| done())}
            />
        };
    }
    let named = |value: u64| format!("{}{}", props.before, units::write(value, props.units));
    let mut words: Vec<_> =
        std::iter::once(props.none.to_owned()).chain(steps.iter().map(|&step| named(step))).collect();
    let mut chosen = steps.iter().position(|&step| step == props.value).map_or(0, |place| place + 1);
    if props.value != 0 && chosen == 0 {
        chosen = words.len();
        words.push(named(props.value));
    }
    let (typed, present) = (words.len(), props.value);
    words.push("other …".to_owned());
    let pick = props.on_pick.clone();
    let on_pick = Callback::from(move |place: usize| match place.checked_sub(1) {
        _ if place == typed => typing.set(true),
        None => pick.emit(0),
        Some(place) => pick.emit(steps.get(place).copied().unwrap_or(present)),
    });
    list(props.setting, props.label, words, chosen, on_pick)
}
