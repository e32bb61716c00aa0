//! The receiver of a UART: it samples the line in the middle of each bit, and fills its FIFO.
//!
//! A bit is sampled when the line changes after its middle, or at the end of the character. So a character takes work
//! only at its edges and once at its end.

use std::collections::VecDeque;

use pinscope_core::Level;

use super::format::{Character, Format};

/// Number of bits of silence after which the receiver announces what is left in its FIFO.
const TIMEOUT_BITS: u32 = 32;

/// The receiver.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(super) struct Receiver {
    /// The words that a read of the data register returns.
    pub fifo: VecDeque<u32>,
    line: Level,
    receiving: Option<Receiving>,
    /// The cycle at which the line has been silent for long enough.
    timeout: Option<u64>,
}

/// The character on the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
struct Receiving {
    format: Format,
    start: u64,
    levels: u32,
    sampled: u32,
    /// The levels of a character that does not come from the pad but from a terminal.
    typed: Option<u32>,
}

impl Default for Receiver {
    fn default() -> Self {
        Self { fifo: VecDeque::new(), line: Level::High, receiving: None, timeout: None }
    }
}

impl Receiver {
    /// Samples the line until `now`. Returns the character that has ended, if one has.
    pub fn sample(&mut self, now: u64) -> Option<Character> {
        let receiving = self.receiving.as_mut()?;
        let format = receiving.format;
        while format.middle_of_bit(receiving.start, receiving.sampled) <= now {
            let level = receiving.typed.map_or(self.line.is_high(), |levels| levels >> receiving.sampled & 1 != 0);
            receiving.levels |= u32::from(level) << receiving.sampled;
            receiving.sampled += 1;
            let end = format.middle_of_bit(receiving.start, receiving.sampled - 1);
            if receiving.levels & 1 != 0 {
                // The line was low for less than half a bit, so this was no start bit.
                self.receiving = None;
                self.await_silence(format, end);
                return None;
            }
            if receiving.sampled == format.sampled_bits() {
                let character = format.decode(receiving.levels);
                self.receiving = None;
                self.await_silence(format, end);
                return Some(character);
            }
        }
        None
    }

    /// Sets the level of the line, which has been sampled until `now`. A falling edge begins a character if there is a
    /// format.
    pub fn set_line(&mut self, level: Level, format: Option<Format>, now: u64) {
        let before = std::mem::replace(&mut self.line, level);
        if before.is_high()
            && !level.is_high()
            && self.receiving.is_none()
            && let Some(format) = format
        {
            self.receiving = Some(Receiving { format, start: now, levels: 0, sampled: 0, typed: None });
            self.timeout = None;
        }
    }

    /// Begins to receive a character from a terminal at the cycle `now`. Returns `false` if another is on the line.
    pub fn begin_typed(&mut self, byte: u8, format: Format, now: u64) -> bool {
        if self.receiving.is_some() {
            return false;
        }
        let typed = Some(format.encode(byte.into()).0);
        self.receiving = Some(Receiving { format, start: now, levels: 0, sampled: 0, typed });
        self.timeout = None;
        true
    }

    /// Returns the cycle at which the character on the line has begun and its format, if there is one.
    pub fn receiving(&self) -> Option<(u64, Format)> {
        self.receiving.map(|receiving| (receiving.start, receiving.format))
    }

    /// Returns `true` once if the line has been silent for long enough while the FIFO has something.
    pub fn take_timeout(&mut self, now: u64) -> bool {
        let is_over = self.timeout.is_some_and(|timeout| timeout <= now);
        if is_over {
            self.timeout = None;
        }
        is_over && !self.fifo.is_empty()
    }

    /// Stops waiting for silence, because the FIFO is empty.
    pub fn cancel_timeout(&mut self) {
        self.timeout = None;
    }

    /// Returns the next cycle at which a character ends or at which the line has been silent for long enough.
    pub fn due(&self) -> Option<u64> {
        let end =
            |receiving: Receiving| receiving.format.middle_of_bit(receiving.start, receiving.format.sampled_bits() - 1);
        self.receiving.map(end).or(self.timeout)
    }

    fn await_silence(&mut self, format: Format, from: u64) {
        self.timeout = Some(format.begin_of_bit(from, TIMEOUT_BITS));
    }
}
