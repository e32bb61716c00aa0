//! The button on GP17 of a board without a computer: a press puts the board into LPDS and wakes it again, and a long
//! press puts it into HIBERNATE, from which a press wakes it too.

use pinscope_core::demo::WAKE_PIN;
use pinscope_core::{Mode, SleepMode};

use crate::{BOARD, interrupts, systick};

/// Minimum time between two changes of the level; shorter ones are contact bounce.
const DEBOUNCE_MS: u64 = 20;
/// Minimum time of a press that asks for HIBERNATE.
const LONG_PRESS_MS: u64 = 2000;

/// The debounced state of the button.
pub struct WakeButton {
    is_pressed: bool,
    /// The time of the last change of the level.
    changed_ms: u64,
    /// This press has already had its effect.
    is_handled: bool,
}

impl WakeButton {
    /// Returns a button that is not pressed.
    pub const fn new() -> Self {
        Self { is_pressed: false, changed_ms: 0, is_handled: true }
    }

    /// Reads the button and returns the sleep that it asks for. A pin that has been configured for something else is
    /// ignored.
    pub fn poll(&mut self) -> Option<SleepMode> {
        let pin = BOARD.at(WAKE_PIN);
        if interrupts::suspend_wake_trigger(WAKE_PIN).is_none() || pin.mode() != Mode::In {
            return None;
        }
        let now_ms = systick::now_ms();
        let level_ms = now_ms.saturating_sub(self.changed_ms);
        if pin.value().is_high() != self.is_pressed {
            self.changed_ms = now_ms;
            self.is_pressed = !self.is_pressed;
            let is_released = !self.is_pressed && level_ms >= DEBOUNCE_MS && !self.is_handled;
            self.is_handled = !self.is_pressed;
            return is_released.then_some(SleepMode::Suspended);
        }
        if self.is_pressed && !self.is_handled && level_ms >= LONG_PRESS_MS {
            self.is_handled = true;
            return Some(SleepMode::Hibernate);
        }
        None
    }

    /// Called when the board has woken. If this button woke it, its release must not put the board to sleep again.
    pub fn on_wake(&mut self) {
        let is_pressed = BOARD.at(WAKE_PIN).value().is_high();
        *self = Self { is_pressed, changed_ms: systick::now_ms(), is_handled: true };
    }
}
