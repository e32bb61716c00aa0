//! A serial line as it is seen outside the chip: the format of its characters, and the characters in recorded levels.

use pinscope_core::cc3200::uart;
use pinscope_core::{EventKind, Level, PadLevel, PinId};

use super::format::Format;
use super::receiver::Receiver;
use crate::block_clock::{cycles_at, time_of_cycle};
use crate::trace::Trace;

/// Number of eighths of a cycle in a second, in which the length of a bit is counted.
const EIGHTHS_A_SECOND: u32 = 640_000_000;

/// Maximum number of events before a time that are examined to find a moment at which the line was idle.
const MAX_EVENTS_BACK: usize = 4_096;

/// The format of the characters on a serial line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SerialFormat(pub(super) Format);

/// A character on a serial line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SerialCharacter {
    /// The simulated time at which its start bit begins, in nanoseconds.
    pub from_ns: u64,
    /// The simulated time at which its stop bit ends, in nanoseconds.
    pub to_ns: u64,
    /// The data bits.
    pub data: u8,
    /// True if it has no stop bit or the wrong parity. Either is a sign of a wrong baud rate.
    pub is_damaged: bool,
}

/// The characters of a part of a serial line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SerialCharacters {
    /// The characters that have ended, in order.
    pub characters: Vec<SerialCharacter>,
    /// The simulated time from which on to decode next, in nanoseconds: the beginning of a character that has not
    /// ended, or the end of the part.
    pub next_ns: u64,
}

impl SerialFormat {
    /// Minimum baud rate of [`SerialFormat::from_baud`].
    pub const MIN_BAUD: u32 = 110;
    /// Maximum baud rate of [`SerialFormat::from_baud`].
    pub const MAX_BAUD: u32 = 5_000_000;

    /// Returns the format with eight data bits, no parity and one stop bit, or `None` if the baud rate is too low or too
    /// high.
    pub fn from_baud(baud: u32) -> Option<Self> {
        let divisor = (EIGHTHS_A_SECOND / 2 + baud / 2).checked_div(baud)?;
        let is_possible = (Self::MIN_BAUD..=Self::MAX_BAUD).contains(&baud);
        is_possible.then(|| Self(Format::new(divisor, uart::LCRH_8N1_FIFO, 0)))
    }

    /// Returns the baud rate, rounded to a whole number.
    pub fn baud(&self) -> u32 {
        let bit = self.0.bit_length().max(1);
        ((u64::from(EIGHTHS_A_SECOND) + bit / 2) / bit) as u32
    }

    /// Returns the length of a character in nanoseconds, from its start bit to its last sampled stop bit.
    pub fn character_ns(&self) -> u64 {
        time_of_cycle(self.0.begin_of_bit(0, self.0.sampled_bits()))
    }

    /// Returns the levels of a character that begins at `from_ns`, each with the time at which it begins, and the time
    /// at which the character ends.
    pub fn levels(&self, data: u8, from_ns: u64) -> (Vec<(u64, Level)>, u64) {
        let (levels, count) = self.0.encode(data.into());
        let time_of_bit = |index: u32| from_ns + time_of_cycle(self.0.begin_of_bit(0, index));
        let bits = (0..count).map(|index| (time_of_bit(index), Level::from(levels >> index & 1 != 0)));
        (bits.collect(), time_of_bit(count))
    }

    /// Decodes the levels of `pin` between two simulated times. The line is idle at `from_ns`, or a character begins
    /// there.
    pub fn decode(&self, trace: &Trace, pin: PinId, from_ns: u64, to_ns: u64) -> SerialCharacters {
        let mut decoder = Decoder { format: self.0, receiver: Receiver::default(), start: 0, characters: Vec::new() };
        for event in trace.from(from_ns).take_while(|event| event.time_ns < to_ns) {
            if let Some(level) = level_of(event.kind, pin) {
                let cycle = cycles_at(event.time_ns);
                decoder.run(cycle);
                decoder.receiver.set_line(level, Some(self.0), cycle);
            }
        }
        decoder.run(cycles_at(to_ns));
        let next_ns = decoder.receiver.receiving_since().map_or(to_ns, time_of_cycle);
        SerialCharacters { characters: decoder.characters, next_ns }
    }

    /// Decodes the levels of `pin` between two simulated times. It begins before `from_ns`, where the line was idle.
    pub fn decode_around(&self, trace: &Trace, pin: PinId, from_ns: u64, to_ns: u64) -> Vec<SerialCharacter> {
        let begin_ns = self.idle_before(trace, pin, from_ns);
        let mut characters = self.decode(trace, pin, begin_ns, to_ns).characters;
        characters.retain(|character| character.to_ns > from_ns);
        characters
    }

    /// Returns a time at or before `time_ns` at which the line was high for a whole character, or the time of the oldest
    /// event that was examined.
    fn idle_before(&self, trace: &Trace, pin: PinId, time_ns: u64) -> u64 {
        let character_ns = self.character_ns();
        let mut edge_ns = time_ns;
        for event in trace.back_from(time_ns).take(MAX_EVENTS_BACK) {
            match level_of(event.kind, pin) {
                Some(Level::High) if edge_ns - event.time_ns > character_ns => return edge_ns,
                Some(_) => edge_ns = event.time_ns,
                None => {}
            }
        }
        edge_ns
    }
}

/// A receiver that collects what it has received. Its times are cycles.
struct Decoder {
    format: Format,
    receiver: Receiver,
    start: u64,
    characters: Vec<SerialCharacter>,
}

impl Decoder {
    /// Receives what was on the line until `cycle`.
    fn run(&mut self, cycle: u64) {
        if let Some(start) = self.receiver.receiving_since() {
            self.start = start;
        }
        if let Some(character) = self.receiver.sample(cycle) {
            let end = self.format.begin_of_bit(self.start, self.format.sampled_bits());
            self.characters.push(SerialCharacter {
                from_ns: time_of_cycle(self.start),
                to_ns: time_of_cycle(end),
                data: character.data as u8,
                is_damaged: character.parity_error || character.framing_error || character.is_break,
            });
        }
    }
}

/// Returns the level of `pin` after an event that changes it. A line that nothing drives idles.
fn level_of(kind: EventKind, pin: PinId) -> Option<Level> {
    match kind {
        EventKind::Level { pin: changed, level } if changed == pin => Some(Level::from(level != PadLevel::Low)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use pinscope_core::PinId::{GP12, GP13};
    use pinscope_core::{EventKind, Level, PadLevel};

    use super::{SerialCharacters, SerialFormat};
    use crate::trace::Trace;

    /// Returns a trace in which GP12 carries `text` from 1 ms on.
    fn trace(format: SerialFormat, text: &str) -> Trace {
        let mut trace = Trace::default();
        let mut record = |time_ns, level: Level| {
            let level = if level.is_high() { PadLevel::High } else { PadLevel::Low };
            trace.record(time_ns, EventKind::Level { pin: GP12, level });
        };
        record(0, Level::High);
        let (mut now_ns, mut last) = (1_000_000, Level::High);
        for byte in text.bytes() {
            let (levels, end_ns) = format.levels(byte, now_ns);
            for (time_ns, level) in levels {
                if level != last {
                    record(time_ns, level);
                }
                last = level;
            }
            now_ns = end_ns;
        }
        trace
    }

    fn text(decoded: &SerialCharacters) -> String {
        decoded.characters.iter().map(|character| char::from(character.data)).collect()
    }

    #[test]
    fn a_baud_rate_is_kept_and_an_impossible_one_refused() {
        for baud in [110, 9_600, 115_200, 1_000_000, 5_000_000] {
            let kept = SerialFormat::from_baud(baud).expect("it is possible").baud();
            assert!(kept.abs_diff(baud) <= baud / 500, "{baud} became {kept}");
        }
        assert_eq!([0, 109, 5_000_001, u32::MAX].map(SerialFormat::from_baud), [None; 4]);
        let character_ns = SerialFormat::from_baud(115_200).expect("it is possible").character_ns();
        assert!((86_700..86_900).contains(&character_ns), "{character_ns}");
    }

    #[test]
    fn what_is_sent_is_decoded_and_a_character_that_has_not_ended_comes_with_the_next_part() {
        let format = SerialFormat::from_baud(115_200).expect("it is possible");
        let trace = trace(format, "Hi!");
        let all = format.decode(&trace, GP12, 0, 2_000_000);
        assert_eq!((text(&all).as_str(), all.next_ns), ("Hi!", 2_000_000));
        assert!(all.characters.iter().all(|character| !character.is_damaged));
        assert_eq!(all.characters[0].from_ns, 1_000_000);
        let first = format.decode(&trace, GP12, 0, 1_100_000);
        assert_eq!((text(&first).as_str(), first.next_ns), ("H", all.characters[1].from_ns));
        assert_eq!(text(&format.decode(&trace, GP12, first.next_ns, 2_000_000)), "i!");
        assert_eq!(text(&format.decode(&trace, GP13, 0, 2_000_000)), "", "it is another line");
        let around = format.decode_around(&trace, GP12, 1_200_000, 2_000_000);
        assert_eq!(around.first().map(|character| character.data), Some(b'!'));
    }

    #[test]
    fn a_wrong_baud_rate_damages_the_characters() {
        let sent = SerialFormat::from_baud(9_600).expect("it is possible");
        let trace = trace(sent, "hello");
        let read = SerialFormat::from_baud(115_200).expect("it is possible");
        let decoded = read.decode(&trace, GP12, 0, 20_000_000);
        assert_ne!(text(&decoded), "hello");
        assert!(decoded.characters.iter().any(|character| character.is_damaged));
    }
}
