//! Listens to events of the window and the document.

use gloo_events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast as _;
use web_sys::{CustomEvent, Element, Event, KeyboardEvent};
use yew::Context;

use crate::app::{App, Msg};
use crate::layout::ONE_COLUMN;
use crate::timeline::TimelineAction;
use crate::{dom, engine_client};

/// Listens to calls and restarts from `boot.js`, to keys and presses, to the browser's Back and Forward, and to the
/// page being hidden.
pub fn listeners(ctx: &Context<App>) -> Vec<EventListener> {
    let Some(window) = web_sys::window() else { return Vec::new() };
    let link = ctx.link();
    let on_call = link.batch_callback(|event: Event| {
        let call = event.dyn_into::<CustomEvent>().ok()?;
        Some(Msg::Call(call.detail()))
    });
    let on_restart = link.callback(|_: Event| Msg::RestartEngine);
    let on_pop = link.callback(|_: Event| Msg::HistoryMoved);
    let on_hide = link.callback(|_: Event| Msg::ReleaseAll);
    let on_scheme = link.callback(|_: Event| Msg::Timeline(TimelineAction::ColorSchemeChanged));
    let on_key = link.batch_callback(|event: Event| event.dyn_into::<KeyboardEvent>().ok().map(Msg::Key));
    let on_press = link.batch_callback(|event: Event| (!is_in_menu(&event)).then_some(Msg::CloseMenu));

    let mut listeners = vec![
        listen(&window, engine_client::CALL, on_call),
        listen(&window, engine_client::RESTART, on_restart),
        listen(&window, "popstate", on_pop),
        listen(&window, "blur", on_hide.clone()),
    ];
    if let Ok(Some(media)) = window.match_media(ONE_COLUMN) {
        let on_change = link.callback(|_: Event| Msg::SetOneColumn(dom::matches_media(ONE_COLUMN)));
        listeners.push(listen(&media, "change", on_change));
    }
    if let Ok(Some(light)) = window.match_media("(prefers-color-scheme: light)") {
        listeners.push(listen(&light, "change", on_scheme));
    }
    if let Some(document) = window.document() {
        listeners.push(listen(&document, "keydown", on_key));
        listeners.push(listen(&document, "pointerdown", on_press));
        listeners.push(listen(&document, "visibilitychange", on_hide));
    }
    listeners
}

/// Listens to one kind of event. The listener is not passive, because a shortcut prevents the default action of a key.
fn listen(target: &web_sys::EventTarget, kind: &'static str, callback: yew::Callback<Event>) -> EventListener {
    EventListener::new_with_options(target, kind, EventListenerOptions::enable_prevent_default(), move |event| {
        callback.emit(event.clone());
    })
}

/// Returns whether an event happened in a pad's menu.
fn is_in_menu(event: &Event) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| target.closest(".menu").is_ok_and(|menu| menu.is_some()))
}
