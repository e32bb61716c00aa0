//! Interrupts made visible: a pulse on the pad when its count rises.

use std::rc::Rc;

use pinscope_core::PinId;

use crate::protocol::Frame;

/// A pad pulses at most this often, in milliseconds: five times a second.
const PAUSE_MS: f64 = 200.0;

/// How many pulses each pin has shown, and when the last one was.
#[derive(Clone, Debug)]
pub struct Pulses {
    shown: Rc<[u32; PinId::COUNT]>,
    last: [f64; PinId::COUNT],
}

impl Pulses {
    /// How many each pin has shown.
    pub fn shown(&self) -> Rc<[u32; PinId::COUNT]> {
        self.shown.clone()
    }

    /// Compares what was seen before with what is seen now.
    pub fn note(&mut self, before: Option<&Frame>, frame: &Frame, now: f64) {
        let Some(before) = before else { return };
        let count = |frame: &Frame, pin| frame.snapshot.status(pin).irq.map_or(0, |irq| irq.count);
        for pin in PinId::ALL {
            let is_due = now - self.last[pin.index()] >= PAUSE_MS;
            if is_due && count(frame, pin) > count(before, pin) {
                Rc::make_mut(&mut self.shown)[pin.index()] += 1;
                self.last[pin.index()] = now;
            }
        }
    }
}

impl Default for Pulses {
    fn default() -> Self {
        Self { shown: Rc::new([0; PinId::COUNT]), last: [f64::NEG_INFINITY; PinId::COUNT] }
    }
}
