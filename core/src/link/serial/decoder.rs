//! Decodes the messages of a board: it adds up the differences between snapshots and detects lost frames.

use super::{Counters, Decoded, Deframer, Delta, DeviceInfo, Message};
use crate::config::Power;
use crate::error::Error;
use crate::link::{Event, PinStatus, Response, Snapshot};
use crate::pins::{PinId, Profile};
use crate::register_image::RegisterImage;

/// The text, message or error that a received byte completes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Received {
    /// The board identified itself. If it was reset, requests from before the reset have no response.
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
    /// [`LinkDecoder::snapshot`] is complete.
    Snapshot,
    /// A byte of text for a person.
    Text(u8),
    /// A frame that was damaged, or whose message this version does not know.
    Corrupt,
}

/// A decoder of the bytes from a board.
#[derive(Clone, Debug)]
pub struct LinkDecoder {
    deframer: Deframer,
    board: BoardState,
}

/// The known state of the board.
#[derive(Clone, Debug)]
struct BoardState {
    /// The expected sequence number of the next frame.
    next_seq: Option<u8>,
    snapshot: Snapshot,
    counters: Counters,
    lost_frames: u64,
    /// True if a difference was lost, so that the snapshot must be requested again.
    needs_resync: bool,
}

/// The error for a payload that is no message of this version.
struct DecodeError;

impl From<postcard::Error> for DecodeError {
    fn from(_: postcard::Error) -> Self {
        Self
    }
}

impl LinkDecoder {
    /// Creates a decoder that has received nothing.
    pub const fn new() -> Self {
        let snapshot = Snapshot {
            time_ns: 0,
            running: true,
            profile: Profile::WipySilicon,
            power: Power::Active,
            image: RegisterImage::EMPTY,
            pins: [PinStatus::UNKNOWN; PinId::COUNT],
        };
        let board =
            BoardState { next_seq: None, snapshot, counters: Counters::ZERO, lost_frames: 0, needs_resync: true };
        Self { deframer: Deframer::new(), board }
    }

    /// Decodes the next byte. Returns `None` if it completes nothing.
    pub fn push(&mut self, byte: u8) -> Option<Received> {
        match self.deframer.push(byte)? {
            Decoded::Text(byte) => Some(Received::Text(byte)),
            Decoded::Corrupt => Some(Received::Corrupt),
            Decoded::Payload(payload) => match self.board.decode(payload) {
                Ok(received) => received,
                Err(DecodeError) => Some(Received::Corrupt),
            },
        }
    }

    /// Drops an unfinished frame, so that it does not damage the next one. Call it when the line was idle for 100 ms.
    pub fn on_idle(&mut self) -> Option<Received> {
        self.deframer.on_idle().then_some(Received::Corrupt)
    }

    /// Returns the latest snapshot of the board.
    pub const fn snapshot(&self) -> &Snapshot {
        &self.board.snapshot
    }

    /// Returns the latest counters of the board.
    pub const fn counters(&self) -> Counters {
        self.board.counters
    }

    /// Returns the number of frames that were lost or damaged. A reset of the board restarts its sequence numbers,
    /// which counts as lost frames too.
    pub const fn lost_frames(&self) -> u64 {
        self.board.lost_frames
    }

    /// Returns true if a difference was lost, so that [`RequestKind::Resync`](super::RequestKind::Resync) must be sent.
    pub const fn needs_resync(&self) -> bool {
        self.board.needs_resync
    }
}

impl BoardState {
    /// Decodes one payload. Returns `Ok(None)` for a partial snapshot.
    fn decode(&mut self, payload: &[u8]) -> Result<Option<Received>, DecodeError> {
        let (seq, rest) = postcard::take_from_bytes::<u8>(payload)?;
        let (message, deltas) = postcard::take_from_bytes::<Message>(rest)?;
        let lost = self.next_seq.map_or(0, |expected| seq.wrapping_sub(expected));
        self.next_seq = Some(seq.wrapping_add(1));
        self.lost_frames += u64::from(lost);
        self.needs_resync |= lost != 0;
        Ok(match message {
            Message::DeviceInfo(info) => {
                self.snapshot.profile = info.profile;
                Some(Received::DeviceInfo(info))
            }
            Message::Response { seq, result } => Some(Received::Response { seq, result }),
            Message::Event(event) => Some(Received::Event(event)),
            Message::Snapshot { time_ns, power, whole } => {
                if whole {
                    self.snapshot.image = RegisterImage::EMPTY;
                    self.snapshot.pins = [PinStatus::UNKNOWN; PinId::COUNT];
                    self.counters = Counters::ZERO;
                    self.needs_resync = false;
                }
                self.snapshot.time_ns = time_ns;
                self.snapshot.power = power;
                let is_complete = self.apply(deltas).inspect_err(|_| self.needs_resync = true)?;
                (is_complete && !self.needs_resync).then_some(Received::Snapshot)
            }
        })
    }

    /// Applies differences to the snapshot. Returns true if they complete it.
    fn apply(&mut self, mut deltas: &[u8]) -> Result<bool, DecodeError> {
        let mut is_complete = false;
        while !deltas.is_empty() {
            let (delta, rest) = postcard::take_from_bytes::<Delta>(deltas)?;
            match delta {
                Delta::Word(index, word) => {
                    *self.snapshot.image.word_mut(index.into()).ok_or(DecodeError)? = word;
                }
                Delta::Pin(pin, status) => self.snapshot.pins[pin.index()] = status,
                Delta::Counters(counters) => self.counters = counters,
                Delta::Complete => is_complete = true,
            }
            deltas = rest;
        }
        Ok(is_complete)
    }
}

impl Default for LinkDecoder {
    fn default() -> Self {
        Self::new()
    }
}
