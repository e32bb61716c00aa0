//! The connect dialog: connects a real board in place of the emulated one, over the bridge or over USB.

use js_sys::futures::JsFuture;
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::JsValue;
use yew::{AttrValue, Component, Context, Html, html};

use crate::{api, dom};

/// A way to reach a board. The name is that of `window.pinscope.connect`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    /// The bridge that serves this page.
    Bridge,
    /// A serial port that the person chooses (Web Serial).
    Serial,
    /// A cable to the image that runs on the emulated board.
    Image,
}

impl Transport {
    const fn name(self) -> &'static str {
        ["bridge", "serial", "image"][self as usize]
    }
}

/// Everything that can happen to the dialog.
#[derive(Debug)]
pub enum Msg {
    /// Connects a board.
    Connect(Transport),
    /// No board was connected, for this reason.
    Failed(String),
}

/// The connect dialog. The last entry of the list of boards opens it.
#[derive(Debug)]
pub struct Connect {
    has_serial: bool,
    status: AttrValue,
}

impl Component for Connect {
    type Message = Msg;
    type Properties = ();

    fn create(_: &Context<Self>) -> Self {
        Self { has_serial: serial().is_some(), status: AttrValue::default() }
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        match msg {
            Msg::Connect(transport) => {
                ctx.link().send_future_batch(async move {
                    let result = connect(transport).await;
                    result.err().map(|error| Msg::Failed(api::message(&error)))
                });
                false
            }
            Msg::Failed(message) => {
                self.status = message.into();
                true
            }
        }
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let button = |transport: Transport, label: &'static str, is_disabled: bool| {
            let on_click = ctx.link().callback(move |_| Msg::Connect(transport));
            html! {
                <button
                    type="button" class="act" data-way={transport.name()} disabled={is_disabled}
                    autofocus={transport == Transport::Bridge} onclick={on_click}
                >
                    { label }
                </button>
            }
        };
        let serial_note = match self.has_serial {
            true => "that you choose",
            false => "is not available in this browser; Chrome and Edge have it",
        };
        html! {
            <section id="connect" popover="auto" role="dialog" aria-label="Connect a board">
                <p>{ "A real board takes the place of the emulated one, which is paused until you disconnect." }</p>
                <p>
                    { button(Transport::Bridge, "this page's bridge", false) }
                    { " that " }<code>{ "cargo xtask bridge" }</code>{ " serves" }
                </p>
                <p>
                    { button(Transport::Serial, "USB serial", !self.has_serial) }
                    { " " }<span id="connect-serial">{ serial_note }</span>
                </p>
                <p>
                    { button(Transport::Image, "this page's firmware", false) }
                    { " that runs in the tab firmware, over a cable to its serial line; the emulated board is not paused for it" }
                </p>
                <p id="connect-said" role="status">{ &self.status }</p>
            </section>
        }
    }
}

/// Returns the browser's Web Serial, if it has it.
fn serial() -> Option<JsValue> {
    let navigator = web_sys::window()?.navigator();
    Reflect::get(&navigator, &"serial".into()).ok().filter(JsValue::is_truthy)
}

/// Connects a board. A serial port is chosen here, because browsers let only a page ask for one; the worker opens it.
async fn connect(transport: Transport) -> Result<(), JsValue> {
    if transport == Transport::Serial {
        request_port().await?;
    }
    dom::hide_popover("#connect");
    api::call("connect", &[transport.name().into()]).await?;
    Ok(())
}

/// Lets the person choose a serial port.
async fn request_port() -> Result<JsValue, JsValue> {
    let serial = serial().unwrap_or_default();
    let request: Function = Reflect::get(&serial, &"requestPort".into())?.dyn_into()?;
    let choice: Promise = request.call0(&serial)?.dyn_into()?;
    JsFuture::from(choice).await
}
