//! Serial lines that send to pads: somebody outside the board types, and the bits arrive at the pad.

use std::collections::VecDeque;

use pinscope_core::{Level, PinId};

use super::Playground;
use crate::timer_queue::Timer;
use crate::uart::SerialFormat;

/// Maximum number of changes of level that wait at one pad. It is enough for some six thousand characters.
const MAX_WAITING: usize = 1 << 16;

/// The characters that wait to be sent to one pad.
#[derive(Clone, Debug, Default)]
pub(super) struct SerialSender {
    /// The changes of level, each with its simulated time in nanoseconds.
    changes: VecDeque<(u64, Level)>,
    /// The time at which the last character ends.
    free_ns: u64,
}

impl SerialSender {
    /// Forgets the characters that wait.
    #[inline]
    pub fn stop(&mut self) {
        if self.free_ns != 0 {
            *self = Self::default();
        }
    }
}

impl Playground {
    /// Sends characters to a pad over a serial line from outside, after those that wait. The line drives the pad high
    /// while it is idle, and replaces any other external source there; another source replaces the line. Returns the
    /// number of characters for which there is room.
    pub fn send(&mut self, pin: PinId, bytes: &[u8], format: SerialFormat) -> usize {
        self.processor.reset_service_counts();
        let now_ns = self.machine.time_ns();
        let external = self.machine.external(pin);
        let is_idle_line =
            external.rail == Some(Level::High) && external.signal.is_none() && external.voltage.is_none();
        if self.sender(pin).changes.is_empty() && !is_idle_line {
            self.set_drive(pin, Some(Level::High));
            // The receiver has to see an idle line before the first start bit.
            self.sender(pin).free_ns = now_ns + format.character_ns();
        }
        let sender = self.sender(pin);
        let mut sent = 0;
        for &byte in bytes {
            if sender.changes.len() > MAX_WAITING {
                break;
            }
            let (levels, end_ns) = format.levels(byte, now_ns.max(sender.free_ns));
            sender.changes.extend(levels);
            sender.free_ns = end_ns;
            sent += 1;
        }
        self.schedule_serial_change(pin);
        self.run_pending();
        sent
    }

    /// Makes the next change of the serial line at a pad. Returns `false` if there is none.
    pub(super) fn change_serial_line(&mut self, pin: PinId) -> bool {
        let Some((_, level)) = self.sender(pin).changes.pop_front() else { return false };
        self.machine.drive(pin, Some(level));
        self.schedule_serial_change(pin);
        true
    }

    fn schedule_serial_change(&mut self, pin: PinId) {
        let next_ns = self.sender(pin).changes.front().map(|&(time_ns, _)| time_ns);
        self.timers.set(Timer::Level(pin), next_ns);
    }
}

#[cfg(test)]
mod tests {
    use pinscope_core::PinId::GP13;
    use pinscope_core::{PadLevel, Profile};

    use super::*;
    use crate::stimulus::Stimulus;

    fn received(playground: &Playground, format: SerialFormat) -> Vec<u8> {
        let now_ns = playground.machine().time_ns();
        let decoded = playground.machine().trace(|trace| format.decode(trace, GP13, 0, now_ns));
        decoded.characters.iter().map(|character| character.data).collect()
    }

    #[test]
    fn what_is_sent_arrives_at_the_pad_at_its_baud_rate_and_the_line_then_idles() {
        let format = SerialFormat::from_baud(9_600).expect("it is possible");
        let mut playground = Playground::new(Profile::Wipy);
        assert_eq!(playground.send(GP13, b"AT", format), 2);
        assert_eq!(playground.send(GP13, b"\r", format), 1);
        playground.advance(3_000_000);
        assert_eq!(received(&playground, format), b"A", "a character takes 1.04 ms, and the line is idle before it");
        playground.advance(3_000_000);
        assert_eq!(received(&playground, format), b"AT\r");
        assert_eq!(playground.machine().level(GP13), PadLevel::High);
    }

    #[test]
    fn another_source_takes_the_place_of_the_line() {
        let format = SerialFormat::from_baud(9_600).expect("it is possible");
        let mut playground = Playground::new(Profile::Wipy);
        playground.send(GP13, b"long text", format);
        playground.advance(2_500_000);
        playground.stimulus(Stimulus::Drive { pin: GP13, level: None });
        playground.advance(10_000_000);
        assert_eq!(playground.machine().level(GP13), PadLevel::Floating);
        assert!(received(&playground, format).len() <= 2, "the rest was discarded");
    }

    #[test]
    fn no_more_waits_than_there_is_room_for() {
        let format = SerialFormat::from_baud(9_600).expect("it is possible");
        let mut playground = Playground::new(Profile::Wipy);
        let sent = playground.send(GP13, &[b'x'; 10_000], format);
        assert!((6_000..7_000).contains(&sent), "{sent}");
        assert_eq!(playground.send(GP13, b"x", format), 0);
    }
}
