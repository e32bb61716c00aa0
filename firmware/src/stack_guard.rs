//! The guard at the lower end of the stack. A stack that overflows is reported and does not overwrite other memory.
//!
//! The stack lies below the variables (`memory.x`), so it can only grow into the guard, which is its own lowest
//! kilobyte. If the processor has an MPU, an access to the guard is a fault. It is unconfirmed that the CC3200 has an
//! MPU. Without one, the painted words of the guard are checked every millisecond.

use pinscope_core::cc3200::arm;
use pinscope_firmware::Mmio;

use crate::exceptions;
use crate::uart::fatal;

/// Size of the guard in bytes. The MPU has regions of this size.
const GUARD_BYTES: u32 = 1024;
/// Number of painted words that are checked, from the top of the guard down. No function of the firmware has a stack
/// frame that could skip all of them.
const CHECKED_WORDS: u32 = 128;

/// Makes the guard inaccessible, if the processor has an MPU.
pub fn enable() {
    if arm::MPU_TYPE.read(Mmio) & arm::MPU_REGIONS != 0 {
        arm::MPU_RBAR.write(Mmio, exceptions::stack().start | arm::MPU_REGION_0);
        arm::MPU_RASR.write(Mmio, arm::MPU_NO_ACCESS_1K);
        arm::MPU_CTRL.write(Mmio, arm::MPU_ON);
        cortex_m::asm::dsb();
        cortex_m::asm::isb();
    }
}

/// Stops the firmware if the stack has grown into the guard and no MPU has caught it.
pub fn check() {
    let has_mpu = arm::MPU_CTRL.read(Mmio) & 1 != 0;
    if !has_mpu && !(1..=CHECKED_WORDS).all(|word| exceptions::is_painted(guard_end() - 4 * word)) {
        overflow();
    }
}

/// Reports that the stack is too small, and stops.
pub fn overflow() -> ! {
    fatal(format_args!("the stack is full: {} bytes", exceptions::stack().end - guard_end()))
}

/// Returns true if `addr` is in the guard.
pub fn is_guarded(addr: u32) -> bool {
    (exceptions::stack().start..guard_end()).contains(&addr)
}

/// Returns the maximum number of bytes of stack that have been in use since the reset.
pub fn max_used() -> u32 {
    let stack = exceptions::stack();
    let mut lowest = guard_end();
    while lowest < stack.end && exceptions::is_painted(lowest) {
        lowest += 4;
    }
    stack.end - lowest
}

/// Returns the first address above the guard.
fn guard_end() -> u32 {
    exceptions::stack().start + GUARD_BYTES
}
