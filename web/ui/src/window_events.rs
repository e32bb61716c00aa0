//! What the page listens to besides its own controls.

use wasm_bindgen::JsCast as _;
use yew::Context;

use crate::app::{App, Msg};
use crate::engine_client::{self, Listener};
use crate::{menu, shortcuts, timeline};

/// Calls and wishes from `boot.js`, keys, presses, and the page going out of sight.
pub fn all(ctx: &Context<App>) -> Vec<Listener> {
    let Some(window) = web_sys::window() else { return Vec::new() };
    let called = ctx.link().batch_callback(|event: web_sys::Event| {
        event.dyn_into::<web_sys::CustomEvent>().ok().map(|call| Msg::Called(call.detail()))
    });
    let again = ctx.link().callback(|_: web_sys::Event| Msg::Again);
    let let_go = ctx.link().callback(|_: web_sys::Event| Msg::LetGo);
    let mut listeners = vec![
        Listener::new(window.clone().into(), engine_client::CALL, move |event| called.emit(event)),
        Listener::new(window.clone().into(), engine_client::AGAIN, move |event| again.emit(event)),
        Listener::new(window.clone().into(), "blur", {
            let let_go = let_go.clone();
            move |event| let_go.emit(event)
        }),
    ];
    if let Ok(Some(light)) = window.match_media("(prefers-color-scheme: light)") {
        let scheme = ctx.link().callback(|_: web_sys::Event| Msg::Timeline(timeline::Act::Scheme));
        listeners.push(Listener::new(light.into(), "change", move |event| scheme.emit(event)));
    }
    if let Some(document) = window.document() {
        listeners.push(shortcuts::listen(&document, ctx.link().callback(Msg::Key)));
        listeners.push(menu::listen(&document, ctx.link().callback(|()| Msg::Beside)));
        listeners.push(Listener::new(document.into(), "visibilitychange", move |event| let_go.emit(event)));
    }
    listeners
}
