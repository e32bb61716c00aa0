//! A choice among many, as a list to open.

use web_sys::HtmlSelectElement;
use yew::{Callback, Event, Html, TargetCast as _, html};

/// A list of `options`. It shows what is so, not what is wished: it changes when the board has. `on_pick` is told the index
/// of the one index.
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
    // The attribute counts for a new option, the property once somebody has index.
    html! {
        <select class="list" aria-label={label} data-setting={setting} ~selectedIndex={chosen as i32} onchange={pick}>
            { for options.into_iter().enumerate().map(option) }
        </select>
    }
}
