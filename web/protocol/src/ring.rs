//! A ring buffer in shared memory. The page writes to it when the engine cannot receive messages because it runs a
//! script.
//!
//! The buffer begins with a header of words, which `web/python/ring.js` reads too. The bytes of packets follow. Each
//! packet has a length, a kind and contents. The page keeps bytes for which the ring has no room and writes them later.

use std::collections::VecDeque;

use js_sys::{Atomics, Int32Array, SharedArrayBuffer, Uint8Array};
use wasm_bindgen::prelude::JsValue;

/// The indices of the header's words. `web/python/ring.js` has constants of the same names for those it uses.
mod word {
    /// Counts the changes that the page makes, so that the engine can wait for the next one.
    pub const SIGNAL: u32 = 0;
    /// The number of bytes written, modulo 2^31.
    pub const WRITTEN: u32 = 1;
    /// The number of bytes read, modulo 2^31.
    pub const READ: u32 = 2;
    /// The number of the run that has to stop.
    pub const STOP: u32 = 3;
    /// The number of characters of the script's output that the page has received, modulo 2^32.
    pub const OUTPUT_ACK: u32 = 4;
}

/// Size of the header.
const HEADER_BYTES: u32 = 64;
/// Number of bytes between the header and the end. It is a power of two, so that positions modulo 2^31 stay valid.
const CAPACITY: u32 = 1 << 16;
/// Maximum length of a packet. A longer one means that the ring is damaged.
const MAX_PACKET_BYTES: usize = 1 << 28;

/// A message in the ring.
#[derive(Debug)]
pub enum Packet {
    /// The bytes of a `Request`.
    Request(Vec<u8>),
    /// The bytes of a `Call` of `window.pinscope`.
    Call(Vec<u8>),
}

#[derive(Debug)]
struct Ring {
    words: Int32Array,
    bytes: Uint8Array,
}

impl Ring {
    fn new(buffer: &JsValue) -> Self {
        Self {
            words: Int32Array::new_with_byte_offset_and_length(buffer, 0, HEADER_BYTES / 4),
            bytes: Uint8Array::new_with_byte_offset_and_length(buffer, HEADER_BYTES, CAPACITY),
        }
    }

    // Reading and writing fail only for an index outside the header.
    fn load(&self, word: u32) -> i32 {
        Atomics::load(&self.words, word).unwrap_or(0)
    }

    fn store(&self, word: u32, value: i32) {
        let _ = Atomics::store(&self.words, word, value);
    }

    /// Returns the number of bytes that have been written but not read yet.
    fn unread(&self) -> u32 {
        (self.load(word::WRITTEN).wrapping_sub(self.load(word::READ)) as u32 & i32::MAX as u32).min(CAPACITY)
    }

    /// Returns the two ranges of `count` bytes from position `start` on. The second range begins at 0, and it is empty
    /// unless the bytes reach past the end.
    fn ranges(start: i32, count: u32) -> [(u32, u32); 2] {
        let from = start as u32 % CAPACITY;
        let before_end = count.min(CAPACITY - from);
        [(from, from + before_end), (0, count - before_end)]
    }
}

/// The page's end of the ring.
#[derive(Debug)]
pub struct Writer {
    ring: Ring,
    buffer: SharedArrayBuffer,
    /// Bytes for which there was no room yet.
    pending: VecDeque<u8>,
}

impl Writer {
    /// Creates an empty ring.
    pub fn new() -> Self {
        let buffer = SharedArrayBuffer::new(HEADER_BYTES + CAPACITY);
        Self { ring: Ring::new(&buffer), buffer, pending: VecDeque::new() }
    }

    /// Returns the shared memory, for the [`Reader`].
    pub fn buffer(&self) -> &JsValue {
        &self.buffer
    }

    /// Writes a packet, now or as soon as there is room.
    pub fn write(&mut self, packet: &Packet) {
        let (kind, contents) = match packet {
            Packet::Request(bytes) => (0, bytes.as_slice()),
            Packet::Call(bytes) => (1, bytes.as_slice()),
        };
        self.pending.extend((contents.len() as u32 + 1).to_le_bytes());
        self.pending.push_back(kind);
        self.pending.extend(contents);
        self.flush();
    }

    /// Writes as many pending bytes as there is room for.
    pub fn flush(&mut self) {
        let count = (CAPACITY - self.ring.unread()).min(self.pending.len() as u32);
        let start = self.ring.load(word::WRITTEN);
        let mut bytes = self.pending.drain(..count as usize);
        for (from, to) in Ring::ranges(start, count) {
            let run: Vec<u8> = bytes.by_ref().take((to - from) as usize).collect();
            self.ring.bytes.subarray(from, to).copy_from(&run);
        }
        drop(bytes);
        self.ring.store(word::WRITTEN, start.wrapping_add(count as i32) & i32::MAX);
        self.signal();
    }

    /// Returns true if bytes are waiting for room.
    pub fn is_behind(&self) -> bool {
        !self.pending.is_empty()
    }

    /// Requests that the run of a script with number `run` stops.
    pub fn stop(&self, run: i32) {
        self.ring.store(word::STOP, run);
        self.signal();
    }

    /// Acknowledges `count` more characters of the script's output.
    pub fn ack_output(&self, count: usize) {
        let received = self.ring.load(word::OUTPUT_ACK).wrapping_add(count as i32);
        self.ring.store(word::OUTPUT_ACK, received);
        self.signal();
    }

    fn signal(&self) {
        let _ = Atomics::add(&self.ring.words, word::SIGNAL, 1);
        let _ = Atomics::notify(&self.ring.words, word::SIGNAL);
    }
}

impl Default for Writer {
    fn default() -> Self {
        Self::new()
    }
}

/// The engine's end of the ring. As an iterator, it returns complete packets in the order in which they
/// were written.
#[derive(Debug)]
pub struct Reader {
    ring: Ring,
    /// Bytes of packets that are not complete yet.
    partial: Vec<u8>,
}

impl Iterator for Reader {
    type Item = Packet;

    fn next(&mut self) -> Option<Packet> {
        self.receive();
        let length = u32::from_le_bytes(self.partial.get(..4)?.try_into().ok()?) as usize;
        if length == 0 || length > MAX_PACKET_BYTES {
            self.partial.clear();
            return None;
        }
        if self.partial.len() < 4 + length {
            return None;
        }
        let packet: Vec<u8> = self.partial.drain(..4 + length).skip(4).collect();
        let (kind, contents) = packet.split_first()?;
        Some(match kind {
            0 => Packet::Request(contents.to_vec()),
            _ => Packet::Call(contents.to_vec()),
        })
    }
}

impl Reader {
    /// Creates the reader of the ring in this shared memory.
    pub fn new(buffer: &JsValue) -> Self {
        Self { ring: Ring::new(buffer), partial: Vec::new() }
    }

    /// Copies the unread bytes, so that there is room again.
    fn receive(&mut self) {
        let (count, start) = (self.ring.unread(), self.ring.load(word::READ));
        for (from, to) in Ring::ranges(start, count) {
            self.partial.extend(self.ring.bytes.subarray(from, to).to_vec());
        }
        self.ring.store(word::READ, start.wrapping_add(count as i32) & i32::MAX);
    }
}
