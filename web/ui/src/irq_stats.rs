//! Statistics of interrupts: when the interrupt of each pin was last served, how long it had waited, and how long its
//! handler ran.

use pinscope_core::{Event, EventKind, PinId, Power};

/// The last time that an interrupt was served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LastService {
    /// Time at which its handler was entered, in simulated nanoseconds.
    pub entered_ns: u64,
    /// Time for which it had been pending, or `None` if it had not been pending.
    pub waited_ns: Option<u64>,
    /// Duration of the handler, once it has returned.
    pub ran_ns: Option<u64>,
    /// Number of edges that came while it waited, which the chip could not tell apart.
    pub coalesced: u32,
}

/// The statistics of all pins.
#[derive(Clone, Debug, Default)]
pub struct IrqStats {
    pended_ns: [Option<u64>; PinId::COUNT],
    coalesced: [u32; PinId::COUNT],
    last: [Option<LastService>; PinId::COUNT],
}

impl IrqStats {
    /// Records an event.
    pub fn record(&mut self, event: &Event) {
        let now_ns = event.time_ns;
        match event.kind {
            EventKind::Pended { pin } => self.pended_ns[pin.index()] = Some(now_ns),
            EventKind::Unpended { pin } => {
                self.pended_ns[pin.index()] = None;
                self.coalesced[pin.index()] = 0;
            }
            EventKind::Coalesced { pin } => self.coalesced[pin.index()] += 1,
            EventKind::Irq { pin, .. } => {
                let waited_ns = self.pended_ns[pin.index()].take().map(|pended_ns| now_ns.saturating_sub(pended_ns));
                let coalesced = std::mem::take(&mut self.coalesced[pin.index()]);
                self.last[pin.index()] = Some(LastService { entered_ns: now_ns, waited_ns, ran_ns: None, coalesced });
            }
            EventKind::Left { pin } => {
                if let Some(last) = &mut self.last[pin.index()] {
                    last.ran_ns.get_or_insert(now_ns.saturating_sub(last.entered_ns));
                }
            }
            // No interrupt stays pending after these events.
            EventKind::Sleep { power: Power::Suspended | Power::Hibernate } | EventKind::Reset { .. } => {
                self.pended_ns = Default::default();
                self.coalesced = Default::default();
            }
            _ => {}
        }
    }

    /// Returns the last time the interrupt of `pin` was served, if that is known.
    pub fn last(&self, pin: PinId) -> Option<LastService> {
        self.last[pin.index()]
    }
}

#[cfg(test)]
mod tests {
    use pinscope_core::PinId::{GP10, GP17};
    use pinscope_core::{Event, EventKind, Power, Priority, Trigger};

    use super::{IrqStats, LastService};

    fn record(stats: &mut IrqStats, time_ns: u64, kind: EventKind) {
        stats.record(&Event { time_ns, kind });
    }

    fn irq() -> EventKind {
        EventKind::Irq { pin: GP10, trigger: Trigger::Rising, priority: Priority::ALL[0] }
    }

    #[test]
    fn waiting_running_and_lost_edges_are_those_of_the_last_service() {
        let mut stats = IrqStats::default();
        record(&mut stats, 100, EventKind::Pended { pin: GP10 });
        record(&mut stats, 110, EventKind::Coalesced { pin: GP10 });
        record(&mut stats, 150, irq());
        let entered = LastService { entered_ns: 150, waited_ns: Some(50), ran_ns: None, coalesced: 1 };
        assert_eq!(stats.last(GP10), Some(entered));
        record(&mut stats, 190, EventKind::Left { pin: GP10 });
        record(&mut stats, 900, EventKind::Left { pin: GP10 });
        assert_eq!(stats.last(GP10), Some(LastService { ran_ns: Some(40), ..entered }), "a handler is left once");
        record(&mut stats, 1_000, irq());
        let again = LastService { entered_ns: 1_000, waited_ns: None, ran_ns: None, coalesced: 0 };
        assert_eq!(stats.last(GP10), Some(again));
        assert_eq!(stats.last(GP17), None);
    }

    #[test]
    fn what_was_pending_before_a_sleep_is_not_waited_for_after_it() {
        let mut stats = IrqStats::default();
        record(&mut stats, 100, EventKind::Pended { pin: GP10 });
        record(&mut stats, 120, EventKind::Sleep { power: Power::Suspended });
        record(&mut stats, 9_000, irq());
        assert_eq!(stats.last(GP10).map(|last| last.waited_ns), Some(None));
    }
}
