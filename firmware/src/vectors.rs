//! The vector table's part for interrupts, by the names that `#[interrupt]` takes.
//!
//! Reset and the exceptions are cortex-m-rt's. Its feature `set-vtor` makes the table the processor's before anything
//! else happens: the WiPy's boot manager leaves its own in place.

#![allow(unsafe_code)]

use pinscope_core::cc3200::uart;

/// The interrupts of the blocks that the core knows. A function with `#[interrupt]` and one of these names serves it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
pub enum Interrupt {
    /// Any pin of port A0: GP0 to GP7.
    GPIOA0 = 0,
    /// Any pin of port A1: GP8 to GP15.
    GPIOA1 = 1,
    /// Any pin of port A2: GP16 to GP23.
    GPIOA2 = 2,
    /// Any pin of port A3: GP24 to GP31.
    GPIOA3 = 3,
    /// The UART of the serial cable.
    UARTA0 = uart::INTERRUPT as u16,
}

// SAFETY: the programs define these functions, or `device.x` makes them cortex-m-rt's DefaultHandler; all have this type.
unsafe extern "C" {
    fn GPIOA0();
    fn GPIOA1();
    fn GPIOA2();
    fn GPIOA3();
    fn UARTA0();
    fn DefaultHandler();
}

// SAFETY: the linker script defines it; only its address is used.
unsafe extern "C" {
    static __vector_table: u32;
}

/// One entry for each interrupt number, the fifth of which belongs to no block. Nothing above UARTA0 is enabled.
// SAFETY: the linker script puts it where the processor looks, behind the exceptions; each entry is a routine.
#[unsafe(link_section = ".vector_table.interrupts")]
// SAFETY: nothing else has this name, by which cortex-m-rt asks for it.
#[unsafe(no_mangle)]
static __INTERRUPTS: [unsafe extern "C" fn(); uart::INTERRUPT as usize + 1] =
    [GPIOA0, GPIOA1, GPIOA2, GPIOA3, DefaultHandler, UARTA0];

/// Returns the address of the vector table.
pub(crate) fn address() -> u32 {
    (&raw const __vector_table).addr() as u32
}
