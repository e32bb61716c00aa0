//! The button on GP17 of a board by itself: pressed, it puts the board into LPDS and wakes it again; held, it puts it
//! into HIBERNATE, from which it wakes it too.

use pinscope_core::demo::WAKE_PIN;
use pinscope_core::{Mode, SleepMode};

use crate::{BOARD, interrupts, time};

/// How long the level must stay for it not to be bounce.
const SETTLED_MS: u64 = 20;
/// How long the button is held for HIBERNATE.
const HELD_MS: u64 = 2000;

/// The button as it was last.
pub struct WakeButton {
    is_pressed: bool,
    /// When the level last was the other one.
    since_ms: u64,
    /// Whether this press has done what it does.
    is_done: bool,
}

impl WakeButton {
    /// A button that was not pressed.
    pub const fn new() -> Self {
        Self { is_pressed: false, since_ms: 0, is_done: true }
    }

    /// Looks at the button. The sleep it asks for, if it does. A pin that was set to something else is no button.
    pub fn turn(&mut self) -> Option<SleepMode> {
        let pin = BOARD.at(WAKE_PIN);
        if interrupts::wakes(WAKE_PIN).is_none() || pin.mode() != Mode::In {
            return None;
        }
        let now_ms = systick::now_ms();
        let level_ms = now_ms.saturating_sub(self.since_ms);
        if pin.value().is_high() != self.is_pressed {
            // The time before this change counts only if it was long enough to be no bounce.
            self.since_ms = now_ms;
            self.is_pressed = !self.is_pressed;
            let released = !self.is_pressed && level_ms >= SETTLED_MS && !self.is_done;
            self.is_done = !self.is_pressed;
            return released.then_some(SleepMode::Suspended);
        }
        if self.is_pressed && !self.is_done && level_ms >= HELD_MS {
            self.is_done = true;
            return Some(SleepMode::Hibernate);
        }
        None
    }

    /// The board woke: if by this button, its release is not to put it to sleep again.
    pub fn woke(&mut self) {
        *self = Self { is_pressed: BOARD.at(WAKE_PIN).value().is_high(), since_ms: systick::now_ms(), is_done: true };
    }
}
