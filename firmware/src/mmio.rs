//! The chip's registers themselves: every access to hardware is in this file.

#![allow(unsafe_code)]

use core::ptr;

use cortex_m::asm;
use pinscope_core::cc3200::hib;
use pinscope_core::{Registers, RegistersMut};

/// The memory-mapped registers of the chip, as the register trait of `pinscope-core`. It has no size: a handle on it
/// costs nothing.
///
/// Each access to a register of the hibernate block ([`hib::BASE`] to [`hib::END`]) is followed by a wait of 200 µs,
/// which that block needs before the next one. Arming a pin to wake the board makes up to six such accesses with
/// interrupts off, so it takes about a millisecond.
///
/// # Panics
/// An address below 0x40000000, where memory lies, and one that is not a multiple of four panic. A register that is
/// absent or whose block has no clock is a bus fault of the processor.
#[derive(Clone, Copy, Debug)]
pub struct Mmio;

/// Where registers begin; below lies memory (ARMv7-M, system address map).
const REGISTERS: u32 = 0x4000_0000;

/// How long a HIB register needs after an access: 200 µs at 80 MHz (TI's driver, `PRCMHIBRegWrite`).
const HIB_CYCLES: u32 = 16_000;

impl Registers for Mmio {
    #[inline]
    fn read(self, addr: u32) -> u32 {
        let register = register(addr);
        // SAFETY: an aligned word outside memory, so no Rust object is there; absence is a fault, which is reported.
        let value = unsafe { ptr::read_volatile(register) };
        settle(addr);
        value
    }
}

impl RegistersMut for Mmio {
    #[inline]
    fn write(self, addr: u32, value: u32) {
        let register = register(addr);
        // SAFETY: as for reading; and no register the core writes makes the chip write to memory by itself.
        unsafe { ptr::write_volatile(register, value) };
        settle(addr);
    }

    #[inline(always)]
    fn exclusive<T>(self, f: impl FnOnce(Self) -> T) -> T {
        critical_section::with(|_| f(self))
    }
}

/// The register at `addr`. The check is what makes `read` and `write` safe to call; a constant address needs none at
/// run time.
#[inline(always)]
fn register(addr: u32) -> *mut u32 {
    if addr < REGISTERS || !addr.is_multiple_of(4) {
        absent();
    }
    ptr::with_exposed_provenance_mut(addr as usize)
}

/// Outside, and without words: it is reached from every access whose address is not known when it is compiled.
#[cold]
#[inline(never)]
fn absent() -> ! {
    panic!("there is no such register")
}

/// Waits until a register of the slow HIB block can be accessed again; nothing for the others.
#[inline(always)]
fn settle(addr: u32) {
    if (hib::BASE..hib::END).contains(&addr) {
        wait();
    }
}

#[inline(never)]
fn wait() {
    asm::delay(HIB_CYCLES);
}
