//! Announcements for screen readers: interrupts, sleep and wake. They are summarized, so that there are never too many
//! announcements.

use pinscope_core::{Event, EventKind, PinId};

/// Shortest time between two announcements, in milliseconds.
pub const MIN_INTERVAL_MS: u32 = 1_000;

/// Maximum number of pins that one announcement names.
const MAX_NAMED_PINS: usize = 3;

/// Events that have not been announced yet.
#[derive(Clone, Debug, Default)]
pub struct LiveRegion {
    interrupts: [u32; PinId::COUNT],
    last: Option<String>,
}

impl LiveRegion {
    /// Records an event.
    pub fn record(&mut self, event: &Event) {
        match event.kind {
            EventKind::Irq { pin, .. } => self.interrupts[pin.index()] += 1,
            EventKind::Sleep { power } => self.last = Some(format!("The board is {}.", power.name())),
            EventKind::Wake { pin, from } => {
                self.last = Some(format!("{} woke the board from {}.", pin.name(), from.name()))
            }
            EventKind::Reset { .. } => self.last = Some("The chip was reset.".to_owned()),
            EventKind::IrqStorm { pin } => self.last = Some(format!("Interrupt storm on {}.", pin.name())),
            _ => {}
        }
    }

    /// Returns whether there is something to announce.
    pub fn has_text(&self) -> bool {
        self.last.is_some() || self.interrupts.iter().any(|&count| count > 0)
    }

    /// Returns the next announcement, and removes the events that it contains.
    pub fn take_text(&mut self) -> String {
        let Self { interrupts, last } = std::mem::take(self);
        let fired = PinId::ALL.into_iter().zip(interrupts).filter(|&(_, count)| count > 0);
        let named = fired.clone().take(MAX_NAMED_PINS).map(|(pin, count)| match count {
            1 => format!("{}: interrupt. ", pin.name()),
            _ => format!("{}: {count} interrupts. ", pin.name()),
        });
        let more = fired.count().saturating_sub(MAX_NAMED_PINS);
        let others = if more > 0 { format!("{more} other pins too. ") } else { String::new() };
        format!("{}{others}{}", named.collect::<String>(), last.unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use pinscope_core::PinId::{GP2, GP4, GP9, GP10, GP17};
    use pinscope_core::{Event, EventKind, PinId, Power, Priority, Trigger};

    use super::LiveRegion;

    fn record(region: &mut LiveRegion, kind: EventKind) {
        region.record(&Event { time_ns: 0, kind });
    }

    fn interrupt(region: &mut LiveRegion, pin: PinId) {
        record(region, EventKind::Irq { pin, trigger: Trigger::Rising, priority: Priority::ALL[0] });
    }

    #[test]
    fn interrupts_are_counted_and_announced_once() {
        let mut region = LiveRegion::default();
        assert!(!region.has_text());
        for _ in 0..3 {
            interrupt(&mut region, GP10);
        }
        interrupt(&mut region, GP2);
        assert_eq!(region.take_text(), "GP2: interrupt. GP10: 3 interrupts. ");
        assert!(!region.has_text());
    }

    #[test]
    fn an_announcement_names_three_pins_and_counts_the_others() {
        let mut region = LiveRegion::default();
        for pin in [GP2, GP4, GP9, GP10, GP17] {
            interrupt(&mut region, pin);
        }
        assert!(region.take_text().ends_with("2 other pins too. "));
    }

    #[test]
    fn of_sleep_and_wake_only_the_last_is_announced() {
        let mut region = LiveRegion::default();
        record(&mut region, EventKind::Sleep { power: Power::Suspended });
        record(&mut region, EventKind::Wake { pin: GP17, from: Power::Suspended });
        assert_eq!(region.take_text(), "GP17 woke the board from SUSPENDED.");
    }
}
