//! What the processor calls: interrupts, faults, the way back from LPDS and, from Rust, a panic.
//!
//! Reset and the vector table are cortex-m-rt's. Its feature `set-vtor` makes the table the processor's before
//! anything else happens: the WiPy's boot manager leaves its own in place. Its feature `paint-stack` fills the stack with a
//! pattern, so that what was used of it can be told.

#![allow(unsafe_code)]

use core::ops::Range;
use core::panic::PanicInfo;
use core::ptr;

use cortex_m_rt::{ExceptionFrame, STACK_PAINT_VALUE, exception};
use pinscope_core::Image;
use pinscope_core::cc3200::{arm, gpio::Port, uart};
use pinscope_core::words::Gap;

use crate::mmio::Mmio;
use crate::uart::stop;
use crate::{interrupts, stack, time};

/// Every interrupt, by its number in the NVIC, and every exception without a function of its own, as a negative one.
// SAFETY: only the processor calls it, and all it shares with the main loop is behind critical sections.
#[exception]
unsafe fn DefaultHandler(number: i16) {
    if let Ok(number) = usize::try_from(number) {
        if let Some(&port) = Port::ALL.get(number) {
            return interrupts::serve(port);
        }
        if number == uart::INTERRUPT as usize {
            return crate::uart::receive();
        }
    }
    stop("an interrupt has no handler", &[])
}

#[exception]
fn SysTick() {
    time::tick();
}

/// A bus error (a block that is absent or not clocked), an invalid instruction, the end of the stack: nothing can go on.
// SAFETY: only the processor calls it, and it never returns to what it interrupted. If the stack was full, it runs in
// the guard, which binds no fault handler.
#[exception]
unsafe fn HardFault(frame: &ExceptionFrame) -> ! {
    let (cause, address) = (arm::CFSR.read(Mmio), arm::BFAR.read(Mmio));
    let off_limits = cause & arm::CFSR_MMFAR != 0 && stack::is_guarded(arm::MMFAR.read(Mmio));
    if off_limits || cause & arm::CFSR_STACKING != 0 {
        stack::overflow();
    }
    stop("fault at %1, CFSR %2, BFAR %3", &[Gap::Hex(frame.pc()), Gap::Hex(cause), Gap::Hex(address)])
}

/// Nothing here panics on input, so this is a defect. What and where are not said: the sentences and places of every
/// panic there could be would take two kilobytes.
#[panic_handler]
fn panic(_: &PanicInfo) -> ! {
    stop("a defect of the firmware", &[])
}

/// The vector table's part for interrupts: the GPIO ports, one that no block has, UARTA0. Nothing above is enabled.
// SAFETY: the linker script puts it where the processor looks, behind the exceptions; each entry is a routine.
#[unsafe(link_section = ".vector_table.interrupts")]
// SAFETY: nothing else has this name, by which cortex-m-rt asks for it.
#[unsafe(no_mangle)]
static __INTERRUPTS: [unsafe extern "C" fn(); uart::INTERRUPT as usize + 1] = [DefaultHandler; _];

// SAFETY: cortex-m-rt's attribute above gives the routine this name and this type.
unsafe extern "C" {
    fn DefaultHandler();
}

// SAFETY: the routines keep to the ABI their names belong to.
core::arch::global_asm!(include_str!("../memory.s"));

// SAFETY: the linker script defines them; only their addresses are used.
unsafe extern "C" {
    static _stack_start: u32;
    static _stack_end: u32;
    static __vector_table: u32;
}

/// Where the stack is: from the guard's lowest address to the first behind it.
pub fn stack() -> Range<u32> {
    let addr = |symbol: *const u32| symbol.addr() as u32;
    addr(&raw const _stack_end)..addr(&raw const _stack_start)
}

/// Where the vector table is.
pub fn vector_table() -> u32 {
    (&raw const __vector_table).addr() as u32
}

/// Whether the word at `addr` of the stack was never written to. Elsewhere nothing is.
pub fn is_painted(addr: u32) -> bool {
    let word = ptr::with_exposed_provenance::<u32>(addr as usize);
    // SAFETY: an aligned word of the stack, which is always there; volatile, because it may be in use.
    stack().contains(&addr) && addr.is_multiple_of(4) && unsafe { ptr::read_volatile(word) } == STACK_PAINT_VALUE
}

/// Keeps what the processor would lose in LPDS on the stack, tells the ROM where to go on, and calls `request` with
/// `image`. Whether the board slept: if it did, the processor was reset and the ROM came back here, if it did not,
/// `request` returned. Interrupts are off afterwards.
pub fn sleep_and_return(image: &mut Image, request: extern "C" fn(&mut Image)) -> bool {
    // SAFETY: it keeps the registers a C function must keep, and returns once, either way.
    unsafe { enter_lpds(image, request) }
}

// SAFETY: to be called with interrupts off. `request` gets its argument untouched in r0, on a stack that is a multiple
// of eight; the stack it is called on is the one the ROM is given, and SRAM keeps it.
#[unsafe(naked)]
unsafe extern "C" fn enter_lpds(image: &mut Image, request: extern "C" fn(&mut Image)) -> bool {
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
        // The ROM comes here, with the stack as it was, and everything of the processor's as after a reset.
        "1:",
        "cpsid i",
        "movs r0, #1",
        "2:",
        "ldr r2, ={entry}",
        "movs r3, #0",
        "str r3, [r2]",
        "pop {{r3-r11, pc}}",
        stack = const pinscope_core::cc3200::mcu::RESUME_STACK.0,
        entry = const pinscope_core::cc3200::mcu::RESUME_ENTRY.0,
    )
}
