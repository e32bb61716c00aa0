//! The watchdog of a script.

use pinscope_core::watchdog;

use super::REFUSED;
use crate::session::Engine;

impl Engine {
    /// Returns 1 if the watchdog runs.
    pub fn is_watchdog_running(&mut self) -> i32 {
        self.access_registers(&mut |registers| watchdog::is_running(registers).into())
    }

    /// Starts the watchdog.
    pub fn start_watchdog(&mut self, timeout_ms: u32) -> i32 {
        self.board_call(&mut |registers| if watchdog::start(registers, timeout_ms).is_ok() { 0 } else { REFUSED })
    }

    /// Feeds the watchdog, if it runs.
    pub fn feed_watchdog(&mut self) -> i32 {
        self.board_call(&mut |registers| {
            if watchdog::is_running(registers) {
                watchdog::feed(registers);
            }
            0
        })
    }
}
