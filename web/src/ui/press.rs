//! From pressing to stimuli: a short press is a click, a long one a momentary button.

use gloo_timers::callback::Timeout;
use pinscope_core::PinId;
use pinscope_emulator::Stimulus;

/// A press this long is a button, in milliseconds.
pub const HOLD_MS: u32 = 350;

/// How far a pointer may move and still be on what it pressed, in pixels.
const SLIP: i32 = 32;

/// A `click` this soon after a press ended belongs to that press, in milliseconds.
const ECHO_MS: f64 = 700.0;

/// With what something is pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Means {
    /// A pointer: mouse, finger or pen.
    Pointer(i32),
    /// The keyboard.
    Key,
}

/// A place on the screen, in pixels.
pub type Spot = (i32, i32);

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
    Down { pin: PinId, means: Means, since: f64, spot: Spot, _hold: Timeout },
    /// The button is closed.
    Held { pin: PinId, means: Means, spot: Spot },
}

impl Press {
    /// Something goes down on a pad; `hold` will ring when it becomes the button.
    pub fn down(&mut self, pin: PinId, means: Means, time: f64, spot: Spot, hold: Timeout) {
        if matches!(self.stage, Stage::Up) {
            self.stage = Stage::Down { pin, means, since: time, spot, _hold: hold };
        }
    }

    /// A push button of the board goes down.
    pub fn push(&mut self, pin: PinId, means: Means, spot: Spot) -> Option<Stimulus> {
        if !matches!(self.stage, Stage::Up) {
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
            Stage::Up | Stage::Held { .. } => None,
        }
    }

    /// It goes up again.
    pub fn up(&mut self, means: Means, time: f64) -> Vec<Stimulus> {
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
        }
    }

    /// The pointer moved; off the pad it lets go.
    pub fn moved(&mut self, means: Means, to: Spot) -> Option<Stimulus> {
        let (Stage::Down { spot, .. } | Stage::Held { spot, .. }) = self.stage else { return None };
        let is_off = (to.0 - spot.0).abs() > SLIP || (to.1 - spot.1).abs() > SLIP;
        if is_off && self.means() == Some(means) { self.let_go() } else { None }
    }

    /// It ended in some other way: a click is none, and the button opens.
    pub fn let_go(&mut self) -> Option<Stimulus> {
        match std::mem::take(&mut self.stage) {
            Stage::Held { pin, .. } => Some(Stimulus::Release { pin }),
            Stage::Up | Stage::Down { .. } => None,
        }
    }

    /// `pin` lost the keyboard's focus, and with it a key that was held on it.
    pub fn blurred(&mut self, pin: PinId) -> Option<Stimulus> {
        let (Stage::Down { pin: pressed, .. } | Stage::Held { pin: pressed, .. }) = self.stage else { return None };
        if pressed == pin && self.means() == Some(Means::Key) { self.let_go() } else { None }
    }

    /// Whether a `click` at `time` came by itself, from assistive technology, and not from a press.
    pub fn is_click_of_its_own(&self, time: f64) -> bool {
        matches!(self.stage, Stage::Up) && time - self.ended > ECHO_MS
    }

    fn means(&self) -> Option<Means> {
        match self.stage {
            Stage::Up => None,
            Stage::Down { means, .. } | Stage::Held { means, .. } => Some(means),
        }
    }
}
