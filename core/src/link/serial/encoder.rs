//! The board's side: every message in a frame of its own, and of each snapshot only what has changed.

use super::{Change, Counters, Frame, Message, Payload};
use crate::board::PinId;
use crate::image::Image;
use crate::link::PinStatus;
use crate::sleep::Power;

/// A board at one moment, but for what no register holds of its pins.
#[derive(Clone, Copy, Debug)]
pub struct Now<'a> {
    /// The board's time in nanoseconds since it was reset.
    pub time_ns: u64,
    /// How awake it is.
    pub power: Power,
    /// What it counts.
    pub counters: Counters,
    /// Its registers.
    pub image: &'a Image,
}

/// Says what a board has to say. It remembers what the far side knows.
#[derive(Clone, Debug)]
pub struct Teller {
    /// The number of the next frame; the far side finds the gaps.
    order: u8,
    image: Image,
    pins: [PinStatus; PinId::COUNT],
    counters: Counters,
    /// Whether the far side is to forget what it knew.
    whole: bool,
}

impl Teller {
    /// One whose far side knows nothing.
    pub const fn new() -> Self {
        Self {
            order: 0,
            image: Image::EMPTY,
            pins: [PinStatus::UNKNOWN; PinId::COUNT],
            counters: Counters::ZERO,
            whole: true,
        }
    }

    /// The next snapshot is to be whole.
    pub fn forget(&mut self) {
        self.image = Image::EMPTY;
        self.pins.fill(PinStatus::UNKNOWN);
        self.counters = Counters::ZERO;
        self.whole = true;
    }

    /// The frame for `message`.
    pub fn frame(&mut self, message: &Message) -> Frame {
        self.open(message).seal()
    }

    /// Sends the frames that tell of `now`: one, unless much has changed. `status` is asked for each pin once, so that
    /// nobody needs the memory for all of them.
    pub fn snapshot(&mut self, now: &Now, status: impl Fn(PinId) -> PinStatus, mut send: impl FnMut(&Frame)) {
        let Now { time_ns, power, counters, image } = *now;
        let whole = core::mem::take(&mut self.whole);
        let mut payload = self.open(&Message::Snapshot { time_ns, power, whole });
        let mut push = |change: &Change, teller: &mut Self| {
            if !payload.push(change) {
                let more = teller.open(&Message::Snapshot { time_ns, power, whole: false });
                send(&core::mem::replace(&mut payload, more).seal());
                // A change always has room in a frame of its own.
                payload.push(change);
            }
        };
        for (place, word) in image.words().enumerate() {
            let known = self.image.word_mut(place).map(|known| core::mem::replace(known, word));
            if known != Some(word) {
                push(&Change::Word(place as u8, word), self);
            }
        }
        for &id in &PinId::ALL {
            let status = status(id);
            if core::mem::replace(&mut self.pins[id.index()], status) != status {
                push(&Change::Pin(id, status), self);
            }
        }
        if core::mem::replace(&mut self.counters, counters) != counters {
            push(&Change::Counters(counters), self);
        }
        push(&Change::Complete, self);
        send(&payload.seal());
    }

    fn open(&mut self, message: &Message) -> Payload {
        let mut payload = Payload::new();
        payload.push(&self.order);
        payload.push(message);
        self.order = self.order.wrapping_add(1);
        payload
    }
}

impl Default for Teller {
    fn default() -> Self {
        Self::new()
    }
}
