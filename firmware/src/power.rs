//! Sleeping, and what comes after it.

use cortex_m::asm;
use pinscope_core::{Error, EventKind, PinId, Power, sleep};
use pinscope_firmware::{Mmio, lpds};

use crate::{BOARD, interrupts, reports, stack, time, uart};

/// LPDS, until the pin armed for it wakes the board. Pins, triggers, priorities and enables are put back, and the
/// callback of that pin runs.
///
/// # Errors
/// [`Error::StayedAwake`] where the request did nothing; everything is as it was.
pub fn suspend() -> Result<Option<PinId>, Error> {
    let pin = lpds::suspend(BOARD.profile, || {
        stack_guard::guard();
        uart::start(BOARD);
        systick::start(Mmio);
    })?;
    if let Some(pin) = pin {
        event_queue::push(EventKind::Wake { pin, from: Power::Suspended });
        // Its own interrupt does not come: the edge was the wake line's.
        if let Some(trigger) = interrupts::wakes(pin) {
            interrupts::call(pin, trigger);
        }
    }
    Ok(pin)
}

/// HIBERNATE. A wake is a reset, so this returns only if there was no sleep.
pub fn hibernate() -> Error {
    sleep::hibernate(Mmio);
    asm::delay(lpds::REQUEST_CYCLES);
    Error::StayedAwake { power: Power::Hibernate }
}
