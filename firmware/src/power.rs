//! Sleeping, and what comes after it.

use cortex_m::asm;
use pinscope_core::cc3200::{arm, gprcm, mcu};
use pinscope_core::{Error, EventKind, Image, PinId, Power, sleep};

use crate::mmio::Mmio;
use crate::{BOARD, boot, bringup, interrupts, reports, time, uart};

/// Cycles that a request to sleep is given: a tenth of a second, which is a hundred times what it takes.
const PATIENCE_CYCLES: u32 = 8_000_000;

/// LPDS, until the pin armed for it wakes the board. Pins, triggers, priorities and enables are put back, and the
/// callback of that pin runs.
///
/// # Errors
/// [`Error::StayedAwake`] where the request did nothing; everything is as it was.
pub fn suspend() -> Result<Option<PinId>, Error> {
    let line = critical_section::with(|_| {
        prepare();
        let mut image = Image::EMPTY;
        if !boot::sleep_and_return(&mut image, request) {
            return Err(Error::StayedAwake { power: Power::Suspended });
        }
        // The processor and its blocks were reset.
        arm::VTOR.write(Mmio, boot::vector_table());
        crate::stack::guard();
        bringup::own_blocks(Mmio);
        uart::start(BOARD);
        time::start(Mmio);
        Ok(sleep::resume(Mmio, &image))
    })?;
    let pin = line.and_then(|line| BOARD.profile.wake_pins().get(usize::from(line)).copied());
    if let Some(pin) = pin {
        reports::push(EventKind::Wake { pin, from: Power::Suspended });
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
    asm::delay(PATIENCE_CYCLES);
    Error::StayedAwake { power: Power::Hibernate }
}

/// What LPDS needs beside its request (`docs/cc3200.md`, section 6.2): all of SRAM is kept, and what only a tester uses
/// is off.
fn prepare() {
    gprcm::SRAM_LPDS_CFG.modify(Mmio, mcu::SRAM_COLUMNS, mcu::SRAM_COLUMNS);
    mcu::TEST_DOMAIN.modify(Mmio, mcu::TEST_DOMAIN_OFF, mcu::TEST_DOMAIN_OFF);
    mcu::BANDGAP_DUTY.write(Mmio, 1);
}

extern "C" fn request(image: &mut Image) {
    sleep::suspend(Mmio, image);
    // SysTick ends the wait if the request did nothing, and stays pending, so that the rest is counted.
    asm::wfi();
    asm::delay(PATIENCE_CYCLES);
}
