//! Turns presses into stimuli: a short press is a click, a long one a momentary button, a drag to another hole a wire.
//! A finger drags a wire only after a long press, because before that it scrolls the page. It closes the button only
//! when it has rested for twice that time, so that a wire makes no edge.

use gloo_timers::callback::Timeout;
use pinscope_core::PinId;
use pinscope_protocol::{Endpoint, Stimulus};

/// Time after which a press closes a push button instead of being a click, in milliseconds. A finger may drag a wire
/// from then on, and closes the button if it rests for this time once more.
pub const HOLD_TIMEOUT_MS: u32 = 350;

/// Distance that a pointer may move while it holds a button, in pixels.
const HOLD_TOLERANCE: i32 = 32;

/// Distance that a pointer has to move before it drags a wire, in pixels: half the height of a pad's row.
const DRAG_THRESHOLD: i32 = 14;

/// A `click` that comes this soon after the end of a press belongs to that press, in milliseconds.
const CLICK_ECHO_TIMEOUT_MS: f64 = 700.0;

/// The source of a press.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InputSource {
    /// A mouse or a pen.
    Pointer(i32),
    /// A finger.
    Touch(i32),
    /// The keyboard.
    Keyboard,
}

/// A position in pixels.
pub type Point = (i32, i32);

/// A hole of the board to which a wire can be dragged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hole {
    /// A wire can end there.
    End(Endpoint),
    /// No wire ends there, for this reason.
    Refused(&'static str),
}

/// A wire that is being dragged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Drag {
    /// The pad that it begins at.
    pub pin: PinId,
    /// Position of its loose end on the board, in the units of the drawing.
    pub at: Point,
    /// The other hole, if the loose end is over one.
    pub over: Option<Hole>,
}

/// The present press. There is at most one at a time. `T` is the type of its timer, which stops when it is dropped.
#[derive(Debug)]
pub struct Press<T = Timeout> {
    stage: Stage<T>,
    /// Time at which the last press ended, in milliseconds.
    released_at: f64,
}

#[derive(Debug)]
enum Stage<T> {
    /// Nothing is pressed.
    Up,
    /// The press may still become a click, the button or a wire.
    Down { pin: PinId, source: InputSource, down_at: f64, point: Point, _hold: T },
    /// A finger has rested, and may drag a wire or close the button.
    Resting { pin: PinId, source: InputSource, point: Point, _hold: T },
    /// The button is closed. `can_drag` is true if a wire begins when the pointer moves away.
    Held { pin: PinId, source: InputSource, point: Point, can_drag: bool },
    /// A wire is being dragged.
    DraggingWire { drag: Drag, source: InputSource },
}

impl<T> Default for Press<T> {
    fn default() -> Self {
        Self { stage: Stage::Up, released_at: 0.0 }
    }
}

impl<T> Press<T> {
    /// Begins a press on a pad. `hold` is a timer that calls [`Press::on_hold_timeout`].
    pub fn down(&mut self, pin: PinId, source: InputSource, time: f64, point: Point, hold: T) {
        if self.is_up() {
            self.stage = Stage::Down { pin, source, down_at: time, point, _hold: hold };
        }
    }

    /// Begins a press on a push button of the board.
    pub fn press_button(&mut self, pin: PinId, source: InputSource, point: Point) -> Option<Stimulus> {
        if !self.is_up() {
            return None;
        }
        self.stage = Stage::Held { pin, source, point, can_drag: false };
        Some(Stimulus::Press { pin })
    }

    /// Called when the press has lasted for [`HOLD_TIMEOUT_MS`]. Closes the push button. A finger first rests for that
    /// time once more, which the timer of `hold` measures.
    pub fn on_hold_timeout(&mut self, hold: impl FnOnce() -> T) -> Option<Stimulus> {
        let (pin, source, point, can_drag) = match self.stage {
            Stage::Down { pin, source: source @ InputSource::Touch(_), point, .. } => {
                self.stage = Stage::Resting { pin, source, point, _hold: hold() };
                return None;
            }
            Stage::Down { pin, source, point, .. } => (pin, source, point, false),
            Stage::Resting { pin, source, point, .. } => (pin, source, point, true),
            Stage::Up | Stage::Held { .. } | Stage::DraggingWire { .. } => return None,
        };
        self.stage = Stage::Held { pin, source, point, can_drag };
        Some(Stimulus::Press { pin })
    }

    /// Ends the press.
    pub fn up(&mut self, source: InputSource, time: f64) -> Vec<Stimulus> {
        // This holds for a press that was cancelled, too, because the browser still sends its `click`.
        self.released_at = time;
        if self.source() != Some(source) {
            return Vec::new();
        }
        match std::mem::replace(&mut self.stage, Stage::Up) {
            Stage::Up => Vec::new(),
            // The timer can be late if the page is busy, so the duration of the press decides.
            Stage::Down { pin, down_at, .. } if time - down_at >= f64::from(HOLD_TIMEOUT_MS) => {
                vec![Stimulus::Press { pin }, Stimulus::Release { pin }]
            }
            Stage::Resting { pin, .. } => vec![Stimulus::Press { pin }, Stimulus::Release { pin }],
            Stage::Down { pin, .. } => vec![Stimulus::Click { pin }],
            Stage::Held { pin, .. } => vec![Stimulus::Release { pin }],
            Stage::DraggingWire { drag: Drag { pin, over: Some(Hole::End(end)), .. }, .. } => {
                vec![Stimulus::wire(pin, end)]
            }
            Stage::DraggingWire { .. } => Vec::new(),
        }
    }

    /// Moves the pointer, on the board to `at`. Off its pad, a press drags a wire, and a button is released. A finger
    /// drags a wire only when it has rested; before that, its press is cancelled. `over` returns the hole under the
    /// pointer.
    pub fn moved(
        &mut self,
        source: InputSource,
        to: Point,
        at: Point,
        over: impl FnOnce() -> Option<Hole>,
    ) -> Option<Stimulus> {
        if self.source() != Some(source) {
            return None;
        }
        let is_off = |point: Point, far| (to.0 - point.0).abs() > far || (to.1 - point.1).abs() > far;
        let mut released = None;
        match self.stage {
            Stage::Held { pin, point, can_drag, .. } if is_off(point, HOLD_TOLERANCE) => {
                released = self.cancel();
                if can_drag {
                    self.stage = Stage::DraggingWire { drag: Drag { pin, at, over: None }, source };
                }
            }
            Stage::Resting { pin, point, .. } if is_off(point, DRAG_THRESHOLD) => {
                self.stage = Stage::DraggingWire { drag: Drag { pin, at, over: None }, source };
            }
            Stage::Down { pin, point, .. } if is_off(point, DRAG_THRESHOLD) => {
                self.stage = match source {
                    InputSource::Touch(_) => Stage::Up,
                    _ => Stage::DraggingWire { drag: Drag { pin, at, over: None }, source },
                };
            }
            _ => {}
        }
        if let Stage::DraggingWire { drag, .. } = &mut self.stage {
            drag.at = at;
            drag.over = over().filter(|&hole| hole != Hole::End(Endpoint::Pin(drag.pin)));
        }
        released
    }

    /// Returns the wire that is being dragged.
    pub fn drag(&self) -> Option<Drag> {
        match self.stage {
            Stage::DraggingWire { drag, .. } => Some(drag),
            Stage::Up | Stage::Down { .. } | Stage::Resting { .. } | Stage::Held { .. } => None,
        }
    }

    /// Returns whether the press keeps the finger, which then does not scroll the page.
    pub fn keeps_touch(&self) -> bool {
        matches!(self.stage, Stage::Resting { .. } | Stage::Held { .. } | Stage::DraggingWire { .. })
    }

    /// Returns whether nothing is pressed.
    pub fn is_up(&self) -> bool {
        matches!(self.stage, Stage::Up)
    }

    /// Cancels the press: it does not become a click, and a closed button opens.
    pub fn cancel(&mut self) -> Option<Stimulus> {
        match std::mem::replace(&mut self.stage, Stage::Up) {
            Stage::Held { pin, .. } => Some(Stimulus::Release { pin }),
            Stage::Up | Stage::Down { .. } | Stage::Resting { .. } | Stage::DraggingWire { .. } => None,
        }
    }

    /// Releases a key that was held on `pin`, because the pin has lost the keyboard's focus.
    pub fn blurred(&mut self, pin: PinId) -> Option<Stimulus> {
        let (Stage::Down { pin: pressed, .. } | Stage::Held { pin: pressed, .. }) = self.stage else { return None };
        if pressed == pin && self.source() == Some(InputSource::Keyboard) { self.cancel() } else { None }
    }

    /// Returns whether a `click` at `time` came by itself, for example from a screen reader, and not from a press.
    pub fn is_standalone_click(&self, time: f64) -> bool {
        self.is_up() && time - self.released_at > CLICK_ECHO_TIMEOUT_MS
    }

    fn source(&self) -> Option<InputSource> {
        match self.stage {
            Stage::Up => None,
            Stage::Down { source, .. }
            | Stage::Resting { source, .. }
            | Stage::Held { source, .. }
            | Stage::DraggingWire { source, .. } => Some(source),
        }
    }
}

#[cfg(test)]
mod tests {
    use pinscope_core::PinId::{GP9, GP10};
    use pinscope_protocol::{Endpoint, Stimulus};

    use super::{Hole, InputSource, Press};

    const MOUSE: InputSource = InputSource::Pointer(1);
    const FINGER: InputSource = InputSource::Touch(1);

    fn pressed_by(source: InputSource) -> Press<()> {
        let mut press = Press::default();
        press.down(GP10, source, 1_000.0, (100, 100), ());
        press
    }

    fn pressed() -> Press<()> {
        pressed_by(MOUSE)
    }

    const fn pad(pin: pinscope_core::PinId) -> Option<Hole> {
        Some(Hole::End(Endpoint::Pin(pin)))
    }

    #[test]
    fn a_short_press_is_a_click_and_a_long_one_a_button() {
        assert_eq!(pressed().up(MOUSE, 1_100.0), [Stimulus::Click { pin: GP10 }]);
        let mut press = pressed();
        assert_eq!(press.on_hold_timeout(|| ()), Some(Stimulus::Press { pin: GP10 }));
        assert_eq!(press.on_hold_timeout(|| ()), None);
        assert_eq!(press.up(MOUSE, 2_000.0), [Stimulus::Release { pin: GP10 }]);
    }

    #[test]
    fn a_long_press_is_a_button_even_if_the_timer_was_late() {
        let button = [Stimulus::Press { pin: GP10 }, Stimulus::Release { pin: GP10 }];
        assert_eq!(pressed().up(MOUSE, 1_350.0), button);
    }

    #[test]
    fn a_drag_to_another_pad_is_a_wire_and_one_to_nowhere_is_nothing() {
        let mut press = pressed();
        assert_eq!(press.moved(MOUSE, (110, 100), (10, 10), || pad(GP9)), None);
        assert_eq!(press.drag(), None, "so little movement is still a click");
        press.moved(MOUSE, (120, 100), (20, 10), || pad(GP9));
        assert_eq!(press.drag().map(|drag| (drag.pin, drag.at, drag.over)), Some((GP10, (20, 10), pad(GP9))));
        assert_eq!(press.up(MOUSE, 1_900.0), [Stimulus::Wire { a: GP10, b: GP9 }]);

        let mut press = pressed();
        press.moved(MOUSE, (120, 100), (20, 10), || None);
        press.moved(MOUSE, (100, 100), (0, 10), || pad(GP10));
        assert_eq!(press.up(MOUSE, 1_900.0), [], "a pad is not wired to itself");
    }

    #[test]
    fn a_drag_to_gnd_is_a_wire_and_one_to_the_supply_is_refused() {
        let mut press = pressed();
        press.moved(MOUSE, (120, 100), (20, 10), || Some(Hole::End(Endpoint::GND)));
        assert_eq!(press.up(MOUSE, 1_900.0), [Stimulus::wire(GP10, Endpoint::GND)]);
        let mut press = pressed();
        press.moved(MOUSE, (120, 100), (20, 10), || Some(Hole::Refused("no")));
        assert_eq!(press.drag().and_then(|drag| drag.over), Some(Hole::Refused("no")));
        assert_eq!(press.up(MOUSE, 1_900.0), []);
    }

    #[test]
    fn a_finger_drags_a_wire_only_after_a_long_press() {
        let mut press = pressed_by(FINGER);
        assert_eq!(press.moved(FINGER, (120, 100), (20, 10), || pad(GP9)), None);
        assert!(press.is_up() && press.up(FINGER, 1_900.0).is_empty(), "it is neither a wire nor a click");
        let mut press = pressed_by(FINGER);
        assert!(!press.keeps_touch(), "the browser may still scroll");
        assert_eq!(press.on_hold_timeout(|| ()), None, "a wire makes no edge");
        assert!(press.keeps_touch());
        assert_eq!(press.moved(FINGER, (120, 100), (20, 10), || pad(GP9)), None);
        assert_eq!(press.on_hold_timeout(|| ()), None, "the timer was late");
        assert_eq!(press.up(FINGER, 1_900.0), [Stimulus::Wire { a: GP10, b: GP9 }]);
    }

    #[test]
    fn a_finger_that_rests_longer_closes_the_button_and_may_still_drag_a_wire() {
        let rested = || {
            let mut press = pressed_by(FINGER);
            assert_eq!(press.on_hold_timeout(|| ()), None);
            press
        };
        assert_eq!(rested().up(FINGER, 1_500.0), [Stimulus::Press { pin: GP10 }, Stimulus::Release { pin: GP10 }]);
        let held = || {
            let mut press = rested();
            assert_eq!(press.on_hold_timeout(|| ()), Some(Stimulus::Press { pin: GP10 }));
            press
        };
        assert_eq!(held().up(FINGER, 1_900.0), [Stimulus::Release { pin: GP10 }]);
        let mut press = held();
        let released = press.moved(FINGER, (140, 100), (20, 10), || pad(GP9));
        assert_eq!(released, Some(Stimulus::Release { pin: GP10 }));
        assert_eq!(press.up(FINGER, 1_900.0), [Stimulus::Wire { a: GP10, b: GP9 }]);
    }

    #[test]
    fn a_button_is_released_when_the_pointer_leaves_it() {
        let mut press = pressed();
        press.on_hold_timeout(|| ());
        assert_eq!(press.moved(MOUSE, (132, 100), (0, 0), || None), None);
        let released = press.moved(MOUSE, (133, 100), (0, 0), || None);
        assert_eq!(released, Some(Stimulus::Release { pin: GP10 }));
        assert!(press.is_up());
    }

    #[test]
    fn another_pointer_neither_ends_nor_begins_a_press() {
        let mut press = pressed();
        press.down(GP9, InputSource::Pointer(2), 1_010.0, (0, 0), ());
        assert_eq!(press.up(InputSource::Pointer(2), 1_020.0), []);
        assert_eq!(press.press_button(GP9, InputSource::Keyboard, (0, 0)), None);
        assert_eq!(press.up(MOUSE, 1_100.0), [Stimulus::Click { pin: GP10 }]);
    }

    #[test]
    fn a_cancelled_press_is_no_click_and_opens_a_closed_button() {
        assert_eq!(pressed().cancel(), None);
        let mut press = pressed();
        press.on_hold_timeout(|| ());
        assert_eq!(press.cancel(), Some(Stimulus::Release { pin: GP10 }));
    }

    #[test]
    fn losing_the_focus_releases_a_key_and_no_pointer() {
        let mut press = pressed();
        assert_eq!(press.blurred(GP10), None);
        assert!(!press.is_up());
        let mut press: Press<()> = Press::default();
        press.press_button(GP10, InputSource::Keyboard, (0, 0));
        assert_eq!(press.blurred(GP9), None, "another pin has lost it");
        assert_eq!(press.blurred(GP10), Some(Stimulus::Release { pin: GP10 }));
    }

    #[test]
    fn a_click_counts_only_if_no_press_has_just_ended() {
        let mut press = pressed();
        assert!(!press.is_standalone_click(5_000.0), "a press is still down");
        press.up(MOUSE, 1_100.0);
        assert!(!press.is_standalone_click(1_800.0));
        assert!(press.is_standalone_click(1_801.0));
    }
}
