//! Frames: bytes between two zeros, with a checksum. A zero is in no frame (COBS), so whatever was lost, the next one
//! begins anew.

use crc::{CRC_32_ISO_HDLC, Crc, NoTable};
use serde::Serialize;

/// How many bytes a frame carries at most.
pub const MAX_PAYLOAD_BYTES: usize = 120;

/// Bit by bit: a table would take a kilobyte of the firmware, and a serial line leaves the time.
const CRC: Crc<u32, NoTable> = Crc::<u32, NoTable>::new(&CRC_32_ISO_HDLC);
const CRC_BYTES: usize = 4;

/// A frame's bytes between the zeros, at most: COBS adds one to fewer than 254.
const CODED_BYTES: usize = MAX_PAYLOAD_BYTES + CRC_BYTES + 1;
const ZERO: u8 = 0;

/// What a frame is to carry, piece by piece.
#[derive(Debug)]
pub struct Payload {
    bytes: [u8; MAX_PAYLOAD_BYTES + CRC_BYTES],
    length: usize,
}

impl Payload {
    /// An empty one.
    pub const fn new() -> Self {
        Self { bytes: [0; MAX_PAYLOAD_BYTES + CRC_BYTES], length: 0 }
    }

    /// Adds `piece`, or leaves everything as it is where it has no room.
    pub fn push(&mut self, piece: &impl Serialize) -> bool {
        let room = &mut self.bytes[self.length..MAX_PAYLOAD_BYTES];
        let used = postcard::to_slice(piece, room).map(|used| used.len());
        self.length += used.as_ref().unwrap_or(&0);
        used.is_ok()
    }

    /// The frame that carries it.
    pub fn finish(mut self) -> Frame {
        let checksum = CRC.checksum(&self.bytes[..self.length]).to_le_bytes();
        let end = self.length + CRC_BYTES;
        self.bytes[self.length..end].copy_from_slice(&checksum);
        let mut frame = Frame { bytes: [ZERO; CODED_BYTES + 2], length: 0 };
        // It has room by the sizes above; an empty frame would be passed over.
        let coded = cobs::try_encode(&self.bytes[..end], &mut frame.bytes[1..=CODED_BYTES]).unwrap_or(0);
        frame.length = coded + 2;
        frame.bytes[coded + 1] = ZERO;
        frame
    }
}

impl Default for Payload {
    fn default() -> Self {
        Self::new()
    }
}

/// A frame, ready to send.
#[derive(Clone, Debug)]
pub struct Frame {
    bytes: [u8; CODED_BYTES + 2],
    length: usize,
}

impl Frame {
    /// Its bytes, a zero at either end.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes[..self.length]
    }
}

/// What a byte has completed.
#[derive(Debug, PartialEq, Eq)]
pub enum Decoded<'a> {
    /// A byte outside frames, as a person would type it.
    Text(u8),
    /// What a frame carries, undamaged.
    Payload(&'a [u8]),
    /// A frame that was damaged, or longer than any.
    Corrupt,
}

/// Finds frames in what comes over a line, whatever comes.
#[derive(Clone, Debug)]
pub struct Deframer {
    bytes: [u8; CODED_BYTES],
    place: Place,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Outside,
    /// In a frame, of which so many bytes have come.
    Inside(usize),
    /// In a frame that has no end.
    Overflow,
}

impl Deframer {
    /// One that has received nothing.
    pub const fn new() -> Self {
        Self { bytes: [0; CODED_BYTES], place: Place::Outside }
    }

    /// Takes the next byte in.
    pub fn push(&mut self, byte: u8) -> Option<Decoded<'_>> {
        match (self.place, byte) {
            (Place::Outside, ZERO) => self.place = Place::Inside(0),
            (Place::Outside, typed) => return Some(Decoded::Text(typed)),
            // Two zeros in a row: the first was the end of something, the second begins.
            (Place::Inside(0), ZERO) => {}
            (Place::Inside(length), ZERO) => return Some(self.end(length)),
            (Place::Overflow, ZERO) => {
                self.place = Place::Inside(0);
                return Some(Decoded::Corrupt);
            }
            (Place::Inside(length), byte) => match self.bytes.get_mut(length) {
                Some(slot) => {
                    *slot = byte;
                    self.place = Place::Inside(length + 1);
                }
                None => self.place = Place::Overflow,
            },
            (Place::Overflow, _) => {}
        }
        None
    }

    /// Gives up the frame whose end has not come: to be called when the line has been quiet for longer than a sender
    /// pauses. Whether there was one, which counts as damaged.
    pub fn on_idle(&mut self) -> bool {
        let place = core::mem::replace(&mut self.place, Place::Outside);
        !matches!(place, Place::Outside | Place::Inside(0))
    }

    /// Takes a frame of `length` bytes apart. After a damaged one the zero may as well be the beginning of the next.
    fn end(&mut self, length: usize) -> Decoded<'_> {
        self.place = Place::Inside(0);
        let payload = decode(&mut self.bytes[..length]);
        if payload.is_some() {
            self.place = Place::Outside;
        }
        payload.map_or(Decoded::Corrupt, Decoded::Payload)
    }
}

impl Default for Deframer {
    fn default() -> Self {
        Self::new()
    }
}

fn decode(coded: &mut [u8]) -> Option<&[u8]> {
    let length = cobs::decode_in_place(coded).ok()?;
    let (payload, checksum) = coded.get(..length)?.split_last_chunk::<CRC_BYTES>()?;
    (CRC.checksum(payload).to_le_bytes() == *checksum).then_some(payload)
}
