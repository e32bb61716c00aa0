//! Entry into LPDS, the low-power deep sleep that MicroPython calls SUSPENDED, and the return from it.

#![allow(unsafe_code)]

use cortex_m::asm;
use pinscope_core::cc3200::{arm, gprcm, mcu_init};
use pinscope_core::{Error, PinId, Power, Profile, RegisterImage, sleep};

use crate::{Mmio, bringup, vectors};

/// Number of cycles after which a request to sleep counts as failed. They take a tenth of a second; sleep begins within
/// a hundredth of that time.
pub const REQUEST_TIMEOUT_CYCLES: u32 = 8_000_000;

/// Puts the board into LPDS until a pin that is armed for SUSPENDED wakes it, and returns that pin.
///
/// LPDS resets the processor's own registers and every other block. Pins, triggers, priorities and enabled interrupts
/// are restored. Before that, `restart` is called with interrupts off to set up again everything else that the program
/// uses.
///
/// # Errors
/// [`Error::StayedAwake`] if the board did not sleep. Then nothing has changed.
pub fn suspend(profile: Profile, restart: impl FnOnce()) -> Result<Option<PinId>, Error> {
    let line = critical_section::with(|_| {
        prepare();
        let mut image = RegisterImage::EMPTY;
        if !sleep_and_return(&mut image, request) {
            return Err(Error::StayedAwake { power: Power::Suspended });
        }
        arm::VTOR.write(Mmio, vectors::address());
        bringup::claim_shared_blocks(Mmio);
        restart();
        Ok(sleep::resume(Mmio, &image))
    })?;
    Ok(line.and_then(|line| profile.wake_pins().get(usize::from(line)).copied()))
}

/// Makes LPDS keep all of SRAM and turn the test domain off (`docs/cc3200.md`, section 6.2).
fn prepare() {
    gprcm::SRAM_LPDS_CFG.modify(Mmio, gprcm::SRAM_COLUMNS, gprcm::SRAM_COLUMNS);
    mcu_init::TEST_POWER_DOMAIN.modify(Mmio, mcu_init::TEST_POWER_DOMAIN_OFF, mcu_init::TEST_POWER_DOMAIN_OFF);
    mcu_init::BANDGAP_DUTY_CYCLE.write(Mmio, 1);
}

extern "C" fn request(image: &mut RegisterImage) {
    sleep::suspend(Mmio, image);
    // If the board stays awake, SysTick ends this instruction. Its interrupt stays pending, so no millisecond is lost.
    asm::wfi();
    asm::delay(REQUEST_TIMEOUT_CYCLES);
}

/// Saves on the stack the registers that the processor loses in LPDS, gives the ROM the address at which to resume, and
/// calls `request` with `image`. Returns true if the board slept: then the ROM resumes here after the reset of the
/// processor. Returns false if `request` returned. Interrupts are off afterwards.
fn sleep_and_return(image: &mut RegisterImage, request: extern "C" fn(&mut RegisterImage)) -> bool {
    // SAFETY: it preserves the registers that a C function must preserve, and it returns once in either case.
    unsafe { enter_lpds(image, request) }
}

// SAFETY: the caller must have turned interrupts off. `request` receives its argument unchanged in r0, and the stack
// pointer is a multiple of eight. The ROM resumes with the same stack pointer, and SRAM retains the stack.
#[unsafe(naked)]
unsafe extern "C" fn enter_lpds(image: &mut RegisterImage, request: extern "C" fn(&mut RegisterImage)) -> bool {
    core::arch::naked_asm!(
        "push {{r3-r11, lr}}",
        "ldr r2, ={stack}",
        "mov r3, sp",
        "str r3, [r2]",
        "ldr r2, ={entry}",
        "ldr r3, =1f + 1",
        "str r3, [r2]",
        "dsb",
        "blx r1",
        "movs r0, #0",
        "b 2f",
        // The ROM resumes here. The stack is unchanged, and the processor's registers are as after a reset.
        "1:",
        "cpsid i",
        "movs r0, #1",
        "2:",
        "ldr r2, ={entry}",
        "movs r3, #0",
        "str r3, [r2]",
        "pop {{r3-r11, pc}}",
        stack = const mcu_init::RESTORE_SP.0,
        entry = const mcu_init::RESTORE_PC.0,
    )
}
