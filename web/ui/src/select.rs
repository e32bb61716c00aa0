//! A choice among many, as a list to open.

use web_sys::HtmlSelectElement;
use yew::{Callback, Event, Html, TargetCast as _, html};

/// A list of `words`. It shows what is so, not what is wished: it changes when the board has. `on_pick` is told the place
/// of the one picked.
pub fn list(
    setting: &'static str,
    label: &'static str,
    words: Vec<String>,
    chosen: usize,
    on_pick: Callback<usize>,
) -> Html {
    let pick = Callback::from(move |event: Event| {
        let list: HtmlSelectElement = event.target_unchecked_into();
        let picked = list.selected_index();
        list.set_selected_index(chosen as i32);
        on_pick.emit(picked.max(0) as usize);
    });
    let option = |(place, word)| html! { <option selected={place == chosen}>{ word }</option> };
    // The attribute counts for a new option, the property once somebody has picked.
    html! {
        <select class="list" aria-label={label} data-setting={setting} ~selectedIndex={chosen as i32} onchange={pick}>
            { for words.into_iter().enumerate().map(option) }
        </select>
    }
}
