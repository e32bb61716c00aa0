//! The stack's end: what outgrows the stack is reported, not silent damage.
//!
//! The stack lies below the variables (`memory.x`), so it can only grow into its own lowest kilobyte. Where the
//! processor has an MPU, that is off limits and touching it is a fault. Whether the CC3200 has one is unconfirmed; where
//! it guards nothing, the paint in that kilobyte is looked at every millisecond.

use pinscope_core::cc3200::arm;
use pinscope_firmware::Mmio;

use crate::exceptions;
use crate::uart::fatal;

/// Bytes that are off limits, from the stack's lowest address up; a size of MPU regions.
const GUARD: u32 = 1024;
/// How many words of paint are looked at, from the guard's top down: a frame that skips more than these is larger than
/// any the firmware has.
const LOOKED_AT: u32 = 128;

/// Puts the guard up.
pub fn guard() {
    if arm::MPU_TYPE.read(Mmio) & arm::MPU_REGIONS != 0 {
        arm::MPU_RBAR.write(Mmio, exceptions::stack().start | arm::MPU_REGION_0);
        arm::MPU_RASR.write(Mmio, arm::MPU_NO_ACCESS_1K);
        arm::MPU_CTRL.write(Mmio, arm::MPU_ON);
        cortex_m::asm::dsb();
        cortex_m::asm::isb();
    }
}

/// Stops and says so if the stack has grown into the guard and no MPU saw it.
pub fn check() {
    let top = exceptions::stack().start + GUARD;
    let is_off_limits = arm::MPU_CTRL.read(Mmio) & 1 != 0;
    if !is_off_limits && !(1..=LOOKED_AT).all(|word| exceptions::is_painted(top - 4 * word)) {
        overflow();
    }
}

/// Says that the stack is too small, and stops.
pub fn overflow() -> ! {
    stop(
        "the stack is full: %1 bytes",
        &[Gap::Number((exceptions::stack().end - exceptions::stack().start - GUARD) as i32)],
    )
}

/// Whether `addr` is in the guard.
pub fn is_guarded(addr: u32) -> bool {
    (exceptions::stack().start..exceptions::stack().start + GUARD).contains(&addr)
}

/// The most bytes that have been in use since the reset.
pub fn most_used() -> u32 {
    let stack = exceptions::stack();
    let mut lowest = stack.start + GUARD;
    while lowest < stack.end && exceptions::is_painted(lowest) {
        lowest += 4;
    }
    stack.end - lowest
}
