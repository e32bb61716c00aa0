//! How each pin's interrupt was served last: when, how long it had waited, how long its handler ran.

use pinscope_core::{Event, EventKind, PinId, Power};

/// The last time an interrupt was served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LastService {
    /// When its handler was entered, in simulated nanoseconds.
    pub entered_ns: u64,
    /// How long it had been pending, if it was.
    pub waited_ns: Option<u64>,
    /// How long the handler took, once it has returned.
    pub ran_ns: Option<u64>,
    /// How many edges came while it waited; the chip could not see them.
    pub coalesced: u32,
}

/// What the events tell of every pin.
#[derive(Clone, Debug, Default)]
pub struct IrqStats {
    pended_ns: [Option<u64>; PinId::COUNT],
    coalesced: [u32; PinId::COUNT],
    last: [Option<LastService>; PinId::COUNT],
}

impl IrqStats {
    /// Takes an event in.
    pub fn record(&mut self, event: &Event) {
        let now_ns = event.time_ns;
        match event.kind {
            EventKind::Pended { pin } => self.pended_ns[pin.index()] = Some(now_ns),
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
            // What was pending is forgotten.
            EventKind::Sleep { power: Power::Suspended | Power::Hibernate } | EventKind::Reset { .. } => {
                (self.pended_ns, self.coalesced) = Default::default();
            }
            _ => {}
        }
    }

    /// The last time the interrupt of `pin` was served, as far as is known.
    pub fn last(&self, pin: PinId) -> Option<LastService> {
        self.last[pin.index()]
    }
}
