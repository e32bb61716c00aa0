//! The board's side: every message in a frame of its own, and of each snapshot only what has changed.

use super::{Counters, Delta, Frame, Message, Payload};
use crate::config::Power;
use crate::link::PinStatus;
use crate::pins::PinId;
use crate::register_image::RegisterImage;

/// A board at one moment, but for what no register holds of its pins.
#[derive(Clone, Copy, Debug)]
pub struct SnapshotHeader<'a> {
    /// The board's time in nanoseconds since it was reset.
    pub time_ns: u64,
    /// How awake it is.
    pub power: Power,
    /// What it counts.
    pub counters: Counters,
    /// Its registers.
    pub image: &'a RegisterImage,
}

/// Says what a board has to say. It remembers what the far side knows.
#[derive(Clone, Debug)]
pub struct SnapshotEncoder {
    /// The number of the next frame; the far side finds the gaps.
    seq: u8,
    image: RegisterImage,
    pins: [PinStatus; PinId::COUNT],
    counters: Counters,
    /// Whether the far side is to forget what it knew.
    whole: bool,
}

impl SnapshotEncoder {
    /// One whose far side knows nothing.
    pub const fn new() -> Self {
        Self {
            seq: 0,
            image: RegisterImage::EMPTY,
            pins: [PinStatus::UNKNOWN; PinId::COUNT],
            counters: Counters::ZERO,
            whole: true,
        }
    }

    /// The next snapshot is to be whole.
    pub fn reset(&mut self) {
        self.image = RegisterImage::EMPTY;
        self.pins.fill(PinStatus::UNKNOWN);
        self.counters = Counters::ZERO;
        self.whole = true;
    }

    /// The frame for `message`.
    pub fn frame(&mut self, message: &Message) -> Frame {
        self.open(message).finish()
    }

    /// Sends the frames that tell of `now`: one, unless much has changed. `status` is asked for each pin once, so that
    /// nobody needs the memory for all of them.
    pub fn snapshot(
        &mut self,
        now: &SnapshotHeader,
        status: impl Fn(PinId) -> PinStatus,
        mut send: impl FnMut(&Frame),
    ) {
        let SnapshotHeader { time_ns, power, counters, image } = *now;
        let whole = core::mem::take(&mut self.whole);
        let mut payload = self.open(&Message::Snapshot { time_ns, power, whole });
        let mut push = |change: &Delta, encoder: &mut Self| {
            if !payload.push(change) {
                let more = encoder.open(&Message::Snapshot { time_ns, power, whole: false });
                send(&core::mem::replace(&mut payload, more).finish());
                // A change always has room in a frame of its own.
                payload.push(change);
            }
        };
        for (place, word) in image.words().enumerate() {
            let known = self.image.word_mut(place).map(|known| core::mem::replace(known, word));
            if known != Some(word) {
                push(&Delta::Word(place as u8, word), self);
            }
        }
        for &id in &PinId::ALL {
            let status = status(id);
            if core::mem::replace(&mut self.pins[id.index()], status) != status {
                push(&Delta::Pin(id, status), self);
            }
        }
        if core::mem::replace(&mut self.counters, counters) != counters {
            push(&Delta::Counters(counters), self);
        }
        push(&Delta::Complete, self);
        send(&payload.finish());
    }

    fn open(&mut self, message: &Message) -> Payload {
        let mut payload = Payload::new();
        payload.push(&self.seq);
        payload.push(message);
        self.seq = self.seq.wrapping_add(1);
        payload
    }
}

impl Default for SnapshotEncoder {
    fn default() -> Self {
        Self::new()
    }
}
