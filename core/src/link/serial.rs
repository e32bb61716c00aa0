//! The serial link: requests to a board and messages from it as frames on a serial line. It requires the feature
//! `serial`.
//!
//! The payload of a [`Frame`] is a [`Request`] or a [`Message`], serialized with postcard. Bytes outside frames are
//! text for a person, so one line can carry both without switching modes. A board sends only the differences between
//! snapshots ([`SnapshotEncoder`]). The receiver adds them up ([`LinkDecoder`]) and sends [`RequestKind::Resync`] when
//! a frame was lost.

mod decoder;
mod encoder;
mod frame;

pub use decoder::{LinkDecoder, Received};
pub use encoder::{SnapshotEncoder, SnapshotHeader};
pub use frame::{Decoded, Deframer, Frame, MAX_PAYLOAD_BYTES, Payload};

use serde::{Deserialize, Serialize};

use super::{Command, Event, PinStatus, Response};
use crate::config::Power;
use crate::error::Error;
use crate::pins::{PinId, Profile};
use crate::sleep::ResetCause;
use crate::text::ShortString;

/// The version of the messages in this module. Both sides must have the same one.
pub const PROTOCOL_VERSION: u8 = 2;

/// A request to a board.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Request {
    /// The sequence number, which the response repeats.
    pub seq: u16,
    /// The kind of request.
    pub kind: RequestKind,
}

/// The kinds of requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum RequestKind {
    /// Requests a [`DeviceInfo`]. From then on the board sends events and snapshots, and the first snapshot is whole.
    Identify,
    /// Requests a whole snapshot, because a difference was lost. The snapshot is the response.
    Resync,
    /// Requests the execution of a command; the response is a [`Message::Response`].
    Execute(Command),
}

impl Request {
    /// Returns the frame that carries the request.
    pub fn frame(&self) -> Frame {
        let mut payload = Payload::new();
        payload.push(self);
        payload.finish()
    }

    /// Parses the payload of a frame; `None` if it is no request.
    pub fn parse(payload: &[u8]) -> Option<Self> {
        postcard::from_bytes(payload).ok()
    }
}

/// A message from a board.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Message {
    /// The board identifies itself.
    DeviceInfo(DeviceInfo),
    /// The result of a command.
    Response {
        /// The sequence number of the request.
        seq: u16,
        /// The result.
        result: Result<Response, Error>,
    },
    /// An event occurred.
    Event(Event),
    /// The beginning of a frame with changes since the last snapshot. The rest of the frame consists of differences.
    Snapshot {
        /// The board's time in nanoseconds since it was reset.
        time_ns: u64,
        /// The power state of the board.
        power: Power,
        /// True if the snapshot is whole: a word without a difference is 0, and a status without one is the default.
        whole: bool,
    },
}

/// The identity and abilities of a board.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct DeviceInfo {
    /// [`PROTOCOL_VERSION`] of the board.
    pub protocol: u8,
    /// The firmware's version, such as `"0.1.0"`.
    pub version: ShortString,
    /// The type of board.
    pub profile: Profile,
    /// The cause of the last reset.
    pub reset: ResetCause,
    /// The time since that reset in nanoseconds. A smaller value than before means that the board was reset again.
    pub time_ns: u64,
    /// The abilities of the board beyond executing commands.
    pub capabilities: Capabilities,
    /// The pins that are reserved for the link.
    pub reserved: [PinId; 2],
}

/// The abilities of a board beyond executing commands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Capabilities {
    /// True if the board accepts stimuli: inputs can be driven, pins connected and buttons pressed.
    pub stimuli: bool,
    /// True if the board can measure the level of every pad. Otherwise only inputs have a level.
    pub pads: bool,
    /// True if the board's time can be stopped and stepped.
    pub time_control: bool,
}

/// The counters of a board. All of them wrap.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Counters {
    /// Number of pin interrupts that were served.
    pub served: u32,
    /// Number of served interrupts whose event was dropped because a queue was full.
    pub dropped: u32,
    /// Number of received frames that were damaged or were no requests.
    pub damaged: u32,
    /// Number of received bytes that were lost because a buffer was full.
    pub overrun: u32,
    /// Number of bytes that could not be sent in time.
    pub unsent: u32,
    /// Maximum number of bytes of the stack that were in use.
    pub stack: u32,
}

impl Counters {
    /// Counters that are all 0.
    pub const ZERO: Self = Self { served: 0, dropped: 0, damaged: 0, overrun: 0, unsent: 0, stack: 0 };
}

/// A difference between two snapshots.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Delta {
    /// A new word of the image, by its position.
    Word(u8, u32),
    /// A new status of a pin.
    Pin(PinId, PinStatus),
    /// New counters.
    Counters(Counters),
    /// The end of the differences: the snapshot is complete.
    Complete,
}
