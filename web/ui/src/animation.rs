//! What is to be seen once, when it happens: an interrupt, an edge on its way along a wire, contention, a board that wakes.

use std::rc::Rc;

use pinscope_core::{EventKind, PadLevel, PinId, Power};

use pinscope_protocol::Frame;

/// Something to be seen at a pad.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An interrupt is served.
    Interrupt,
    /// The level changes.
    Edge,
    /// Contention begins.
    Clash,
}

/// Of each kind a pad shows at most one in this time, in milliseconds: five interrupts a second, each edge by itself, and
/// nothing that flickers.
const PAUSE_MS: [f64; 3] = [200.0, 160.0, 1_000.0];

/// How often each kind was shown at each pin, and what woke the board last.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shown {
    counts: [[u32; PinId::COUNT]; 3],
    /// The pin that woke the board, and the sequence number of that event.
    pub woke: Option<(PinId, u64)>,
}

impl Shown {
    /// How often `kind` was shown at `pin`.
    pub fn count(&self, kind: Kind, pin: PinId) -> u32 {
        self.counts[kind as usize][pin.index()]
    }
}

/// Counts what is shown.
#[derive(Clone, Debug)]
pub struct Motion {
    shown: Rc<Shown>,
    last: [[f64; PinId::COUNT]; 3],
}

impl Motion {
    /// What was shown so far.
    pub fn shown(&self) -> Rc<Shown> {
        self.shown.clone()
    }

    /// Notes what happened in a frame.
    pub fn note(&mut self, frame: &Frame, now: f64) {
        for (seq, event) in &frame.events {
            match event.kind {
                EventKind::Irq { pin, .. } => self.show(Kind::Interrupt, pin, now),
                EventKind::Level { pin, level } => {
                    self.show(Kind::Edge, pin, now);
                    if level == PadLevel::Contention {
                        self.show(Kind::Clash, pin, now);
                    }
                }
                EventKind::Wake { pin, from: Power::Suspended | Power::Hibernate } => {
                    Rc::make_mut(&mut self.shown).woke = Some((pin, *seq));
                }
                _ => {}
            }
        }
    }

    fn show(&mut self, kind: Kind, pin: PinId, now: f64) {
        let last = &mut self.last[kind as usize][pin.index()];
        if now - *last >= PAUSE_MS[kind as usize] {
            *last = now;
            Rc::make_mut(&mut self.shown).counts[kind as usize][pin.index()] += 1;
        }
    }
}

impl Default for Motion {
    fn default() -> Self {
        Self { shown: Rc::default(), last: [[f64::NEG_INFINITY; PinId::COUNT]; 3] }
    }
}
