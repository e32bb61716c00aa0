//! Exception routines, the panic handler and the bounds of the stack.
//!
//! The reset routine comes from cortex-m-rt. The feature `paint-stack` of that crate fills the stack with a pattern, so
//! that the used part of the stack can be measured.

#![allow(unsafe_code)]

use core::ops::Range;
use core::panic::PanicInfo;
use core::ptr;

use cortex_m_rt::{ExceptionFrame, STACK_PAINT_VALUE, exception};
use pinscope_core::cc3200::arm;
use pinscope_firmware::Mmio;

use crate::uart::fatal;
use crate::{stack_guard, systick};

/// Reports an interrupt or exception that has no routine of its own, and stops.
// SAFETY: only the processor calls it, and it never returns to the interrupted code.
#[exception]
unsafe fn DefaultHandler(_: i16) -> ! {
    fatal(format_args!("an interrupt has no handler"))
}

#[exception]
fn SysTick() {
    systick::tick();
}

/// Reports a bus fault (a block is absent or has no clock), an invalid instruction or an access to the stack's guard,
/// and stops. The firmware cannot continue after any of them.
// SAFETY: only the processor calls it, and it never returns to the interrupted code. If the stack was full, it runs in
// the guard, which fault handlers may access.
#[exception]
unsafe fn HardFault(frame: &ExceptionFrame) -> ! {
    let (cause, address) = (arm::CFSR.read(Mmio), arm::BFAR.read(Mmio));
    let hit_guard = cause & arm::CFSR_MMFAR != 0 && stack_guard::is_guarded(arm::MMFAR.read(Mmio));
    if hit_guard || cause & arm::CFSR_STACKING != 0 {
        stack_guard::overflow();
    }
    fatal(format_args!("fault at {:#010X}, CFSR {cause:#010X}, BFAR {address:#010X}", frame.pc()))
}

/// Reports a panic and stops. No input causes a panic, so a panic is a bug of the firmware.
#[panic_handler]
fn panic(info: &PanicInfo) -> ! {
    match info.location() {
        Some(place) => fatal(format_args!("panic at {place}: {}", info.message())),
        None => fatal(format_args!("panic: {}", info.message())),
    }
}

// SAFETY: the linker script defines them; only their addresses are used.
unsafe extern "C" {
    static _stack_start: u32;
    static _stack_end: u32;
}

/// Returns the addresses of the stack, the guard at its lower end included.
pub fn stack() -> Range<u32> {
    let addr = |symbol: *const u32| symbol.addr() as u32;
    addr(&raw const _stack_end)..addr(&raw const _stack_start)
}

/// Returns true if `addr` is a word of the stack that was never written to.
pub fn is_painted(addr: u32) -> bool {
    let word = ptr::with_exposed_provenance::<u32>(addr as usize);
    // SAFETY: the word is aligned and lies in the stack, which always exists. The access is volatile, because the word
    // may be in use.
    stack().contains(&addr) && addr.is_multiple_of(4) && unsafe { ptr::read_volatile(word) } == STACK_PAINT_VALUE
}
