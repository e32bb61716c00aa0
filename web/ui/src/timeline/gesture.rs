//! Recognizes gestures on the canvas: one pointer drags, two pinch, and a pointer that does not move clicks.

/// Distance that a pointer has to move before it drags, in pixels.
const DRAG_THRESHOLD: f64 = 4.0;

/// Minimum distance between two fingers, in pixels. A smaller distance is treated as this one, because it would zoom
/// without bound.
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
    /// Records that a pointer goes down at `x`.
    pub fn down(&mut self, id: i32, x: f64) {
        if self.pointers.is_empty() {
            self.start = x;
            self.is_drag = false;
        }
        if self.pointers.len() < 2 {
            self.pointers.push((id, x));
        }
    }

    /// Records that a pointer moves to `x`. Returns the movement of the canvas, if there is one.
    pub fn moved(&mut self, id: i32, x: f64) -> Option<Movement> {
        let index = self.pointers.iter().position(|pointer| pointer.0 == id)?;
        self.is_drag |= self.pointers.len() > 1 || (x - self.start).abs() > DRAG_THRESHOLD;
        if !self.is_drag {
            return None;
        }
        let was = std::mem::replace(&mut self.pointers[index].1, x);
        let Some(&(_, other)) = self.pointers.get(1 - index) else { return Some(Movement::Pan(x - was)) };
        let factor = (x - other).abs().max(MIN_PINCH_DISTANCE) / (was - other).abs().max(MIN_PINCH_DISTANCE);
        Some(Movement::Pinch { factor, around: (x + other) / 2.0, pan: (x - was) / 2.0 })
    }

    /// Records that a pointer goes up, or that the browser takes it away.
    pub fn up(&mut self, id: i32) {
        self.pointers.retain(|pointer| pointer.0 != id);
    }

    /// Returns whether the click that follows belongs to a drag.
    pub fn was_drag(&self) -> bool {
        self.is_drag
    }
}

#[cfg(test)]
mod tests {
    use super::{Gesture, Movement};

    #[test]
    fn a_pointer_that_hardly_moves_clicks() {
        let mut gesture = Gesture::default();
        gesture.down(1, 100.0);
        assert_eq!(gesture.moved(1, 104.0), None);
        gesture.up(1);
        assert!(!gesture.was_drag());
    }

    #[test]
    fn a_drag_pans_from_where_it_began_and_is_no_click_even_if_it_returns() {
        let mut gesture = Gesture::default();
        gesture.down(1, 100.0);
        assert_eq!(gesture.moved(1, 110.0), Some(Movement::Pan(10.0)));
        assert_eq!(gesture.moved(1, 100.0), Some(Movement::Pan(-10.0)));
        gesture.up(1);
        assert!(gesture.was_drag());
        gesture.down(1, 100.0);
        assert!(!gesture.was_drag(), "the next press starts a new gesture");
    }

    #[test]
    fn two_fingers_zoom_around_their_middle() {
        let mut gesture = Gesture::default();
        gesture.down(1, 100.0);
        gesture.down(2, 200.0);
        let movement = gesture.moved(2, 300.0);
        assert_eq!(movement, Some(Movement::Pinch { factor: 2.0, around: 200.0, pan: 50.0 }));
    }

    #[test]
    fn fingers_that_meet_do_not_zoom_without_bound() {
        let mut gesture = Gesture::default();
        gesture.down(1, 100.0);
        gesture.down(2, 132.0);
        let Some(Movement::Pinch { factor, .. }) = gesture.moved(2, 100.0) else { panic!("two fingers pinch") };
        assert_eq!(factor, 0.5);
    }

    #[test]
    fn a_third_finger_and_a_pointer_that_is_up_move_nothing() {
        let mut gesture = Gesture::default();
        gesture.down(1, 0.0);
        gesture.down(2, 50.0);
        gesture.down(3, 90.0);
        assert_eq!(gesture.moved(3, 95.0), None);
        gesture.up(2);
        assert_eq!(gesture.moved(2, 60.0), None);
    }
}
