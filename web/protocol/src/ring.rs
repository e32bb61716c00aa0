//! A ring of shared memory from the page to an engine that is busy in a script and takes no messages.
//!
//! The first words tell the two sides of each other; `web/python/ring.js` knows them too. Behind them lie the bytes of
//! packets, each a length, a kind and its contents. The page keeps what finds no room and writes it later.

use js_sys::{Atomics, Int32Array, SharedArrayBuffer, Uint8Array};
use wasm_bindgen::prelude::JsValue;

/// The words at the front.
mod word {
    /// Counts everything the page does, so that the engine can wait for it.
    pub const SIGNAL: u32 = 0;
    /// How many bytes have been written, and how many read, modulo 2^31.
    pub const WRITTEN: u32 = 1;
    pub const READ: u32 = 2;
    /// The number of the run that is to stop.
    pub const STOP: u32 = 3;
    /// How much of the script's output the page has taken in.
    pub const HEARD: u32 = 4;
}

/// Where the bytes begin.
const FRONT: u32 = 64;
/// How many bytes there is room for; a power of two.
const ROOM: u32 = 1 << 16;
/// Longer packets are not believed.
const LONGEST: usize = 1 << 28;

/// What is written.
#[derive(Debug)]
pub enum Packet {
    /// The bytes of a `Request`.
    Request(Vec<u8>),
    /// A call of `window.pinscope`, as JSON.
    Call(String),
}

#[derive(Debug)]
struct Ring {
    words: Int32Array,
    bytes: Uint8Array,
}

impl Ring {
    fn of(buffer: &JsValue) -> Self {
        Self {
            words: Int32Array::new_with_byte_offset_and_length(buffer, 0, FRONT / 4),
            bytes: Uint8Array::new_with_byte_offset_and_length(buffer, FRONT, ROOM),
        }
    }

    // Both fail only on words that are not there.
    fn load(&self, word: u32) -> i32 {
        Atomics::load(&self.words, word).unwrap_or(0)
    }

    fn store(&self, word: u32, value: i32) {
        let _ = Atomics::store(&self.words, word, value);
    }

    /// How many bytes wait to be read.
    fn waiting(&self) -> u32 {
        (self.load(word::WRITTEN).wrapping_sub(self.load(word::READ)) as u32 & i32::MAX as u32).min(ROOM)
    }

    /// The places of `count` bytes from `start` on: up to the end, and from the beginning on.
    fn places(start: i32, count: u32) -> [(u32, u32); 2] {
        let from = start as u32 % ROOM;
        let before_end = count.min(ROOM - from);
        [(from, from + before_end), (0, count - before_end)]
    }
}

/// The page's end.
#[derive(Debug)]
pub struct Writer {
    ring: Ring,
    buffer: SharedArrayBuffer,
    /// What has not found room yet.
    waiting: Vec<u8>,
}

impl Writer {
    /// A new ring, with nothing in it.
    pub fn new() -> Self {
        let buffer = SharedArrayBuffer::new(FRONT + ROOM);
        Self { ring: Ring::of(&buffer), buffer, waiting: Vec::new() }
    }

    /// The memory, for the other end.
    pub fn buffer(&self) -> &JsValue {
        &self.buffer
    }

    /// Writes a packet.
    pub fn write(&mut self, packet: &Packet) {
        let (kind, contents) = match packet {
            Packet::Request(bytes) => (0, bytes.as_slice()),
            Packet::Call(text) => (1, text.as_bytes()),
        };
        self.waiting.extend((contents.len() as u32 + 1).to_le_bytes());
        self.waiting.push(kind);
        self.waiting.extend(contents);
        self.flush();
    }

    /// Writes as much of what waits as there is room for.
    pub fn flush(&mut self) {
        let count = (ROOM - self.ring.waiting()).min(self.waiting.len() as u32);
        let start = self.ring.load(word::WRITTEN);
        let mut bytes = self.waiting.drain(..count as usize);
        for (from, to) in Ring::places(start, count) {
            let run: Vec<u8> = bytes.by_ref().take((to - from) as usize).collect();
            self.ring.bytes.subarray(from, to).copy_from(&run);
        }
        drop(bytes);
        self.ring.store(word::WRITTEN, start.wrapping_add(count as i32) & i32::MAX);
        self.signal();
    }

    /// Whether something has not found room yet.
    pub fn is_behind(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// Asks run number `run` to stop.
    pub fn stop(&self, run: i32) {
        self.ring.store(word::STOP, run);
        self.signal();
    }

    /// Says that the page has taken in so many more characters of output.
    pub fn heard(&self, count: usize) {
        let heard = self.ring.load(word::HEARD).wrapping_add(count as i32);
        self.ring.store(word::HEARD, heard);
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

/// The engine's end.
#[derive(Debug)]
pub struct Reader {
    ring: Ring,
    /// What has come of packets that are not complete.
    partial: Vec<u8>,
}

impl Reader {
    /// The other end of a ring.
    pub fn new(buffer: &JsValue) -> Self {
        Self { ring: Ring::of(buffer), partial: Vec::new() }
    }
}

/// The packets, in the order they were written.
impl Iterator for Reader {
    type Item = Packet;

    fn next(&mut self) -> Option<Packet> {
        self.take_in();
        let length = u32::from_le_bytes(self.partial.get(..4)?.try_into().ok()?) as usize;
        if length == 0 || length > LONGEST {
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
            _ => Packet::Call(String::from_utf8_lossy(contents).into_owned()),
        })
    }
}

impl Reader {
    /// Takes over what has been written, so that there is room again.
    fn take_in(&mut self) {
        let (count, start) = (self.ring.waiting(), self.ring.load(word::READ));
        for (from, to) in Ring::places(start, count) {
            self.partial.extend(self.ring.bytes.subarray(from, to).to_vec());
        }
        self.ring.store(word::READ, start.wrapping_add(count as i32) & i32::MAX);
    }
}
