//! Animations of things that happen: an interrupt, an edge on its way along a wire, contention, a board that wakes.

use std::rc::Rc;

use pinscope_core::{EventKind, PadLevel, PinId, Power};

use pinscope_protocol::Frame;

/// A kind of animation at a pad.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An interrupt is served.
    Interrupt,
    /// The level changes.
    Edge,
    /// Contention begins.
    Contention,
}

/// Shortest time between two animations of one kind at a pad, in milliseconds: at most five interrupts a second, each
/// edge by itself, and nothing that flickers.
const MIN_INTERVAL_MS: [f64; 3] = [200.0, 160.0, 1_000.0];

/// Number of animations of each kind at each pin, and the last wake.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Animations {
    counts: [[u32; PinId::COUNT]; 3],
    /// The pin that woke the board last, and the sequence number of that event.
    pub woke: Option<(PinId, u64)>,
}

impl Animations {
    /// Returns how many animations of `kind` were started at `pin`.
    pub fn count(&self, kind: Kind, pin: PinId) -> u32 {
        self.counts[kind as usize][pin.index()]
    }
}

/// Decides which animations are shown.
#[derive(Clone, Debug)]
pub struct AnimationState {
    shown: Rc<Animations>,
    last: [[f64; PinId::COUNT]; 3],
}

impl AnimationState {
    /// Returns the animations that were started until now.
    pub fn shown(&self) -> Rc<Animations> {
        self.shown.clone()
    }

    /// Records the events of a frame that came at `now` (in milliseconds).
    pub fn record(&mut self, frame: &Frame, now: f64) {
        for (seq, event) in &frame.events {
            match event.kind {
                EventKind::Irq { pin, .. } => self.show(Kind::Interrupt, pin, now),
                EventKind::Level { pin, level } => {
                    self.show(Kind::Edge, pin, now);
                    if level == PadLevel::Contention {
                        self.show(Kind::Contention, pin, now);
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
        if now - *last >= MIN_INTERVAL_MS[kind as usize] {
            *last = now;
            Rc::make_mut(&mut self.shown).counts[kind as usize][pin.index()] += 1;
        }
    }
}

impl Default for AnimationState {
    fn default() -> Self {
        Self { shown: Rc::default(), last: [[f64::NEG_INFINITY; PinId::COUNT]; 3] }
    }
}
