//! Controls that are used in several places: a button for an action, and a group that can be disabled.

use yew::{AttrValue, Callback, Html, MouseEvent, html};

/// Draws a button for an action, as an underlined word.
pub fn action_button(key: &'static str, label: &'static str, on_click: Callback<MouseEvent>) -> Html {
    html! { <button type="button" class="act" data-act={key} onclick={on_click}>{ label }</button> }
}

/// Draws controls, which are disabled if there is a `reason` why they cannot be used.
pub fn restricted(reason: Option<&str>, controls: Html) -> Html {
    let is_disabled = reason.is_some();
    let reason = reason.map(|reason| AttrValue::from(reason.to_owned()));
    html! { <fieldset disabled={is_disabled} aria-label={reason.clone()} title={reason}>{ controls }</fieldset> }
}
