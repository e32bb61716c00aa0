//! Decides which events are animated: an interrupt, an edge that travels along a wire, contention, and a board that
//! wakes.

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

/// Minimum time between two animations of each [`Kind`] at a pad, in milliseconds, so that nothing flickers. At most
/// five interrupts a second are animated, and an edge only when the animation of the one before it has ended.
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

#[cfg(test)]
mod tests {
    use pinscope_core::{EventKind, PadLevel, PinId, Power};

    use super::{AnimationState, Kind};
    use crate::scene::tests::frame;

    #[test]
    fn a_pad_never_flickers() {
        let mut state = AnimationState::default();
        let edge = frame([(0, 0, EventKind::Level { pin: PinId::GP10, level: PadLevel::High })]);
        for now in [0.0, 159.0, 160.0] {
            state.record(&edge, now);
        }
        assert_eq!(state.shown().count(Kind::Edge, PinId::GP10), 2);
        assert_eq!(state.shown().count(Kind::Edge, PinId::GP9), 0);
    }

    #[test]
    fn contention_is_an_edge_and_a_flash() {
        let mut state = AnimationState::default();
        state.record(&frame([(0, 0, EventKind::Level { pin: PinId::GP10, level: PadLevel::Contention })]), 0.0);
        assert_eq!(state.shown().count(Kind::Edge, PinId::GP10), 1);
        assert_eq!(state.shown().count(Kind::Contention, PinId::GP10), 1);
    }

    #[test]
    fn only_a_wake_from_a_deep_sleep_lights_the_board() {
        let mut state = AnimationState::default();
        state.record(&frame([(3, 0, EventKind::Wake { pin: PinId::GP17, from: Power::Idle })]), 0.0);
        assert_eq!(state.shown().woke, None);
        state.record(&frame([(4, 0, EventKind::Wake { pin: PinId::GP17, from: Power::Suspended })]), 0.0);
        assert_eq!(state.shown().woke, Some((PinId::GP17, 4)));
    }
}
