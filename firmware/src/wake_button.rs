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
    is_pressed: bool,
    /// The time of the last change of the level.
    changed_ms: u64,
    /// True if this press has already had its effect.
    is_handled: bool,
}

impl WakeButton {
    /// Returns a button that is not pressed.
    pub const fn new() -> Self {
        Self { is_pressed: false, changed_ms: 0, is_handled: true }
    }

    /// Reads the button and returns the sleep mode that it requests. The pin is ignored if it has been configured for
    /// something else.
    pub fn poll(&mut self) -> Option<SleepMode> {
        let pin = BOARD.at(WAKE_PIN);
        if interrupts::suspend_wake_trigger(WAKE_PIN).is_none() || pin.mode() != Mode::In {
            return None;
        }
        let now_ms = systick::now_ms();
        let since_change_ms = now_ms.saturating_sub(self.changed_ms);
        if pin.value().is_high() != self.is_pressed {
            self.changed_ms = now_ms;
            self.is_pressed = !self.is_pressed;
            let is_released = !self.is_pressed && since_change_ms >= DEBOUNCE_MS && !self.is_handled;
            self.is_handled = !self.is_pressed;
            return is_released.then_some(SleepMode::Suspended);
        }
        if self.is_pressed && !self.is_handled && since_change_ms >= LONG_PRESS_MS {
            self.is_handled = true;
            return Some(SleepMode::Hibernate);
        }
        None
    }

    /// Resets the state after the board has woken. If this button woke it, the release of the button must not put the
    /// board to sleep again.
    pub fn on_wake(&mut self) {
        let is_pressed = BOARD.at(WAKE_PIN).value().is_high();
        *self = Self { is_pressed, changed_ms: systick::now_ms(), is_handled: true };
    }
}
