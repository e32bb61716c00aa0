//! Frames: a payload and its checksum, encoded with COBS between two zero bytes.
//!
//! COBS leaves no zero within a frame, so a receiver finds the next frame whatever it has lost.

use crc::{CRC_32_ISO_HDLC, Crc, NoTable};
use serde::Serialize;

/// Maximum number of bytes that a frame carries.
pub const MAX_PAYLOAD_BYTES: usize = 120;

/// The checksum is computed bit by bit: a table would take a kilobyte of the firmware, and a serial line is slow
/// enough.
const CRC: Crc<u32, NoTable> = Crc::<u32, NoTable>::new(&CRC_32_ISO_HDLC);
const CRC_BYTES: usize = 4;

/// Maximum number of bytes between the zeros of a frame. COBS adds one byte if there are fewer than 254.
const MAX_ENCODED_BYTES: usize = MAX_PAYLOAD_BYTES + CRC_BYTES + 1;
const DELIMITER: u8 = 0;

/// The payload of a frame, to which values can be appended.
#[derive(Debug)]
pub struct Payload {
    bytes: [u8; MAX_PAYLOAD_BYTES + CRC_BYTES],
    length: usize,
}

impl Payload {
    /// Creates an empty payload.
    pub const fn new() -> Self {
        Self { bytes: [0; MAX_PAYLOAD_BYTES + CRC_BYTES], length: 0 }
    }

    /// Appends `value` and returns true. If there is no room, it returns false and changes nothing.
    pub fn push(&mut self, value: &impl Serialize) -> bool {
        match postcard::to_slice(value, &mut self.bytes[self.length..MAX_PAYLOAD_BYTES]) {
            Ok(appended) => {
                self.length += appended.len();
                true
            }
            Err(_) => false,
        }
    }

    /// Returns the frame that carries the payload.
    pub fn finish(mut self) -> Frame {
        let checksum = CRC.checksum(&self.bytes[..self.length]).to_le_bytes();
        let end = self.length + CRC_BYTES;
        self.bytes[self.length..end].copy_from_slice(&checksum);
        let mut frame = Frame { bytes: [DELIMITER; MAX_ENCODED_BYTES + 2], length: 0 };
        // The sizes above ensure that the buffer is large enough. If it were not, the frame would be empty, and a
        // receiver would skip it.
        let encoded = cobs::try_encode(&self.bytes[..end], &mut frame.bytes[1..=MAX_ENCODED_BYTES]).unwrap_or(0);
        frame.length = encoded + 2;
        frame.bytes[encoded + 1] = DELIMITER;
        frame
    }
}

impl Default for Payload {
    fn default() -> Self {
        Self::new()
    }
}

/// A frame that is ready to send.
#[derive(Clone, Debug)]
pub struct Frame {
    bytes: [u8; MAX_ENCODED_BYTES + 2],
    length: usize,
}

impl Frame {
    /// Returns the bytes of the frame, with a zero at either end.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes[..self.length]
    }
}

/// The text, payload or error that a received byte completes.
#[derive(Debug, PartialEq, Eq)]
pub enum Decoded<'a> {
    /// A byte outside frames, which is text.
    Text(u8),
    /// The payload of an undamaged frame.
    Payload(&'a [u8]),
    /// A frame that was damaged or too long.
    Corrupt,
}

/// A decoder that finds frames in any sequence of bytes.
#[derive(Clone, Debug)]
pub struct Deframer {
    bytes: [u8; MAX_ENCODED_BYTES],
    state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// The next byte is text, unless it begins a frame.
    Text,
    /// The next byte belongs to a frame, of which this many bytes have been received.
    Frame(usize),
    /// The frame is longer than the maximum; its bytes are skipped.
    Overflow,
}

impl Deframer {
    /// Creates a decoder that has received nothing.
    pub const fn new() -> Self {
        Self { bytes: [0; MAX_ENCODED_BYTES], state: State::Text }
    }

    /// Decodes the next byte. Returns `None` if it completes nothing.
    pub fn push(&mut self, byte: u8) -> Option<Decoded<'_>> {
        match (self.state, byte) {
            (State::Text, DELIMITER) => self.state = State::Frame(0),
            (State::Text, text) => return Some(Decoded::Text(text)),
            // The first of two zeros in a row was the end of a frame that was lost, so the second begins a frame.
            (State::Frame(0), DELIMITER) => {}
            (State::Frame(length), DELIMITER) => return Some(self.finish(length)),
            (State::Overflow, DELIMITER) => {
                self.state = State::Frame(0);
                return Some(Decoded::Corrupt);
            }
            (State::Frame(length), byte) => match self.bytes.get_mut(length) {
                Some(slot) => {
                    *slot = byte;
                    self.state = State::Frame(length + 1);
                }
                None => self.state = State::Overflow,
            },
            (State::Overflow, _) => {}
        }
        None
    }

    /// Drops an unfinished frame. Returns true if there was one, which counts as damaged. Call it when the line was
    /// idle for longer than a sender pauses.
    pub fn on_idle(&mut self) -> bool {
        let state = core::mem::replace(&mut self.state, State::Text);
        !matches!(state, State::Text | State::Frame(0))
    }

    /// Decodes a frame of `length` bytes. The zero that ends a damaged frame also counts as the beginning of the next.
    fn finish(&mut self, length: usize) -> Decoded<'_> {
        self.state = State::Frame(0);
        let payload = decode(&mut self.bytes[..length]);
        if payload.is_some() {
            self.state = State::Text;
        }
        payload.map_or(Decoded::Corrupt, Decoded::Payload)
    }
}

impl Default for Deframer {
    fn default() -> Self {
        Self::new()
    }
}

/// Returns the payload of an encoded frame; `None` if the frame is damaged.
fn decode(encoded: &mut [u8]) -> Option<&[u8]> {
    let length = cobs::decode_in_place(encoded).ok()?;
    let (payload, checksum) = encoded.get(..length)?.split_last_chunk::<CRC_BYTES>()?;
    (CRC.checksum(payload).to_le_bytes() == *checksum).then_some(payload)
}
