//! The bridge: a WebSocket of the server that serves the page, with a board behind it (`cargo xtask bridge`).

use js_sys::{ArrayBuffer, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{BinaryType, DedicatedWorkerGlobalScope, MessageEvent, WebSocket};

use super::TransportEvent;

/// The path of the WebSocket.
const PATH: &str = "/board";

/// The WebSocket, with the handlers of its events.
pub struct Bridge {
    socket: WebSocket,
    _handlers: [Closure<dyn FnMut(MessageEvent)>; 3],
}

impl Bridge {
    /// Opens the WebSocket.
    pub fn open(
        scope: &DedicatedWorkerGlobalScope,
        on_event: impl Fn(TransportEvent) + Clone + 'static,
    ) -> Result<Self, JsValue> {
        // This turns http into ws, and https into wss.
        let origin = scope.location().origin().replacen("http", "ws", 1);
        let socket = WebSocket::new(&format!("{origin}{PATH}"))?;
        socket.set_binary_type(BinaryType::Arraybuffer);
        let [on_open, on_message, on_close] = [on_event.clone(), on_event.clone(), on_event];
        let handlers = [
            Closure::<dyn FnMut(_)>::new(move |_| on_open(TransportEvent::Opened)),
            Closure::<dyn FnMut(_)>::new(move |event: MessageEvent| {
                let data = event.data();
                if let Some(emulator) = data.as_string() {
                    on_message(TransportEvent::Emulator(emulator));
                } else if let Ok(bytes) = data.dyn_into::<ArrayBuffer>() {
                    on_message(TransportEvent::Data(Uint8Array::new(&bytes).to_vec()));
                }
            }),
            // This handler receives another kind of event, which it ignores.
            Closure::<dyn FnMut(_)>::new(move |_| on_close(TransportEvent::Closed)),
        ];
        socket.set_onopen(Some(handlers[0].as_ref().unchecked_ref()));
        socket.set_onmessage(Some(handlers[1].as_ref().unchecked_ref()));
        socket.set_onclose(Some(handlers[2].as_ref().unchecked_ref()));
        Ok(Self { socket, _handlers: handlers })
    }

    /// Sends bytes, if the WebSocket is open.
    pub fn send(&self, bytes: &[u8]) {
        let _ = self.socket.send_with_u8_array(bytes);
    }
}

impl Drop for Bridge {
    fn drop(&mut self) {
        self.socket.set_onopen(None);
        self.socket.set_onmessage(None);
        self.socket.set_onclose(None);
        // Closing fails only if its arguments are invalid, and it has none here.
        let _ = self.socket.close();
    }
}
