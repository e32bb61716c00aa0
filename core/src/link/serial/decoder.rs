//! The far side: puts snapshots together from differences, and notices what was lost.

use super::{Change, Counters, Deframer, Greeting, Message, Piece};
use crate::board::{PinId, Profile};
use crate::error::Error;
use crate::image::Image;
use crate::link::{Answer, Event, PinStatus, Snapshot};
use crate::sleep::Power;

/// What a byte has completed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// The board says who it is. All that was asked before a reset is void.
    Greeting(Greeting),
    /// What became of a command.
    Answer {
        /// The request's number.
        number: u16,
        /// What the core says.
        result: Result<Answer, Error>,
    },
    /// Something happened.
    Event(Event),
    /// [`Listener::snapshot`] is the board as it is.
    Snapshot,
    /// A byte of text, which is for a person.
    Typed(u8),
    /// A frame was damaged, or says what this version does not know.
    Damaged,
}

/// Hears a board.
#[derive(Clone, Debug)]
pub struct Listener {
    deframer: Deframer,
    board: Board,
}

/// What is known of the board.
#[derive(Clone, Debug)]
struct Board {
    /// The number the next frame has.
    order: Option<u8>,
    snapshot: Snapshot,
    counters: Counters,
    missed: u64,
    stale: bool,
}

impl Listener {
    /// One that has heard nothing.
    pub const fn new() -> Self {
        let snapshot = Snapshot {
            time_ns: 0,
            running: true,
            profile: Profile::WipySilicon,
            power: Power::Active,
            image: Image::EMPTY,
            pins: [PinStatus::UNKNOWN; PinId::COUNT],
        };
        let board = Board { order: None, snapshot, counters: Counters::ZERO, missed: 0, stale: true };
        Self { deframer: Deframer::new(), board }
    }

    /// Takes the next byte in.
    pub fn push(&mut self, byte: u8) -> Option<Heard> {
        match self.deframer.push(byte)? {
            Piece::Typed(byte) => Some(Heard::Typed(byte)),
            Piece::Damaged => Some(Heard::Damaged),
            Piece::Payload(payload) => self.board.take(payload).unwrap_or(Some(Heard::Damaged)),
        }
    }

    /// To be called when the line has been quiet for 100 ms, so that half a frame spoils nothing that comes later.
    pub fn quiet(&mut self) -> Option<Heard> {
        self.deframer.quiet().then_some(Heard::Damaged)
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
    pub const fn missed(&self) -> u64 {
        self.board.missed
    }

    /// Whether a difference was lost, so that [`Ask::Everything`](super::Ask::Everything) is to be asked.
    pub const fn is_stale(&self) -> bool {
        self.board.stale
    }
}

impl Board {
    /// What a payload says: outer `None` if nothing that can be understood.
    fn take(&mut self, payload: &[u8]) -> Option<Option<Heard>> {
        let (order, rest) = postcard::take_from_bytes::<u8>(payload).ok()?;
        let (message, changes) = postcard::take_from_bytes::<Message>(rest).ok()?;
        let missed = self.order.map_or(0, |expected| order.wrapping_sub(expected));
        self.order = Some(order.wrapping_add(1));
        self.missed += u64::from(missed);
        self.stale |= missed != 0;
        Some(match message {
            Message::Greeting(greeting) => {
                self.snapshot.profile = greeting.profile;
                Some(Heard::Greeting(greeting))
            }
            Message::Answer { number, result } => Some(Heard::Answer { number, result }),
            Message::Event(event) => Some(Heard::Event(event)),
            Message::Snapshot { time_ns, power, whole } => {
                if whole {
                    self.snapshot.image = Image::EMPTY;
                    self.snapshot.pins = [PinStatus::UNKNOWN; PinId::COUNT];
                    self.counters = Counters::ZERO;
                    self.stale = false;
                }
                (self.snapshot.time_ns, self.snapshot.power) = (time_ns, power);
                let complete = self.change(changes);
                self.stale |= complete.is_none();
                (complete? && !self.stale).then_some(Heard::Snapshot)
            }
        })
    }

    /// Makes the changes. Whether the snapshot stands; `None` where they cannot be understood.
    fn change(&mut self, mut changes: &[u8]) -> Option<bool> {
        let mut complete = false;
        while !changes.is_empty() {
            let (change, rest) = postcard::take_from_bytes::<Change>(changes).ok()?;
            match change {
                Change::Word(place, word) => *self.snapshot.image.word_mut(place.into())? = word,
                Change::Pin(pin, status) => self.snapshot.pins[pin.index()] = status,
                Change::Counters(counters) => self.counters = counters,
                Change::Complete => complete = true,
            }
            changes = rest;
        }
        Some(complete)
    }
}

impl Default for Listener {
    fn default() -> Self {
        Self::new()
    }
}
