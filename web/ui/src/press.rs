//! From pressing to stimuli: a short press is a click, a long one a momentary button, one that goes to another pad a wire.

use gloo_timers::callback::Timeout;
use pinscope_core::PinId;
use pinscope_protocol::Stimulus;

/// A press this long is a button, in milliseconds.
pub const HOLD_MS: u32 = 350;

/// How far a pointer may move and still hold the button it pressed, in pixels.
const SLIP: i32 = 32;

/// How far a pointer must move before it pulls a wire, in pixels: half a pad's row.
const PULL: i32 = 14;

/// A `click` this soon after a press ended belongs to that press, in milliseconds.
const ECHO_MS: f64 = 700.0;

/// With what something is pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InputSource {
    /// A pointer: mouse, finger or pen.
    Pointer(i32),
    /// The keyboard.
    Key,
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
    /// When the last press ended, in milliseconds.
    ended: f64,
}

#[derive(Debug, Default)]
enum Stage {
    #[default]
    Up,
    /// Down, and not yet known whether it is a click or the button.
    Down { pin: PinId, means: InputSource, since: f64, spot: Point, _hold: Timeout },
    /// The button is closed.
    Held { pin: PinId, means: InputSource, spot: Point },
    /// A wire is being laid.
    Laying { drag: Drag, means: InputSource },
}

impl Press {
    /// Something goes down on a pad; `hold` will ring when it becomes the button.
    pub fn down(&mut self, pin: PinId, means: InputSource, time: f64, spot: Point, hold: Timeout) {
        if self.is_up() {
            self.stage = Stage::Down { pin, means, since: time, spot, _hold: hold };
        }
    }

    /// A push button of the board goes down.
    pub fn push(&mut self, pin: PinId, means: InputSource, spot: Point) -> Option<Stimulus> {
        if !self.is_up() {
            return None;
        }
        self.stage = Stage::Held { pin, means, spot };
        Some(Stimulus::Press { pin })
    }

    /// It has been down for [`HOLD_MS`].
    pub fn hold(&mut self) -> Option<Stimulus> {
        match self.stage {
            Stage::Down { pin, means, spot, .. } => {
                self.stage = Stage::Held { pin, means, spot };
                Some(Stimulus::Press { pin })
            }
            Stage::Up | Stage::Held { .. } | Stage::Laying { .. } => None,
        }
    }

    /// It goes up again.
    pub fn up(&mut self, means: InputSource, time: f64) -> Vec<Stimulus> {
        // Also of a press that was let go before: its `click` still follows.
        self.ended = time;
        if self.means() != Some(means) {
            return Vec::new();
        }
        match std::mem::take(&mut self.stage) {
            Stage::Up => Vec::new(),
            // The timer can be late where the page is busy; what counts is how long it was.
            Stage::Down { pin, since, .. } if time - since >= f64::from(HOLD_MS) => {
                vec![Stimulus::Press { pin }, Stimulus::Release { pin }]
            }
            Stage::Down { pin, .. } => vec![Stimulus::Click { pin }],
            Stage::Held { pin, .. } => vec![Stimulus::Release { pin }],
            Stage::Laying { drag: Drag { pin, over, .. }, .. } => {
                over.map(|b| Stimulus::Wire { a: pin, b }).into_iter().collect()
            }
        }
    }

    /// The pointer moved, on the board to `at`: off the pad it pulls a wire, and lets go of a button. `over` tells the pad
    /// that is there.
    pub fn moved(
        &mut self,
        means: InputSource,
        to: Point,
        at: Point,
        over: impl FnOnce() -> Option<PinId>,
    ) -> Option<Stimulus> {
        if self.means() != Some(means) {
            return None;
        }
        let is_off = |spot: Point, far| (to.0 - spot.0).abs() > far || (to.1 - spot.1).abs() > far;
        match self.stage {
            Stage::Held { spot, .. } if is_off(spot, SLIP) => return self.let_go(),
            Stage::Down { pin, spot, .. } if is_off(spot, PULL) => {
                self.stage = Stage::Laying { drag: Drag { pin, at, over: None }, means };
            }
            _ => {}
        }
        if let Stage::Laying { drag, .. } = &mut self.stage {
            (drag.at, drag.over) = (at, over().filter(|&pin| pin != drag.pin));
        }
        None
    }

    /// The wire that is being laid.
    pub fn drag(&self) -> Option<Drag> {
        match self.stage {
            Stage::Laying { drag, .. } => Some(drag),
            Stage::Up | Stage::Down { .. } | Stage::Held { .. } => None,
        }
    }

    /// Whether nothing is pressed.
    pub fn is_up(&self) -> bool {
        matches!(self.stage, Stage::Up)
    }

    /// It ended in some other way: a click is none, and the button opens.
    pub fn let_go(&mut self) -> Option<Stimulus> {
        match std::mem::take(&mut self.stage) {
            Stage::Held { pin, .. } => Some(Stimulus::Release { pin }),
            Stage::Up | Stage::Down { .. } | Stage::Laying { .. } => None,
        }
    }

    /// `pin` lost the keyboard's focus, and with it a key that was held on it.
    pub fn blurred(&mut self, pin: PinId) -> Option<Stimulus> {
        let (Stage::Down { pin: pressed, .. } | Stage::Held { pin: pressed, .. }) = self.stage else { return None };
        if pressed == pin && self.means() == Some(InputSource::Key) { self.let_go() } else { None }
    }

    /// Whether a `click` at `time` came by itself, from assistive technology, and not from a press.
    pub fn is_click_of_its_own(&self, time: f64) -> bool {
        self.is_up() && time - self.ended > ECHO_MS
    }

    fn means(&self) -> Option<InputSource> {
        match self.stage {
            Stage::Up => None,
            Stage::Down { means, .. } | Stage::Held { means, .. } | Stage::Laying { means, .. } => Some(means),
        }
    }
}
