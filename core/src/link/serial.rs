//! The vocabulary as bytes of a serial line: what is asked of a board, and what it says. Requires the feature `wire`.
//!
//! A [`Request`] or a [`Message`] is postcard bytes in a [`Frame`]. What stands between frames is text for a person:
//! the same line carries both, and neither needs to know of the other. The board sends its snapshots as differences
//! ([`SnapshotEncoder`]); whoever listens puts them together again ([`LinkDecoder`]) and asks for [`RequestKind::Resync`] when a frame
//! was lost.

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

/// The version of what is in this module. Another one cannot be understood.
pub const PROTOCOL_VERSION: u8 = 2;

/// What a board is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Request {
    /// Comes back in the answer.
    pub seq: u16,
    /// What it is.
    pub kind: RequestKind,
}

/// What a board can be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum RequestKind {
    /// Who it is; answered with a [`DeviceInfo`], and from then on with events and snapshots, the first of them whole.
    Identify,
    /// A whole snapshot, because a difference was lost. It is the answer.
    Resync,
    /// To carry out a command; answered with [`Message::Response`].
    Execute(Command),
}

impl Request {
    /// The request as bytes to send.
    pub fn frame(&self) -> Frame {
        let mut payload = Payload::new();
        payload.push(self);
        payload.finish()
    }

    /// The request in a frame's payload, if it is one.
    pub fn parse(payload: &[u8]) -> Option<Self> {
        postcard::from_bytes(payload).ok()
    }
}

/// What a board says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Message {
    /// Who it is.
    DeviceInfo(DeviceInfo),
    /// What became of a command.
    Response {
        /// The request's number.
        seq: u16,
        /// What the core says.
        result: Result<Response, Error>,
    },
    /// Something happened.
    Event(Event),
    /// What has changed since the last snapshot: differences follow, to the end of the frame.
    Snapshot {
        /// The board's time in nanoseconds since it was reset.
        time_ns: u64,
        /// How awake it is.
        power: Power,
        /// Whether every word that is not among the changes is 0 and every status the default.
        whole: bool,
    },
}

/// Who a board is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct DeviceInfo {
    /// [`PROTOCOL_VERSION`].
    pub protocol: u8,
    /// The firmware's version, `"0.1.0"`.
    pub version: ShortString,
    /// Which board it is.
    pub profile: Profile,
    /// Why it was last reset.
    pub reset: ResetCause,
    /// How long ago that was, in nanoseconds. Less than before means another reset.
    pub time_ns: u64,
    /// What it can do beyond carrying out commands.
    pub capabilities: Capabilities,
    /// The pins that the link takes.
    pub reserved: [PinId; 2],
}

/// What a board can do beyond carrying out commands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Capabilities {
    /// It takes stimuli: inputs can be driven, wires run, buttons pressed.
    pub stimuli: bool,
    /// It knows the level of every pad. Otherwise only inputs have one.
    pub pads: bool,
    /// Its time can be stopped and stepped.
    pub time_control: bool,
}

/// What a board counts. All of them wrap.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Counters {
    /// Interrupts of pins that were served.
    pub served: u32,
    /// Of those, the ones whose event was dropped for want of room.
    pub dropped: u32,
    /// Frames received that were damaged, or no requests.
    pub damaged: u32,
    /// Bytes that came and were lost for want of room.
    pub overrun: u32,
    /// Bytes the board could not send in time.
    pub unsent: u32,
    /// The most bytes of stack that were in use.
    pub stack: u32,
}

impl Counters {
    /// Nothing counted.
    pub const ZERO: Self = Self { served: 0, dropped: 0, damaged: 0, overrun: 0, unsent: 0, stack: 0 };
}

/// One difference between two snapshots.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Delta {
    /// A word of the image, by its place.
    Word(u8, u32),
    /// A pin's status.
    Pin(PinId, PinStatus),
    /// What the board counts.
    Counters(Counters),
    /// No more: the snapshot stands.
    Complete,
}
