//! The watchdog, which resets the chip unless software feeds it in time (`docs/peripherals.md`, section 4).

use crate::cc3200::{Rw, arcm, mcu_init, watchdog};
use crate::registers::{Registers, RegistersMut};

/// Minimum timeout that MicroPython accepts.
pub const MIN_TIMEOUT_MS: u32 = 1_000;
/// Maximum timeout of the hardware, whose counter has 32 bits for each half of it.
pub const MAX_TIMEOUT_MS: u32 = 107_374;
/// Number of ticks of the watchdog in a millisecond.
const TICKS_PER_MS: u32 = 80_000;

const LOAD: Rw = Rw(watchdog::BASE + watchdog::LOAD);
const CTL: Rw = Rw(watchdog::BASE + watchdog::CTL);
const ICR: Rw = Rw(watchdog::BASE + watchdog::ICR);
const LOCK: Rw = Rw(watchdog::BASE + watchdog::LOCK);

/// A refused call. It was refused before any register changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum WatchdogError {
    /// The timeout is too short or too long.
    #[error("the watchdog: a timeout of {timeout_ms} ms is outside {MIN_TIMEOUT_MS} to {MAX_TIMEOUT_MS} ms")]
    TimeoutOutOfRange {
        /// The timeout given.
        timeout_ms: u32,
    },
    /// The watchdog runs already, and only a reset stops it.
    #[error("the watchdog runs already, and only a reset stops it")]
    Running,
}

/// Returns true if the watchdog runs.
pub fn is_running(registers: impl Registers) -> bool {
    let has_clock = mcu_init::WATCHDOG_CLOCK.read(registers) & arcm::CLOCK_RUN != 0;
    has_clock && CTL.read(registers) & watchdog::ENABLE != 0
}

/// Starts the watchdog. It resets the chip when it is not fed for `timeout_ms`, of which an odd millisecond is dropped.
///
/// # Errors
/// [`WatchdogError::TimeoutOutOfRange`], [`WatchdogError::Running`]
pub fn start(registers: impl RegistersMut, timeout_ms: u32) -> Result<(), WatchdogError> {
    if !(MIN_TIMEOUT_MS..=MAX_TIMEOUT_MS).contains(&timeout_ms) {
        return Err(WatchdogError::TimeoutOutOfRange { timeout_ms });
    }
    if is_running(registers) {
        return Err(WatchdogError::Running);
    }
    mcu_init::WATCHDOG_CLOCK.modify(registers, arcm::CLOCK_ON, arcm::CLOCK_ON);
    // This read waits until the clock gate has been written, so that the watchdog has its clock when it is accessed.
    mcu_init::WATCHDOG_CLOCK.read(registers);
    LOCK.write(registers, watchdog::KEY);
    // The counter reaches 0 twice before the chip is reset.
    LOAD.write(registers, TICKS_PER_MS * (timeout_ms / 2));
    CTL.modify(registers, watchdog::ENABLE, watchdog::ENABLE);
    Ok(())
}

/// Lets the timeout begin again. The watchdog must have been started.
pub fn feed(registers: impl RegistersMut) {
    ICR.write(registers, 1);
}
