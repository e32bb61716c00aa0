//! The two deep sleeps: LPDS, which MicroPython calls SUSPENDED, and HIBERNATE.

use cortex_m::asm;
use pinscope_core::{Error, EventKind, PinId, Power, sleep};
use pinscope_firmware::{Mmio, lpds};

use crate::{BOARD, event_queue, interrupts, stack_guard, systick, uart};

/// Puts the board into LPDS until a pin that is armed for SUSPENDED wakes it. Then runs the handler of that pin and
/// returns the pin. Pins, triggers, priorities and enabled interrupts are restored.
///
/// # Errors
/// [`Error::StayedAwake`] if the board did not sleep. Then nothing has changed.
pub fn suspend() -> Result<Option<PinId>, Error> {
    let pin = lpds::suspend(BOARD.profile, || {
        stack_guard::enable();
        uart::start(BOARD);
        systick::start(Mmio);
    })?;
    if let Some(pin) = pin {
        event_queue::push(EventKind::Wake { pin, from: Power::Suspended });
        // The wake line consumed the edge, so the GPIO port raises no interrupt for it.
        if let Some(trigger) = interrupts::suspend_wake_trigger(pin) {
            interrupts::run_handler(pin, trigger);
        }
    }
    Ok(pin)
}

/// Puts the board into HIBERNATE. A wake resets the board, so this returns only if the board did not sleep.
pub fn hibernate() -> Error {
    sleep::hibernate(Mmio);
    asm::delay(lpds::REQUEST_TIMEOUT_CYCLES);
    Error::StayedAwake { power: Power::Hibernate }
}
