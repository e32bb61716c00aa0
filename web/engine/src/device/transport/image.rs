//! A cable to the serial line of the image that runs on the emulated board. The page gives one end to this worker and the
//! other one to the worker of the emulated board (`web/js/image_host.js`).

use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{MessageEvent, MessagePort};

use super::TransportEvent;

/// This worker's end of the cable.
pub struct Image {
    port: MessagePort,
    _handler: Closure<dyn FnMut(MessageEvent)>,
}

impl Image {
    /// Receives what the image sends. A cable is open at once, and never closed by its other end.
    pub fn open(port: MessagePort, on_event: impl Fn(TransportEvent) + Clone + 'static) -> Self {
        let on_open = on_event.clone();
        let handler = Closure::<dyn FnMut(_)>::new(move |event: MessageEvent| {
            on_event(TransportEvent::Data(Uint8Array::new(&event.data()).to_vec()));
        });
        port.set_onmessage(Some(handler.as_ref().unchecked_ref()));
        // The worker has no transport to send with until this function has returned.
        spawn_local(async move { on_open(TransportEvent::Opened) });
        Self { port, _handler: handler }
    }

    /// Sends bytes.
    pub fn send(&self, bytes: &[u8]) {
        // An array of bytes can always be posted.
        let _ = self.port.post_message(&Uint8Array::from(bytes));
    }
}

impl Drop for Image {
    fn drop(&mut self) {
        self.port.set_onmessage(None);
    }
}
