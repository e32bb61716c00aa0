//! Draws a choice among many, as a drop-down list.

use web_sys::HtmlSelectElement;
use yew::{Callback, Event, Html, TargetCast as _, html};

/// Draws a drop-down list. It shows the present state of the board, so a choice is shown only once the board has
/// changed. `on_pick` is called with the index of the chosen option.
pub fn select(
    setting: &'static str,
    label: &'static str,
    options: Vec<String>,
    chosen: usize,
    on_pick: Callback<usize>,
) -> Html {
    let pick = Callback::from(move |event: Event| {
        let list: HtmlSelectElement = event.target_unchecked_into();
        let index = list.selected_index();
        list.set_selected_index(chosen as i32);
        on_pick.emit(index.max(0) as usize);
    });
    let option = |(index, text)| html! { <option selected={index == chosen}>{ text }</option> };
    // The attribute selects an option of a new list, the property one of a list that a person has changed.
    html! {
        <select class="list" aria-label={label} data-setting={setting} ~selectedIndex={chosen as i32} onchange={pick}>
            { for options.into_iter().enumerate().map(option) }
        </select>
    }
}
