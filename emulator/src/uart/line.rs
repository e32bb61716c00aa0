//! A serial line as it is seen outside the chip: the format of its characters, and the characters in recorded levels.

use pinscope_core::cc3200::uart;
use pinscope_core::{EventKind, Level, PadLevel, PinId};

use super::format::Format;
use super::receiver::Receiver;
use crate::block_clock::{cycles_at, time_of_cycle};
use crate::trace::{LineFormats, Trace};

/// Number of eighths of a cycle in a second, in which the length of a bit is counted.
const EIGHTHS_A_SECOND: u32 = 640_000_000;

/// Maximum number of events before a time that are examined to find a moment at which the line was idle.
const MAX_EVENTS_BACK: usize = 4_096;

/// The format of the characters on a serial line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
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

    /// Returns the format with eight data bits, no parity and one stop bit, or `None` if the baud rate is too low or
    /// too high.
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
        decode(trace, pin, from_ns, to_ns, |_| Some(*self))
    }
}

/// Decodes the levels of `pin` between two simulated times. Each character has the format in which the line was when the
/// character began. It begins before `from_ns`, where the line was idle.
pub(crate) fn decode_around(
    trace: &Trace,
    pin: PinId,
    formats: &LineFormats,
    from_ns: u64,
    to_ns: u64,
) -> Vec<SerialCharacter> {
    let begin_ns = idle_before(trace, pin, formats, from_ns);
    let mut characters = decode(trace, pin, begin_ns, to_ns, |seq| formats.at(seq)).characters;
    characters.retain(|character| character.to_ns > from_ns);
    characters
}

/// Returns a time at or before `time_ns` at which the line was high for a whole character, or the time of the oldest
/// event that was examined.
fn idle_before(trace: &Trace, pin: PinId, formats: &LineFormats, time_ns: u64) -> u64 {
    let (mut edge_ns, end) = (time_ns, trace.seq_at(time_ns));
    for (event, back) in trace.back_from(time_ns).take(MAX_EVENTS_BACK).zip(1..) {
        match level_of(event.kind, pin) {
            Some(Level::High) => {
                let format = formats.last_before(end - back);
                if format.is_none_or(|format| edge_ns - event.time_ns > format.character_ns()) {
                    return edge_ns;
                }
                edge_ns = event.time_ns;
            }
            Some(Level::Low) => edge_ns = event.time_ns,
            None => {}
        }
    }
    edge_ns
}

/// Decodes the levels of `pin` between two simulated times. `format_at` returns the format of a character that begins
/// with the event of a sequence number.
fn decode(
    trace: &Trace,
    pin: PinId,
    from_ns: u64,
    to_ns: u64,
    format_at: impl Fn(u64) -> Option<SerialFormat>,
) -> SerialCharacters {
    let (mut receiver, mut characters) = (Receiver::default(), Vec::new());
    for (seq, event) in trace.since(trace.seq_at(from_ns)).take_while(|(_, event)| event.time_ns < to_ns) {
        if let Some(level) = level_of(event.kind, pin) {
            let cycle = cycles_at(event.time_ns);
            characters.extend(receive(&mut receiver, cycle));
            receiver.set_line(level, format_at(seq).map(|format| format.0), cycle);
        }
    }
    characters.extend(receive(&mut receiver, cycles_at(to_ns)));
    let next_ns = receiver.receiving().map_or(to_ns, |(start, _)| time_of_cycle(start));
    SerialCharacters { characters, next_ns }
}

/// Receives what was on the line until `cycle`. Returns the character that has ended, if one has.
fn receive(receiver: &mut Receiver, cycle: u64) -> Option<SerialCharacter> {
    let (start, format) = receiver.receiving()?;
    let character = receiver.sample(cycle)?;
    Some(SerialCharacter {
        from_ns: time_of_cycle(start),
        to_ns: time_of_cycle(format.begin_of_bit(start, format.sampled_bits())),
        data: character.data as u8,
        is_damaged: character.parity_error || character.framing_error || character.is_break,
    })
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

    use super::{SerialCharacter, SerialCharacters, SerialFormat, decode_around};
    use crate::trace::Trace;

    fn format(baud: u32) -> SerialFormat {
        SerialFormat::from_baud(baud).expect("it is possible")
    }

    fn record(trace: &mut Trace, time_ns: u64, level: Level) {
        let level = if level.is_high() { PadLevel::High } else { PadLevel::Low };
        trace.record(time_ns, EventKind::Level { pin: GP12, level });
    }

    /// Sends `text` on GP12 from `now_ns` on. Returns the time at which it ends.
    fn send(trace: &mut Trace, format: SerialFormat, text: &str, mut now_ns: u64) -> u64 {
        let mut last = Level::High;
        for byte in text.bytes() {
            let (levels, end_ns) = format.levels(byte, now_ns);
            for (time_ns, level) in levels {
                if level != last {
                    record(trace, time_ns, level);
                }
                last = level;
            }
            now_ns = end_ns;
        }
        now_ns
    }

    /// Returns a trace in which GP12 carries `text` from 1 ms on.
    fn trace(format: SerialFormat, text: &str) -> Trace {
        let mut trace = Trace::default();
        record(&mut trace, 0, Level::High);
        send(&mut trace, format, text, 1_000_000);
        trace
    }

    fn text(decoded: &SerialCharacters) -> String {
        text_of(&decoded.characters)
    }

    fn text_of(characters: &[SerialCharacter]) -> String {
        let shown = |character: &SerialCharacter| if character.is_damaged { '?' } else { char::from(character.data) };
        characters.iter().map(shown).collect()
    }

    /// Returns the text on GP12 between two times, in the formats that are recorded.
    fn recorded(trace: &Trace, from_ns: u64, to_ns: u64) -> String {
        text_of(&decode_around(trace, GP12, &trace.line_formats(GP12), from_ns, to_ns))
    }

    #[test]
    fn a_baud_rate_is_kept_and_an_impossible_one_refused() {
        for baud in [110, 9_600, 115_200, 1_000_000, 5_000_000] {
            let kept = format(baud).baud();
            assert!(kept.abs_diff(baud) <= baud / 500, "{baud} became {kept}");
        }
        assert_eq!([0, 109, 5_000_001, u32::MAX].map(SerialFormat::from_baud), [None; 4]);
        let character_ns = format(115_200).character_ns();
        assert!((86_700..86_900).contains(&character_ns), "{character_ns}");
    }

    #[test]
    fn what_is_sent_is_decoded_and_a_character_that_has_not_ended_comes_with_the_next_part() {
        let format = format(115_200);
        let mut trace = trace(format, "Hi!");
        let all = format.decode(&trace, GP12, 0, 2_000_000);
        assert_eq!((text(&all).as_str(), all.next_ns), ("Hi!", 2_000_000));
        assert_eq!(all.characters[0].from_ns, 1_000_000);
        let first = format.decode(&trace, GP12, 0, 1_100_000);
        assert_eq!((text(&first).as_str(), first.next_ns), ("H", all.characters[1].from_ns));
        assert_eq!(text(&format.decode(&trace, GP12, first.next_ns, 2_000_000)), "i!");
        assert_eq!(text(&format.decode(&trace, GP13, 0, 2_000_000)), "", "it is another line");
        assert_eq!(recorded(&trace, 0, 2_000_000), "", "no UART was on");
        trace.record_serial_format(2_000_000, GP12, Some(format));
        assert_eq!(recorded(&trace, 0, 3_000_000), "", "the UART is on since");
    }

    #[test]
    fn a_wrong_baud_rate_damages_the_characters() {
        let trace = trace(format(9_600), "hello");
        let decoded = format(115_200).decode(&trace, GP12, 0, 20_000_000);
        assert_ne!(text(&decoded), "hello");
        assert!(decoded.characters.iter().any(|character| character.is_damaged));
    }

    /// Returns a trace with three texts at different baud rates, with the UART off after the last one, and the times
    /// between the texts.
    fn changing(mut trace: Trace) -> (Trace, [u64; 4]) {
        record(&mut trace, 0, Level::High);
        let (mut now_ns, mut times) = (1_000_000, [0; 4]);
        for ((baud, text), time_ns) in [(9_600, "slow"), (115_200, "fast"), (300, "last")].into_iter().zip(&mut times) {
            *time_ns = now_ns - 1;
            trace.record_serial_format(now_ns, GP12, Some(format(baud)));
            now_ns = send(&mut trace, format(baud), text, now_ns) + 1_000;
            trace.record_serial_format(now_ns, GP12, None);
        }
        times[3] = now_ns;
        (trace, times)
    }

    #[test]
    fn each_character_has_the_format_in_which_it_began_also_after_the_uart_is_off() {
        let (trace, [slow_ns, fast_ns, last_ns, end_ns]) = changing(Trace::default());
        assert_eq!(recorded(&trace, 0, end_ns), "slowfastlast");
        assert_eq!(recorded(&trace, slow_ns, fast_ns), "slow");
        assert_eq!(recorded(&trace, fast_ns, last_ns), "fast");
        assert_eq!(recorded(&trace, last_ns, end_ns), "last");
        let bauds = |from_ns, to_ns| {
            trace.line_formats(GP12).between(from_ns, to_ns).map(|format| format.baud()).collect::<Vec<_>>()
        };
        assert_eq!(bauds(0, end_ns).len(), 3);
        assert_eq!(bauds(fast_ns + 2, last_ns - 2), [format(115_200).baud()]);
        assert_eq!(bauds(end_ns, end_ns), []);
    }

    #[test]
    fn a_trace_that_has_forgotten_its_beginning_keeps_the_format_of_what_is_left() {
        let (all, [_, fast_ns, last_ns, end_ns]) = changing(Trace::default());
        let events_of_last = all.from(last_ns).count();
        let (trace, _) = changing(Trace::with_capacity(events_of_last));
        assert!(trace.lost() > 0);
        assert_eq!(recorded(&trace, last_ns, end_ns), "last");
        assert_eq!(recorded(&trace, fast_ns, last_ns), "", "it is forgotten");
        // A checkpoint has the formats beside the events.
        let events = all.since(0).map(|(_, event)| event).collect();
        let restored = Trace::from_events(0, events).with_serial_formats(all.serial_formats().clone());
        assert_eq!(recorded(&restored, 0, end_ns), "slowfastlast");
    }

    #[test]
    fn a_change_at_the_time_of_an_edge_holds_for_the_next_character_only() {
        let mut trace = Trace::default();
        record(&mut trace, 0, Level::High);
        trace.record_serial_format(0, GP12, Some(format(9_600)));
        let (levels, end_ns) = format(9_600).levels(b'A', 1_000_000);
        record(&mut trace, levels[0].0, levels[0].1);
        trace.record_serial_format(1_000_000, GP12, Some(format(115_200)));
        for edge in levels.windows(2).filter(|edge| edge[0].1 != edge[1].1) {
            record(&mut trace, edge[1].0, edge[1].1);
        }
        let end_ns = send(&mut trace, format(115_200), "B", end_ns);
        assert_eq!(recorded(&trace, 0, end_ns + 1_000), "AB");
    }

    #[test]
    fn settings_that_change_without_end_are_bounded_and_the_newest_are_kept() {
        let mut trace = Trace::default();
        for time_ns in 0..10_000 {
            record(&mut trace, time_ns, Level::from(time_ns % 2 == 0));
            trace.record_serial_format(time_ns, GP12, Some(format(9_600 + 100 * (time_ns % 2) as u32)));
        }
        let formats = trace.line_formats(GP12);
        assert!(formats.between(0, 10_000).count() < 3_000);
        assert_eq!(formats.at(100), None, "it is forgotten");
        assert_eq!(formats.at(9_999), Some(format(9_600)));
    }
}
