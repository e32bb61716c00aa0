//! The button that puts a board without a computer to sleep: a short press requests SUSPENDED, and a long press
//! requests HIBERNATE.

use crate::config::{Level, SleepMode};

/// Minimum time between two changes of the level, in milliseconds. Changes that follow each other faster are contact
/// bounce.
pub const DEBOUNCE_MS: u64 = 20;
/// Minimum duration of a press that requests HIBERNATE, in milliseconds.
pub const LONG_PRESS_MS: u64 = 2000;

/// The debounced state of the button.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WakeButton {
    press: Press,
    /// The level that was read last.
    level: Level,
    /// The time of the last change of that level.
    changed_ms: u64,
}

/// The state of a press, which changes only after the contact has stopped bouncing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Press {
    /// The button is released.
    Released,
    /// The button is pressed.
    Held,
    /// The button is pressed, and the press has had its effect.
    Handled,
}

impl WakeButton {
    /// Returns a button that is not pressed.
    pub const fn new() -> Self {
        Self { press: Press::Released, level: Level::Low, changed_ms: 0 }
    }

    /// Returns the button after it has woken the board with `level` at its pin. Its release must not put the board to
    /// sleep again.
    pub const fn after_wake(level: Level, now_ms: u64) -> Self {
        Self { press: Press::Handled, level, changed_ms: now_ms }
    }

    /// Takes the level of the pin at a time and returns the sleep mode that the button requests. A short press
    /// requests sleep only after its release has stopped bouncing, because a further rising edge would wake the board
    /// at once.
    pub fn update(&mut self, level: Level, now_ms: u64) -> Option<SleepMode> {
        if level != self.level {
            self.level = level;
            self.changed_ms = now_ms;
        }
        let stable_ms = now_ms.saturating_sub(self.changed_ms);
        let (press, mode) = match (self.press, level.is_high()) {
            _ if stable_ms < DEBOUNCE_MS => return None,
            (Press::Held, false) => (Press::Released, Some(SleepMode::Suspended)),
            (_, false) => (Press::Released, None),
            (Press::Held, true) if stable_ms >= LONG_PRESS_MS => (Press::Handled, Some(SleepMode::Hibernate)),
            (Press::Released, true) => (Press::Held, None),
            (press, true) => (press, None),
        };
        self.press = press;
        mode
    }
}

impl Default for WakeButton {
    fn default() -> Self {
        Self::new()
    }
}
