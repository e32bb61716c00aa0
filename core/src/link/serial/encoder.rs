//! Encodes the messages of a board as frames. Of each snapshot it sends only the differences from the one before.

use super::{Counters, Delta, Frame, Message, Payload};
use crate::config::Power;
use crate::link::PinStatus;
use crate::pins::PinId;
use crate::register_image::RegisterImage;

/// A snapshot without the statuses of the pins.
#[derive(Clone, Copy, Debug)]
pub struct SnapshotHeader<'a> {
    /// The board's time in nanoseconds since it was reset.
    pub time_ns: u64,
    /// The power state of the board.
    pub power: Power,
    /// The counters of the board.
    pub counters: Counters,
    /// The registers of the board.
    pub image: &'a RegisterImage,
}

/// An encoder of messages. It stores the last snapshot that it sent.
#[derive(Clone, Debug)]
pub struct SnapshotEncoder {
    /// The sequence number of the next frame, by which the receiver detects lost frames.
    seq: u8,
    image: RegisterImage,
    pins: [PinStatus; PinId::COUNT],
    counters: Counters,
    /// True if the next snapshot is whole.
    whole: bool,
}

impl SnapshotEncoder {
    /// Creates an encoder that has sent nothing.
    pub const fn new() -> Self {
        Self {
            seq: 0,
            image: RegisterImage::EMPTY,
            pins: [PinStatus::UNKNOWN; PinId::COUNT],
            counters: Counters::ZERO,
            whole: true,
        }
    }

    /// Makes the next snapshot whole.
    pub fn reset(&mut self) {
        self.image = RegisterImage::EMPTY;
        self.pins.fill(PinStatus::UNKNOWN);
        self.counters = Counters::ZERO;
        self.whole = true;
    }

    /// Returns the frame for `message`.
    pub fn frame(&mut self, message: &Message) -> Frame {
        self.begin(message).finish()
    }

    /// Sends the differences between `current` and the last snapshot, in one frame or in several if they are many.
    /// `status` is called once for each pin, so that the caller needs no memory for all statuses.
    pub fn snapshot(
        &mut self,
        current: &SnapshotHeader,
        status: impl Fn(PinId) -> PinStatus,
        mut send: impl FnMut(&Frame),
    ) {
        let SnapshotHeader { time_ns, power, counters, image } = *current;
        let whole = core::mem::take(&mut self.whole);
        let mut payload = self.begin(&Message::Snapshot { time_ns, power, whole });
        let mut push = |delta: &Delta, encoder: &mut Self| {
            if !payload.push(delta) {
                let next = encoder.begin(&Message::Snapshot { time_ns, power, whole: false });
                send(&core::mem::replace(&mut payload, next).finish());
                // An empty frame always has room for a difference.
                payload.push(delta);
            }
        };
        for (index, word) in image.words().enumerate() {
            let sent = self.image.word_mut(index).map(|sent| core::mem::replace(sent, word));
            if sent != Some(word) {
                push(&Delta::Word(index as u8, word), self);
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

    /// Begins a payload with the sequence number and `message`.
    fn begin(&mut self, message: &Message) -> Payload {
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
