//! Draws tabs and the panels that they open.

use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;
use yew::{Callback, Html, KeyboardEvent, MouseEvent, TargetCast as _, classes, html};

use crate::layout::{Layout, Tab};

/// Draws a list of those tabs that the bench shows. The arrow keys, Home and End open another one.
pub fn tab_list(label: &'static str, tabs: &[Tab], layout: &Layout, on_open: &Callback<Tab>) -> Html {
    let tab = |tab: Tab| {
        let is_open = layout.is_open(tab);
        html! {
            <button
                type="button" role="tab" id={format!("tab-{}", tab.name())} data-tab={tab.name()}
                class={classes!("tab", is_open.then_some("open"))} aria-selected={is_open.to_string()}
                aria-controls={format!("panel-{}", tab.name())} tabindex={if is_open { "0" } else { "-1" }}
                onclick={on_open.reform(move |_: MouseEvent| tab)}
            >{ tab.name() }</button>
        }
    };
    html! {
        <div class="tabs" role="tablist" aria-label={label} onkeydown={Callback::from(on_key)}>
            { for layout.visible(tabs).map(tab) }
        </div>
    }
}

/// Draws the panel of a tab. It exists even while it is hidden, so that its scroll position is kept.
pub fn tab_panel(tab: Tab, layout: &Layout, content: Html) -> Html {
    html! {
        <div
            class="panel" role="tabpanel" id={format!("panel-{}", tab.name())} hidden={!layout.is_open(tab)}
            aria-labelledby={format!("tab-{}", tab.name())}
        >{ content }</div>
    }
}

/// Moves the focus to another tab and opens it, if the key asks for that.
fn on_key(event: KeyboardEvent) {
    let Some(here) = event.target_dyn_into::<HtmlElement>() else { return };
    let Some(list) = here.parent_element() else { return };
    let (first, last) = (list.first_element_child(), list.last_element_child());
    let next = match event.key().as_str() {
        "ArrowRight" => here.next_element_sibling().or(first),
        "ArrowLeft" => here.previous_element_sibling().or(last),
        "Home" => first,
        "End" => last,
        _ => return,
    };
    event.prevent_default();
    if let Some(next) = next.and_then(|next| next.dyn_into::<HtmlElement>().ok()) {
        // A tab without the focus can still be clicked.
        let _ = next.focus();
        next.click();
    }
}
