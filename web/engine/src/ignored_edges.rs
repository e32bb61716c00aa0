//! Finds the edges that come while the board sleeps and do not wake it, each with its reason.

use pinscope_core::{Event, EventKind, Level, PadLevel, PinId, Power};
use pinscope_emulator::Playground;
use pinscope_protocol::IgnoredEdges;

/// Finds the ignored edges among the events of each frame.
#[derive(Debug, Default)]
pub struct IgnoredEdgeFinder {
    /// True if the board sleeps after the events that were seen.
    is_asleep: bool,
}

impl IgnoredEdgeFinder {
    /// Returns the ignored edges among `events`, the latest events of the board. The edges of a pin in one direction
    /// are counted.
    pub fn find(&mut self, playground: &Playground, events: &[(u64, Event)]) -> Vec<IgnoredEdges> {
        let mut found: Vec<IgnoredEdges> = Vec::new();
        for &(seq, Event { time_ns, kind }) in events {
            match kind {
                EventKind::Sleep { power: Power::Suspended | Power::Hibernate } => self.is_asleep = true,
                EventKind::Wake { .. } | EventKind::Reset { .. } => self.is_asleep = false,
                EventKind::Level { pin, level } if self.is_asleep => {
                    let level = match level {
                        PadLevel::High => Level::High,
                        PadLevel::Low => Level::Low,
                        PadLevel::Floating | PadLevel::Contention => continue,
                    };
                    match found.iter_mut().find(|edges| (edges.pin, edges.level) == (pin, level)) {
                        Some(edges) => {
                            edges.times += 1;
                            edges.time_ns = time_ns;
                        }
                        None => found.extend(text(playground, pin, level).map(|text| IgnoredEdges {
                            seq,
                            time_ns,
                            pin,
                            level,
                            times: 1,
                            text,
                        })),
                    }
                }
                _ => {}
            }
        }
        // The events may have begun in the middle of a sleep.
        let machine = playground.machine();
        self.is_asleep = matches!(machine.power(), Power::Suspended | Power::Hibernate) && machine.starting().is_none();
        found
    }
}

/// Returns the direction of the edge and the reason why it was ignored.
fn text(playground: &Playground, pin: PinId, level: Level) -> Option<String> {
    let direction = if level.is_high() { "rose" } else { "fell" };
    Some(format!("{direction}; {}", playground.report_for_pin(pin).why_ignored(level)?))
}

#[cfg(test)]
mod tests {
    use pinscope_core::PinId::{GP2, GP9, GP17};
    use pinscope_core::{Command, IrqConfig, Level, PinId, Profile, Reaction, SleepMode, Trigger, Wake};
    use pinscope_emulator::{Playground, Stimulus};

    use super::IgnoredEdgeFinder;

    fn drive(playground: &mut Playground, pin: PinId, level: Level) {
        playground.stimulus(Stimulus::Drive { pin, level: Some(level) });
    }

    /// Returns a board that a rising edge of GP17 wakes from SUSPENDED. All its levels are low.
    fn asleep() -> Playground {
        let mut playground = Playground::new(Profile::Wipy);
        for pin in [GP2, GP9, GP17] {
            drive(&mut playground, pin, Level::Low);
        }
        let config = IrqConfig { wake: Wake::SUSPENDED, ..IrqConfig::new(Trigger::Rising) };
        let irq = Command::Irq { pin: GP17, config, reaction: Reaction::Nothing, takes_ns: 0 };
        playground.command(irq).expect("valid");
        playground.command(Command::Sleep { mode: SleepMode::Suspended }).expect("awake");
        playground
    }

    /// Returns the ignored edges since event `since`, as text.
    fn find(finder: &mut IgnoredEdgeFinder, playground: &Playground, since: u64) -> Vec<String> {
        let events: Vec<_> = playground.machine().trace(|trace| trace.since(since).collect());
        let text = |edges: &pinscope_protocol::IgnoredEdges| format!("{} {} ×{}", edges.pin, edges.text, edges.times);
        finder.find(playground, &events).iter().map(text).collect()
    }

    #[test]
    fn each_edge_that_does_not_wake_the_board_has_its_reason() {
        let mut finder = IgnoredEdgeFinder::default();
        let mut playground = asleep();
        for level in [Level::High, Level::Low, Level::High] {
            drive(&mut playground, GP2, level);
        }
        drive(&mut playground, GP9, Level::High);
        assert_eq!(
            find(&mut finder, &playground, 0),
            [
                "GP2 rose; it is not armed for this sleep ×2",
                "GP2 fell; it is not armed for this sleep ×1",
                "GP9 rose; it has no wake line, so it cannot end SUSPENDED ×1",
            ],
            "edges before the sleep are not among them"
        );
        let since = playground.machine().trace(pinscope_emulator::Trace::next);
        drive(&mut playground, GP17, Level::High);
        drive(&mut playground, GP2, Level::Low);
        assert_eq!(find(&mut finder, &playground, since), [""; 0], "GP17 has woken the board");
    }

    #[test]
    fn events_that_begin_in_the_middle_of_a_sleep_are_understood() {
        let mut finder = IgnoredEdgeFinder::default();
        let mut playground = asleep();
        let since = playground.machine().trace(pinscope_emulator::Trace::next);
        assert_eq!(find(&mut finder, &playground, since), [""; 0]);
        drive(&mut playground, GP9, Level::High);
        assert_eq!(find(&mut finder, &playground, since).len(), 1);
    }
}
