//! The transmitter of a UART: its FIFO, and the character on the line.

use std::collections::VecDeque;

use pinscope_core::Level;

use super::format::Format;

/// The transmitter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(super) struct Transmitter {
    pub fifo: VecDeque<u8>,
    on_line: Option<Sending>,
}

/// The character on the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
struct Sending {
    format: Format,
    start: u64,
    levels: u32,
    count: u32,
}

impl Sending {
    /// Returns the cycle at which the last stop bit ends.
    fn end(&self) -> u64 {
        self.format.begin_of_bit(self.start, self.count)
    }

    fn level_of_bit(&self, index: u32) -> Level {
        Level::from(self.levels >> index.min(self.count - 1) & 1 != 0)
    }

    /// Returns the cycle of the next change of level after `now`, before the end of the character.
    fn next_change(&self, now: u64) -> Option<u64> {
        let current = self.format.bit_at(self.start, now);
        let differs = |&index: &u32| self.level_of_bit(index) != self.level_of_bit(index - 1);
        let change = (current + 1..self.count).find(differs)?;
        Some(self.format.begin_of_bit(self.start, change))
    }
}

impl Transmitter {
    /// Returns `true` while there is something to send or on the line.
    pub fn is_busy(&self) -> bool {
        self.on_line.is_some() || !self.fifo.is_empty()
    }

    /// Returns the level of the line at `now`.
    pub fn level(&self, now: u64) -> Level {
        let level = |sending: &Sending| sending.level_of_bit(sending.format.bit_at(sending.start, now));
        self.on_line.as_ref().map_or(Level::High, level)
    }

    /// Ends the character on the line, if its last stop bit has ended. Returns the cycle at which it ended, and its
    /// data.
    pub fn end_character(&mut self, now: u64) -> Option<(u64, u8)> {
        let sending = self.on_line.take_if(|sending| sending.end() <= now)?;
        Some((sending.end(), sending.format.decode(sending.levels).data as u8))
    }

    /// Begins to send the next byte of the FIFO at the cycle `now`. Returns `false` if the line is in use or if there
    /// is none.
    pub fn begin_character(&mut self, format: Format, now: u64) -> bool {
        if self.on_line.is_some() {
            return false;
        }
        let Some(byte) = self.fifo.pop_front() else { return false };
        let (levels, count) = format.encode(byte.into());
        self.on_line = Some(Sending { format, start: now, levels, count });
        true
    }

    /// Returns the next cycle after `now` at which the character on the line ends or, if `edges_matter`, the level
    /// changes.
    pub fn due(&self, now: u64, edges_matter: bool) -> Option<u64> {
        let sending = self.on_line?;
        let change = if edges_matter { sending.next_change(now) } else { None };
        Some(change.unwrap_or_else(|| sending.end()))
    }
}
