//! How each pin's interrupt was served last: when, how long it had waited, how long its handler ran.

use pinscope_core::{Event, EventKind, PinId};

/// The last time an interrupt was served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Last {
    /// When its handler was entered, in simulated nanoseconds.
    pub entered_ns: u64,
    /// How long it had been pending, if it was.
    pub waited_ns: Option<u64>,
    /// How long the handler took, once it has returned.
    pub ran_ns: Option<u64>,
}

/// What the events tell of every pin.
#[derive(Clone, Debug, Default)]
pub struct Served {
    pended_ns: [Option<u64>; PinId::COUNT],
    last: [Option<Last>; PinId::COUNT],
}

impl Served {
    /// Takes an event in.
    pub fn note(&mut self, event: &Event) {
        let now_ns = event.time_ns;
        match event.kind {
            EventKind::Pended { pin } => self.pended_ns[pin.index()] = Some(now_ns),
            EventKind::Irq { pin, .. } => {
                let waited_ns = self.pended_ns[pin.index()].take().map(|pended_ns| now_ns - pended_ns);
                self.last[pin.index()] = Some(Last { entered_ns: now_ns, waited_ns, ran_ns: None });
            }
            EventKind::Left { pin } => {
                if let Some(last) = &mut self.last[pin.index()] {
                    last.ran_ns = Some(now_ns - last.entered_ns);
                }
            }
            // What was pending is forgotten.
            EventKind::Reset { .. } => self.pended_ns = [None; PinId::COUNT],
            _ => {}
        }
    }

    /// The last time the interrupt of `pin` was served, as far as is known.
    pub fn last(&self, pin: PinId) -> Option<Last> {
        self.last[pin.index()]
    }

    /// Forgets everything: the bench is a new one.
    pub fn clear(&mut self) {
        *self = Self::default();
    }
}
