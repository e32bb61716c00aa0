//! Draws a drop-down list whose options do something to the whole bench.

use gloo_timers::callback::Timeout;
use web_sys::HtmlSelectElement;
use yew::{
    AttrValue, Callback, Event, FocusEvent, Html, KeyboardEvent, Properties, TargetCast as _, function_component, html,
    use_mut_ref, use_state_eq,
};

/// Keys that open the list, leave it or choose in it. Every other key moves from option to option.
const OTHER_KEYS: [&str; 6] = [" ", "Enter", "Escape", "Tab", "F4", "Shift"];

/// Properties of the list.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct Props {
    /// Its name, for `data-setting`.
    pub setting: &'static str,
    /// Its accessible name.
    pub label: &'static str,
    /// The options.
    pub options: Vec<AttrValue>,
    /// Index of the option that stands for the present bench.
    pub chosen: usize,
    /// Called with the index of an option that a person has chosen.
    pub on_pick: Callback<usize>,
}

/// Draws the list. A key that moves through the closed list only shows another option, because opening every bench on
/// the way would destroy the present one. Enter then chooses the option, and Escape or leaving the list gives it up.
#[function_component]
pub fn ActionList(props: &Props) -> Html {
    let Props { setting, label, options, chosen, on_pick } = props.clone();
    let browsed = use_state_eq(|| None::<usize>);
    // True while a key is handled, because the browser changes the list in the same task.
    let is_moving = use_mut_ref(|| false);
    let on_change = {
        let (browsed, is_moving, on_pick) = (browsed.clone(), is_moving.clone(), on_pick.clone());
        Callback::from(move |event: Event| {
            let list: HtmlSelectElement = event.target_unchecked_into();
            let index = list.selected_index().max(0) as usize;
            if *is_moving.borrow() {
                browsed.set(Some(index).filter(|&index| index != chosen));
            } else {
                browsed.set(None);
                list.set_selected_index(chosen as i32);
                on_pick.emit(index);
            }
        })
    };
    let on_key = {
        let browsed = browsed.clone();
        Callback::from(move |event: KeyboardEvent| {
            let key = event.key();
            if !OTHER_KEYS.contains(&key.as_str()) && !event.alt_key() {
                is_moving.replace(true);
                let is_moving = is_moving.clone();
                Timeout::new(0, move || {
                    is_moving.replace(false);
                })
                .forget();
            }
            if let Some(index) = *browsed {
                match key.as_str() {
                    "Enter" => on_pick.emit(index),
                    "Escape" => {}
                    _ => return,
                }
                event.prevent_default();
                browsed.set(None);
            }
        })
    };
    let on_blur = {
        let browsed = browsed.clone();
        Callback::from(move |_: FocusEvent| browsed.set(None))
    };
    let option = |(index, text): (usize, &AttrValue)| {
        html! { <option selected={index == chosen}>{ text }</option> }
    };
    let offer = browsed.and_then(|index| options.get(index)).map(|text| format!("Enter opens: {text}"));
    html! {
        <span class="action-list">
            // The attribute selects an option of a new list, the property one of a list that a person has changed.
            <select
                class="list" aria-label={label} data-setting={setting} title="Enter opens what the list shows"
                ~selectedIndex={browsed.unwrap_or(chosen) as i32} onchange={on_change} onkeydown={on_key.clone()}
                onkeypress={on_key} onblur={on_blur}
            >
                { for options.iter().enumerate().map(option) }
            </select>
            <span class="offer" role="status">{ offer }</span>
        </span>
    }
}
