//! A choice among many, as a list to open.

use web_sys::HtmlSelectElement;
use yew::{Callback, Event, Html, Properties, TargetCast as _, function_component, html, use_effect, use_node_ref};

/// What the list shows.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct Props {
    /// Which setting it is.
    pub setting: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// Its values.
    pub words: Vec<String>,
    /// Which of them the setting has.
    pub chosen: usize,
    /// Told the number of the one picked.
    pub on_pick: Callback<usize>,
}

/// A list. It shows what is so, not what is wished: it changes when the board has.
#[function_component]
pub fn List(props: &Props) -> Html {
    let list = use_node_ref();
    let chosen = props.chosen as i32;
    {
        let list = list.clone();
        use_effect(move || show(list.cast(), chosen));
    }
    let pick = props.on_pick.reform(move |event: Event| {
        let list: HtmlSelectElement = event.target_unchecked_into();
        let picked = list.selected_index();
        show(Some(list), chosen);
        picked.max(0) as usize
    });
    html! {
        <select ref={list} class="list" aria-label={props.label} data-setting={props.setting} onchange={pick}>
            { for props.words.iter().map(|word| html! { <option>{ word }</option> }) }
        </select>
    }
}

fn show(list: Option<HtmlSelectElement>, chosen: i32) {
    if let Some(list) = list {
        list.set_selected_index(chosen);
    }
}
