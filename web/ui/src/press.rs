//! From pressing to stimuli: a short press is a click, a long one a momentary button, one that goes to another pad a wire.

use gloo_timers::callback::Timeout;
use pinscope_core::PinId;
use pinscope_protocol::Stimulus;

/// A press this long is a button, in milliseconds.
pub const HOLD_TIMEOUT_MS: u32 = 350;

/// How far a pointer may move and still hold the button it pressed, in pixels.
const HOLD_TOLERANCE: i32 = 32;

/// How far a pointer must move before it pulls a wire, in pixels: half a pad's row.
const DRAG_THRESHOLD: i32 = 14;

/// A `click` this soon after a press released_at belongs to that press, in milliseconds.
const CLICK_ECHO_TIMEOUT_MS: f64 = 700.0;

/// With what something is pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InputSource {
    /// A pointer: mouse, finger or pen.
    Pointer(i32),
    /// The keyboard.
    Keyboard,
}

/// A place on the screen, in pixels.
pub type Point = (i32, i32);

/// A wire that is being laid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Drag {
    /// The pad it comes from.
    pub pin: PinId,
    /// Where its loose end is, on the board.
    pub at: Point,
    /// The other pad, if the loose end is on one.
    pub over: Option<PinId>,
}

/// The one press there can be at a time.
#[derive(Debug, Default)]
pub struct Press {
    stage: Stage,
    /// When the last press released_at, in milliseconds.
    released_at: f64,
}

#[derive(Debug, Default)]
enum Stage {
    #[default]
    Up,
    /// Down, and not yet known whether it is a click or the button.
    Down { pin: PinId, source: InputSource, down_at: f64, point: Point, _hold: Timeout },
    /// The button is closed.
    Held { pin: PinId, source: InputSource, point: Point },
    /// A wire is being laid.
    DraggingWire { drag: Drag, source: InputSource },
}

impl Press {
    /// Something goes down on a pad; `hold` will ring when it becomes the button.
    pub fn down(&mut self, pin: PinId, source: InputSource, time: f64, point: Point, hold: Timeout) {
        if self.is_up() {
            self.stage = Stage::Down { pin, source, down_at: time, point, _hold: hold };
        }
    }

    /// A push button of the board goes down.
    pub fn press_button(&mut self, pin: PinId, source: InputSource, point: Point) -> Option<Stimulus> {
        if !self.is_up() {
            return None;
        }
        self.stage = Stage::Held { pin, source, point };
        Some(Stimulus::Press { pin })
    }

    /// It has been down for [`HOLD_TIMEOUT_MS`].
    pub fn on_hold_timeout(&mut self) -> Option<Stimulus> {
        match self.stage {
            Stage::Down { pin, source, point, .. } => {
                self.stage = Stage::Held { pin, source, point };
                Some(Stimulus::Press { pin })
            }
            Stage::Up | Stage::Held { .. } | Stage::DraggingWire { .. } => None,
        }
    }

    /// It goes up again.
    pub fn up(&mut self, source: InputSource, time: f64) -> Vec<Stimulus> {
        // Also of a press that was let go before: its `click` still follows.
        self.released_at = time;
        if self.source() != Some(source) {
            return Vec::new();
        }
        match std::mem::take(&mut self.stage) {
            Stage::Up => Vec::new(),
            // The timer can be late where the page is busy; what counts is how long it was.
            Stage::Down { pin, down_at, .. } if time - down_at >= f64::from(HOLD_TIMEOUT_MS) => {
                vec![Stimulus::Press { pin }, Stimulus::Release { pin }]
            }
            Stage::Down { pin, .. } => vec![Stimulus::Click { pin }],
            Stage::Held { pin, .. } => vec![Stimulus::Release { pin }],
            Stage::DraggingWire { drag: Drag { pin, over, .. }, .. } => {
                over.map(|b| Stimulus::Wire { a: pin, b }).into_iter().collect()
            }
        }
    }

    /// The pointer moved, on the board to `at`: off the pad it pulls a wire, and lets go of a button. `over` tells the pad
    /// that is there.
    pub fn moved(
        &mut self,
        source: InputSource,
        to: Point,
        at: Point,
        over: impl FnOnce() -> Option<PinId>,
    ) -> Option<Stimulus> {
        if self.source() != Some(source) {
            return None;
        }
        let is_off = |point: Point, far| (to.0 - point.0).abs() > far || (to.1 - point.1).abs() > far;
        match self.stage {
            Stage::Held { point, .. } if is_off(point, HOLD_TOLERANCE) => return self.cancel(),
            Stage::Down { pin, point, .. } if is_off(point, DRAG_THRESHOLD) => {
                self.stage = Stage::DraggingWire { drag: Drag { pin, at, over: None }, source };
            }
            _ => {}
        }
        if let Stage::DraggingWire { drag, .. } = &mut self.stage {
            (drag.at, drag.over) = (at, over().filter(|&pin| pin != drag.pin));
        }
        None
    }

    /// The wire that is being laid.
    pub fn drag(&self) -> Option<Drag> {
        match self.stage {
            Stage::DraggingWire { drag, .. } => Some(drag),
            Stage::Up | Stage::Down { .. } | Stage::Held { .. } => None,
        }
    }

    /// Whether nothing is pressed.
    pub fn is_up(&self) -> bool {
        matches!(self.stage, Stage::Up)
    }

    /// It released_at in some other way: a click is none, and the button opens.
    pub fn cancel(&mut self) -> Option<Stimulus> {
        match std::mem::take(&mut self.stage) {
            Stage::Held { pin, .. } => Some(Stimulus::Release { pin }),
            Stage::Up | Stage::Down { .. } | Stage::DraggingWire { .. } => None,
        }
    }

    /// `pin` lost the keyboard's focus, and with it a key that was held on it.
    pub fn blurred(&mut self, pin: PinId) -> Option<Stimulus> {
        let (Stage::Down { pin: pressed, .. } | Stage::Held { pin: pressed, .. }) = self.stage else { return None };
        if pressed == pin && self.source() == Some(InputSource::Keyboard) { self.cancel() } else { None }
    }

    /// Whether a `click` at `time` came by itself, from assistive technology, and not from a press.
    pub fn is_standalone_click(&self, time: f64) -> bool {
        self.is_up() && time - self.released_at > CLICK_ECHO_TIMEOUT_MS
    }

    fn source(&self) -> Option<InputSource> {
        match self.stage {
            Stage::Up => None,
            Stage::Down { source, .. } | Stage::Held { source, .. } | Stage::DraggingWire { source, .. } => {
                Some(source)
            }
        }
    }
}
