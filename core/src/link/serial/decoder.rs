//! The far side: puts snapshots together from differences, and notices what was lost.

use super::{Counters, Decoded, Deframer, Delta, DeviceInfo, Message};
use crate::config::Power;
use crate::error::Error;
use crate::link::{Event, PinStatus, Response, Snapshot};
use crate::pins::{PinId, Profile};
use crate::register_image::RegisterImage;

/// What a byte has completed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Received {
    /// The board says who it is. All that was asked before a reset is void.
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
    /// [`LinkDecoder::snapshot`] is the board as it is.
    Snapshot,
    /// A byte of text, which is for a person.
    Text(u8),
    /// A frame was damaged, or says what this version does not know.
    Corrupt,
}

/// Hears a board.
#[derive(Clone, Debug)]
pub struct LinkDecoder {
    deframer: Deframer,
    board: Board,
}

/// What is known of the board.
#[derive(Clone, Debug)]
struct Board {
    /// The number the next frame has.
    seq: Option<u8>,
    snapshot: Snapshot,
    counters: Counters,
    missed: u64,
    stale: bool,
}

impl LinkDecoder {
    /// One that has received nothing.
    pub const fn new() -> Self {
        let snapshot = Snapshot {
            time_ns: 0,
            running: true,
            profile: Profile::WipySilicon,
            power: Power::Active,
            image: RegisterImage::EMPTY,
            pins: [PinStatus::UNKNOWN; PinId::COUNT],
        };
        let board = Board { seq: None, snapshot, counters: Counters::ZERO, missed: 0, stale: true };
        Self { deframer: Deframer::new(), board }
    }

    /// Takes the next byte in.
    pub fn push(&mut self, byte: u8) -> Option<Received> {
        match self.deframer.push(byte)? {
            Decoded::Text(byte) => Some(Received::Text(byte)),
            Decoded::Corrupt => Some(Received::Corrupt),
            Decoded::Payload(payload) => self.board.take(payload).unwrap_or(Some(Received::Corrupt)),
        }
    }

    /// To be called when the line has been quiet for 100 ms, so that half a frame spoils nothing that comes later.
    pub fn on_idle(&mut self) -> Option<Received> {
        self.deframer.on_idle().then_some(Received::Corrupt)
    }

    /// The board as it was told last.
    pub const fn snapshot(&self) -> &Snapshot {
        &self.board.snapshot
    }

    /// What the board counts.
    pub const fn counters(&self) -> Counters {
        self.board.counters
    }

    /// How many frames of the board never came, or came damaged. A board that was reset numbers them anew, which counts
    /// too.
    pub const fn lost_frames(&self) -> u64 {
        self.board.missed
    }

    /// Whether a difference was lost, so that [`RequestKind::Resync`](super::RequestKind::Resync) is to be asked.
    pub const fn needs_resync(&self) -> bool {
        self.board.stale
    }
}

impl Board {
    /// What a payload says: outer `None` if nothing that can be understood.
    fn take(&mut self, payload: &[u8]) -> Option<Option<Received>> {
        let (seq, rest) = postcard::take_from_bytes::<u8>(payload).ok()?;
        let (message, changes) = postcard::take_from_bytes::<Message>(rest).ok()?;
        let missed = self.seq.map_or(0, |expected| seq.wrapping_sub(expected));
        self.seq = Some(seq.wrapping_add(1));
        self.missed += u64::from(missed);
        self.stale |= missed != 0;
        Some(match message {
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
                    self.stale = false;
                }
                (self.snapshot.time_ns, self.snapshot.power) = (time_ns, power);
                let complete = self.change(changes);
                self.stale |= complete.is_none();
                (complete? && !self.stale).then_some(Received::Snapshot)
            }
        })
    }

    /// Makes the changes. Whether the snapshot stands; `None` where they cannot be understood.
    fn change(&mut self, mut changes: &[u8]) -> Option<bool> {
        let mut complete = false;
        while !changes.is_empty() {
            let (change, rest) = postcard::take_from_bytes::<Delta>(changes).ok()?;
            match change {
                Delta::Word(place, word) => *self.snapshot.image.word_mut(place.into())? = word,
                Delta::Pin(pin, status) => self.snapshot.pins[pin.index()] = status,
                Delta::Counters(counters) => self.counters = counters,
                Delta::Complete => complete = true,
            }
            changes = rest;
        }
        Some(complete)
    }
}

impl Default for LinkDecoder {
    fn default() -> Self {
        Self::new()
    }
}
