//! The line to a board, whichever way it goes: opened once, it tells what comes until it ends.

use js_sys::{ArrayBuffer, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{BinaryType, DedicatedWorkerGlobalScope, MessageEvent, WebSocket};

use super::Way;
use super::serial::Serial;

/// Where the bridge has the board's line.
const PATH: &str = "/board";

/// What a line tells.
#[derive(Debug)]
pub enum Said {
    /// It is open.
    Opened,
    /// The bridge names the emulator that the board runs in: it is not a real one.
    Emulator(String),
    /// These bytes came.
    Bytes(Vec<u8>),
    /// It could not be opened, or is lost. Nothing follows.
    Ended,
}

/// A line. Dropped, it is closed and tells nothing more.
pub enum Line {
    /// A WebSocket.
    Bridge(Bridge),
    /// A serial port.
    Serial(Serial),
}

impl Line {
    /// Opens a line.
    pub fn open(way: Way, scope: &DedicatedWorkerGlobalScope, told: impl Fn(Said) + Clone + 'static) -> Option<Self> {
        match way {
            Way::Bridge => Bridge::open(scope, told).ok().map(Self::Bridge),
            Way::Serial => Some(Self::Serial(Serial::open(scope, told))),
        }
    }

    /// Sends bytes, if it is open.
    pub fn send(&self, bytes: &[u8]) {
        match self {
            // What cannot be sent is not answered either.
            Self::Bridge(bridge) => drop(bridge.socket.send_with_u8_array(bytes)),
            Self::Serial(serial) => serial.send(bytes),
        }
    }
}

/// A WebSocket of the server that the page is from.
pub struct Bridge {
    socket: WebSocket,
    _heard: [Closure<dyn FnMut(MessageEvent)>; 3],
}

impl Bridge {
    fn open(scope: &DedicatedWorkerGlobalScope, told: impl Fn(Said) + Clone + 'static) -> Result<Self, JsValue> {
        // From http to ws, and from https to wss.
        let origin = scope.location().origin().replacen("http", "ws", 1);
        let socket = WebSocket::new(&format!("{origin}{PATH}"))?;
        socket.set_binary_type(BinaryType::Arraybuffer);
        let [opened, came, closed] = [told.clone(), told.clone(), told];
        let received = [
            Closure::<dyn FnMut(_)>::new(move |_| opened(Said::Opened)),
            Closure::<dyn FnMut(_)>::new(move |event: MessageEvent| {
                let data = event.data();
                if let Some(emulator) = data.as_string() {
                    came(Said::Emulator(emulator));
                } else if let Ok(bytes) = data.dyn_into::<ArrayBuffer>() {
                    came(Said::Bytes(Uint8Array::new(&bytes).to_vec()));
                }
            }),
            // Of any kind; each handler looks at its own event only.
            Closure::<dyn FnMut(_)>::new(move |_| closed(Said::Ended)),
        ];
        socket.set_onopen(Some(received[0].as_ref().unchecked_ref()));
        socket.set_onmessage(Some(received[1].as_ref().unchecked_ref()));
        socket.set_onclose(Some(received[2].as_ref().unchecked_ref()));
        Ok(Self { socket, _heard: received })
    }
}

impl Drop for Bridge {
    fn drop(&mut self) {
        self.socket.set_onopen(None);
        self.socket.set_onmessage(None);
        self.socket.set_onclose(None);
        // It fails only for a reason that is not given here.
        let _ = self.socket.close();
    }
}
