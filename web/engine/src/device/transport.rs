//! The transports over which a board can be reached.

#[cfg(target_arch = "wasm32")]
mod bridge;
#[cfg(target_arch = "wasm32")]
pub mod browser;
#[cfg(target_arch = "wasm32")]
mod image;
#[cfg(target_arch = "wasm32")]
mod serial;

/// A kind of transport.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransportKind {
    /// A WebSocket of the server that serves the page.
    Bridge,
    /// Web Serial, on a port that the person has chosen.
    Serial,
    /// A cable to the serial line of the image that runs on the emulated board.
    Image,
}

/// An event of a transport.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TransportEvent {
    /// The transport is open.
    Opened,
    /// The board runs in an emulator with this name. Only a bridge reports that.
    Emulator(String),
    /// These bytes were received.
    Data(Vec<u8>),
    /// The transport could not be opened, or was lost. No event follows.
    Closed,
}

impl TransportKind {
    /// Returns the transport called `"bridge"`, `"serial"` or `"image"`.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "bridge" => Some(Self::Bridge),
            "serial" => Some(Self::Serial),
            "image" => Some(Self::Image),
            _ => None,
        }
    }
}
