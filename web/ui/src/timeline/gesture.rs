//! Gestures on the canvas: one pointer drags, two pinch, and a pointer that does not move clicks.

/// Distance that a pointer has to move before it drags, in pixels.
const DRAG_THRESHOLD: f64 = 4.0;

/// Shortest distance between two fingers that counts, in pixels. Closer fingers would zoom without bound.
const MIN_PINCH_DISTANCE: f64 = 16.0;

/// The pointers that are down.
#[derive(Clone, Debug, Default)]
pub struct Gesture {
    pointers: Vec<(i32, f64)>,
    start: f64,
    is_drag: bool,
}

/// A movement of the canvas.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Movement {
    /// Pans by this many pixels.
    Pan(f64),
    /// Zooms and pans.
    Pinch {
        /// Factor by which the distance of the fingers has grown.
        factor: f64,
        /// The pixel in the middle between them.
        around: f64,
        /// Distance that this middle has moved, in pixels.
        pan: f64,
    },
}

impl Gesture {
    /// A pointer goes down at `x`.
    pub fn down(&mut self, id: i32, x: f64) {
        if self.pointers.is_empty() {
            (self.start, self.is_drag) = (x, false);
        }
        if self.pointers.len() < 2 {
            self.pointers.push((id, x));
        }
    }

    /// A pointer moves to `x`. Returns the movement of the canvas, if there is one.
    pub fn moved(&mut self, id: i32, x: f64) -> Option<Movement> {
        let place = self.pointers.iter().position(|pointer| pointer.0 == id)?;
        self.is_drag |= self.pointers.len() > 1 || (x - self.start).abs() > DRAG_THRESHOLD;
        if !self.is_drag {
            return None;
        }
        let was = std::mem::replace(&mut self.pointers[place].1, x);
        let Some(&(_, other)) = self.pointers.get(1 - place) else { return Some(Movement::Pan(x - was)) };
        let factor = (x - other).abs().max(MIN_PINCH_DISTANCE) / (was - other).abs().max(MIN_PINCH_DISTANCE);
        Some(Movement::Pinch { factor, around: (x + other) / 2.0, pan: (x - was) / 2.0 })
    }

    /// A pointer goes up, or the browser takes it away.
    pub fn up(&mut self, id: i32) {
        self.pointers.retain(|pointer| pointer.0 != id);
    }

    /// Returns whether the click that follows belongs to a drag.
    pub fn was_drag(&self) -> bool {
        self.is_drag
    }
}
