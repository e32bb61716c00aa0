//! The routines that the processor calls when something is wrong, the panic handler, and where the stack is.
//!
//! Reset is cortex-m-rt's. Its feature `paint-stack` fills the stack with a pattern, so that the used part of it can be
//! measured.

#![allow(unsafe_code)]

use core::ops::Range;
use core::panic::PanicInfo;
use core::ptr;

use cortex_m_rt::{ExceptionFrame, STACK_PAINT_VALUE, exception};
use pinscope_core::cc3200::arm;
use pinscope_firmware::Mmio;

use crate::uart::fatal;
use crate::{stack, time};

/// An interrupt that is enabled nowhere, or an exception without a function of its own.
// SAFETY: only the processor calls it, and it never returns to what it interrupted.
#[exception]
unsafe fn DefaultHandler(_: i16) -> ! {
    stop("an interrupt has no handler", &[])
}

#[exception]
fn SysTick() {
    systick::tick();
}

/// A bus error (a block that is absent or not clocked), an invalid instruction, the end of the stack: nothing can go on.
// SAFETY: only the processor calls it, and it never returns to what it interrupted. If the stack was full, it runs in
// the guard, which binds no fault handler.
#[exception]
unsafe fn HardFault(frame: &ExceptionFrame) -> ! {
    let (cause, address) = (arm::CFSR.read(Mmio), arm::BFAR.read(Mmio));
    let off_limits = cause & arm::CFSR_MMFAR != 0 && stack_guard::is_guarded(arm::MMFAR.read(Mmio));
    if off_limits || cause & arm::CFSR_STACKING != 0 {
        stack_guard::overflow();
    }
    stop("fault at %1, CFSR %2, BFAR %3", &[Gap::Hex(frame.pc()), Gap::Hex(cause), Gap::Hex(address)])
}

/// Nothing here panics on input, so this is a defect. The message and the place are not printed: the texts of every
/// panic there could be would take two kilobytes.
#[panic_handler]
fn panic(_: &PanicInfo) -> ! {
    stop("a defect of the firmware", &[])
}

// SAFETY: the routines keep to the ABI their names belong to.
core::arch::global_asm!(include_str!("../memory.s"));

// SAFETY: the linker script defines them; only their addresses are used.
unsafe extern "C" {
    static _stack_start: u32;
    static _stack_end: u32;
}

/// Returns the addresses of the stack, from the guard's lowest to the first behind the stack.
pub fn stack() -> Range<u32> {
    let addr = |symbol: *const u32| symbol.addr() as u32;
    addr(&raw const _stack_end)..addr(&raw const _stack_start)
}

/// Returns true if the word at `addr` of the stack was never written to. Elsewhere no word is painted.
pub fn is_painted(addr: u32) -> bool {
    let word = ptr::with_exposed_provenance::<u32>(addr as usize);
    // SAFETY: an aligned word of the stack, which is always there; volatile, because it may be in use.
    stack().contains(&addr) && addr.is_multiple_of(4) && unsafe { ptr::read_volatile(word) } == STACK_PAINT_VALUE
}
