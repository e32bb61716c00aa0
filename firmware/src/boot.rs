//! What the processor calls: interrupts, faults and, from Rust, a panic.
//!
//! Reset and the vector table are cortex-m-rt's. Its feature `set-vtor` makes the table the processor's before
//! anything else happens: the WiPy's boot manager leaves its own in place.

#![allow(unsafe_code)]

use core::panic::PanicInfo;

use cortex_m_rt::{ExceptionFrame, exception};
use pinscope_core::cc3200::{Ro, Rw, gpio::Port};

use crate::console::stop;
use crate::interrupts;
use crate::mmio::Mmio;

/// SysTick control and status (ARMv7-M).
const SYST_CSR: Rw = Rw(0xE000_E010);
/// Configurable fault status: what kind of fault it was (ARMv7-M).
const CFSR: Ro = Ro(0xE000_ED28);
/// The address a bus fault was about, where CFSR has bit 15 (ARMv7-M).
const BFAR: Ro = Ro(0xE000_ED38);

/// Every interrupt, by its number in the NVIC, and every exception without a function of its own, as a negative one.
// SAFETY: only the processor calls it, and all it shares with the main loop is behind critical sections.
#[exception]
unsafe fn DefaultHandler(number: i16) {
    let port = usize::try_from(number).ok().and_then(|number| Port::ALL.get(number));
    match port {
        Some(&port) => interrupts::serve(port),
        None => stop(format_args!("interrupt {number} has no handler")),
    }
}

/// The WiPy's boot manager leaves its tick running; the first that arrives here is the last.
#[exception]
fn SysTick() {
    SYST_CSR.write(Mmio, 0);
}

/// A bus error (a block that is absent or not clocked), an invalid instruction: nothing can go on.
// SAFETY: only the processor calls it, and it never returns to what it interrupted.
#[exception]
unsafe fn HardFault(frame: &ExceptionFrame) -> ! {
    let (cause, address) = (CFSR.read(Mmio), BFAR.read(Mmio));
    stop(format_args!("fault at {:#010x}, CFSR {cause:#010x}, BFAR {address:#010x}", frame.pc()))
}

#[panic_handler]
fn panic(info: &PanicInfo) -> ! {
    stop(format_args!("{info}"))
}
