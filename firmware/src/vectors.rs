//! The interrupts in the vector table. Their names are the ones that `#[interrupt]` accepts.
//!
//! Reset and the exceptions belong to cortex-m-rt. Its feature `set-vtor` makes the processor use this table from the
//! start; otherwise it would still use the table of the WiPy's boot manager.

#![allow(unsafe_code)]

use pinscope_core::cc3200::nvic;

/// The interrupts of the blocks that `pinscope-core` supports. A function with `#[interrupt]` and one of these names
/// serves that interrupt.
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
    /// UARTA0, which carries the serial link.
    UARTA0 = nvic::UARTA0 as u16,
}

// SAFETY: the programs define these functions, or `device.x` makes them cortex-m-rt's DefaultHandler. All have this
// type.
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

/// One entry for each interrupt number up to UARTA0. Number 4 belongs to no block, and no higher number is enabled.
// SAFETY: the linker script puts it behind the exceptions, where the processor reads it; each entry is a routine.
#[unsafe(link_section = ".vector_table.interrupts")]
// SAFETY: nothing else has this name, which cortex-m-rt expects.
#[unsafe(no_mangle)]
static __INTERRUPTS: [unsafe extern "C" fn(); nvic::UARTA0 as usize + 1] =
    [GPIOA0, GPIOA1, GPIOA2, GPIOA3, DefaultHandler, UARTA0];

/// Returns the address of the vector table.
pub(crate) fn address() -> u32 {
    (&raw const __vector_table).addr() as u32
}
