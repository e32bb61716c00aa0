//! The button on GP17, for a board without a computer. A press puts the board into LPDS, and a long press puts it into
//! HIBERNATE. The next press wakes the board.

use pinscope_core::demo::{WAKE_PIN, WakeButton};
use pinscope_core::{Mode, SleepMode};

use crate::{BOARD, interrupts, systick};

/// Reads the button and returns the sleep mode that it requests. The pin is ignored if it has been configured for
/// something else.
pub fn poll(button: &mut WakeButton) -> Option<SleepMode> {
    let pin = BOARD.at(WAKE_PIN);
    if interrupts::suspend_wake_trigger(WAKE_PIN).is_none() || pin.mode() != Mode::In {
        return None;
    }
    button.update(pin.value(), systick::now_ms())
}

/// Returns the state of the button after the board has woken.
pub fn after_wake() -> WakeButton {
    WakeButton::after_wake(BOARD.at(WAKE_PIN).value(), systick::now_ms())
}
