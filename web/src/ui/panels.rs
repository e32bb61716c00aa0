//! The panels below the timeline, one of which is open.

use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement};
use yew::{Callback, Html, KeyboardEvent, MouseEvent, Properties, TargetCast as _, classes, function_component, html};

use super::log::{Lines, Log};
use super::scene::Scene;
use crate::protocol::Request;

/// A panel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Panel {
    /// What happened.
    #[default]
    Interrupts,
}

impl Panel {
    /// All of them, in order.
    pub const ALL: [Self; 1] = [Self::Interrupts];

    /// What its tab says, and what `data-tab` spells.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Interrupts => "interrupts",
        }
    }
}

/// What the panels show.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct Props {
    /// What there is to see, once there is something.
    pub scene: Option<Scene>,
    /// What happened.
    pub lines: Lines,
    /// The open panel.
    pub open: Panel,
    /// Told which one to open.
    pub on_open: Callback<Panel>,
    /// Told what the engine is to do.
    pub on_ask: Callback<Request>,
}

/// The tabs and the open panel.
#[function_component]
pub fn Panels(props: &Props) -> Html {
    let tab = |panel: Panel| {
        let is_open = panel == props.open;
        html! {
            <button
                type="button" role="tab" id={format!("tab-{}", panel.name())} data-tab={panel.name()}
                class={classes!("tab", is_open.then_some("open"))} aria-selected={is_open.to_string()}
                aria-controls="panel" tabindex={if is_open { "0" } else { "-1" }}
                onclick={props.on_open.reform(move |_: MouseEvent| panel)}
            >{ panel.name() }</button>
        }
    };
    let panel = match props.open {
        Panel::Interrupts => {
            let sets_up_again = props.scene.as_ref().map(|scene| scene.sets_up_again);
            html! { <Log lines={props.lines.clone()} {sets_up_again} on_ask={props.on_ask.clone()} /> }
        }
    };
    html! {
        <section class="panels" aria-label="Panels">
            <div class="tabs" role="tablist" aria-label="Panels" onkeydown={Callback::from(walk)}>{ for Panel::ALL.map(tab) }</div>
            <div class="panel" role="tabpanel" id="panel" aria-labelledby={format!("tab-{}", props.open.name())}>{ panel }</div>
        </section>
    }
}

/// Left and right open the neighbour.
fn walk(event: KeyboardEvent) {
    let Some(tab) = event.target_dyn_into::<Element>() else { return };
    let next = match event.key().as_str() {
        "ArrowRight" => tab.next_element_sibling(),
        "ArrowLeft" => tab.previous_element_sibling(),
        _ => return,
    };
    event.prevent_default();
    if let Some(next) = next.and_then(|next| next.dyn_into::<HtmlElement>().ok()) {
        let _ = next.focus();
        next.click();
    }
}
