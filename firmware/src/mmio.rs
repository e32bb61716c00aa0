//! The memory-mapped registers of the chip. Every access to hardware goes through this file.

#![allow(unsafe_code)]

use core::ptr;

use cortex_m::asm;
use pinscope_core::cc3200::hib;
use pinscope_core::{Registers, RegistersMut};

/// A handle to the registers of the chip. It implements the register traits of `pinscope-core`, and it has no size, so
/// it costs nothing to pass it on.
///
/// Each access to a register of the hibernate block ([`hib::BASE`] to [`hib::END`]) is followed by a wait of 200 µs,
/// because that block needs this time before its next access. Arming a pin to wake the board makes up to five such
/// accesses with interrupts off, so it takes about a millisecond.
///
/// # Panics
/// `read` and `write` panic if the address is below 0x40000000, where memory lies, or not a multiple of four. If the
/// register is absent or its block has no clock, the processor raises a bus fault.
#[derive(Clone, Copy, Debug)]
pub struct Mmio;

/// Lowest address of a register; memory lies below (ARMv7-M, system address map).
const MIN_ADDR: u32 = 0x4000_0000;

/// Number of cycles that a HIB register needs after an access: 200 µs at 80 MHz (TI's driver, `PRCMHIBRegWrite`).
const HIB_SETTLE_CYCLES: u32 = 16_000;

impl Registers for Mmio {
    #[inline]
    fn read(self, addr: u32) -> u32 {
        let register = register(addr);
        // SAFETY: the word is aligned and outside memory, so no Rust object is there. An absent register is a bus
        // fault.
        let value = unsafe { ptr::read_volatile(register) };
        settle(addr);
        value
    }
}

impl RegistersMut for Mmio {
    #[inline]
    fn write(self, addr: u32, value: u32) {
        let register = register(addr);
        // SAFETY: the reasons for reading apply here too. In addition, no register that the core writes makes the chip
        // itself write to memory.
        unsafe { ptr::write_volatile(register, value) };
        settle(addr);
    }

    #[inline(always)]
    fn exclusive<T>(self, f: impl FnOnce(Self) -> T) -> T {
        critical_section::with(|_| f(self))
    }
}

/// Returns the register at `addr`. This check makes `read` and `write` safe to call. The compiler removes it if the
/// address is a constant.
#[inline(always)]
fn register(addr: u32) -> *mut u32 {
    if addr < MIN_ADDR || !addr.is_multiple_of(4) {
        invalid_address();
    }
    ptr::with_exposed_provenance_mut(addr as usize)
}

/// Panics. This is a function of its own because `register` is inlined into every access. It formats nothing, so
/// programs that print no panics stay small.
#[cold]
#[inline(never)]
fn invalid_address() -> ! {
    panic!("there is no register at this address")
}

/// Waits until the slow HIB block can be accessed again, if `addr` is in it.
#[inline(always)]
fn settle(addr: u32) {
    if (hib::BASE..hib::END).contains(&addr) {
        wait();
    }
}

#[inline(never)]
fn wait() {
    asm::delay(HIB_SETTLE_CYCLES);
}
