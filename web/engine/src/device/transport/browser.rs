//! Opens a transport in the browser.

use web_sys::{DedicatedWorkerGlobalScope, MessagePort};

use super::bridge::Bridge;
use super::image::Image;
use super::serial::Serial;
use super::{TransportEvent, TransportKind};

/// A transport that is open or being opened. It is closed when it is dropped, and has no more events then.
pub enum Transport {
    /// A WebSocket.
    Bridge(Bridge),
    /// A serial port.
    Serial(Serial),
    /// A cable to the emulated board.
    Image(Image),
}

impl Transport {
    /// Opens a transport, unless the browser refuses at once. `cable` is this worker's end of a cable to the emulated
    /// board, if there is one.
    pub fn open(
        kind: TransportKind,
        scope: &DedicatedWorkerGlobalScope,
        cable: Option<MessagePort>,
        on_event: impl Fn(TransportEvent) + Clone + 'static,
    ) -> Option<Self> {
        match kind {
            TransportKind::Bridge => Bridge::open(scope, on_event).ok().map(Self::Bridge),
            TransportKind::Serial => Some(Self::Serial(Serial::open(scope, on_event))),
            TransportKind::Image => cable.map(|port| Self::Image(Image::open(port, on_event))),
        }
    }

    /// Sends bytes, if the transport is open. If they are lost, the board does not answer.
    pub fn send(&self, bytes: &[u8]) {
        match self {
            Self::Bridge(bridge) => bridge.send(bytes),
            Self::Serial(serial) => serial.send(bytes),
            Self::Image(image) => image.send(bytes),
        }
    }
}
