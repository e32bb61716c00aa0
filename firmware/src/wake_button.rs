//! The button on GP17, for a board without a computer. A press puts the board into LPDS, and a long press puts it into
//! HIBERNATE. The next press wakes the board.

use pinscope_core::demo::WAKE_PIN;
use pinscope_core::{Mode, SleepMode};

use crate::{BOARD, interrupts, systick};

/// Minimum time between two changes of the level. Changes that follow each other faster are contact bounce.
const DEBOUNCE_MS: u64 = 20;
/// Minimum duration of a press that requests HIBERNATE.
const LONG_PRESS_MS: u64 = 2000;

/// The debounced state of the button.
pub struct WakeButton {
    press: Press,
    /// The level that was read last.
    is_high: bool,
    /// The time of the last change of that level.
    changed_ms: u64,
}

/// The state of a press, which changes only after the contact has stopped bouncing.
#[derive(Clone, Copy, PartialEq, Eq)]
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
        Self { press: Press::Released, is_high: false, changed_ms: 0 }
    }

    /// Reads the button and returns the sleep mode that it requests. The pin is ignored if it has been configured for
    /// something else. A short press requests sleep only after its release has stopped bouncing, because a further
    /// rising edge would wake the board at once.
    pub fn poll(&mut self) -> Option<SleepMode> {
        let pin = BOARD.at(WAKE_PIN);
        if interrupts::suspend_wake_trigger(WAKE_PIN).is_none() || pin.mode() != Mode::In {
            return None;
        }
        let now_ms = systick::now_ms();
        if pin.value().is_high() != self.is_high {
            self.is_high = !self.is_high;
            self.changed_ms = now_ms;
        }
        let stable_ms = now_ms.saturating_sub(self.changed_ms);
        let (press, mode) = match (self.press, self.is_high) {
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

    /// Resets the state after the board has woken. If this button woke it, the release of the button must not put the
    /// board to sleep again.
    pub fn on_wake(&mut self) {
        let is_high = BOARD.at(WAKE_PIN).value().is_high();
        *self = Self { press: Press::Handled, is_high, changed_ms: systick::now_ms() };
    }
}
