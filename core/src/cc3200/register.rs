//! The types of registers: read-only, read-write and write-only.

use crate::registers::{Registers, RegistersMut};

/// A read-only register, by its absolute address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ro(pub u32);

/// A register that can be read and written, by its absolute address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rw(pub u32);

/// A write-only register, by its absolute address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wo(pub u32);

// An access to a known address compiles to one load or store, so every method is always inlined.

impl Ro {
    /// Returns the current word.
    #[inline(always)]
    pub fn read(self, registers: impl Registers) -> u32 {
        registers.read(self.0)
    }
}

impl Rw {
    /// Returns the current word.
    #[inline(always)]
    pub fn read(self, registers: impl Registers) -> u32 {
        registers.read(self.0)
    }

    /// Replaces the word.
    #[inline(always)]
    pub fn write(self, registers: impl RegistersMut, value: u32) {
        registers.write(self.0, value);
    }

    /// Sets the bits of `mask` to those of `value` and keeps the others, without interruption.
    #[inline(always)]
    pub fn modify(self, registers: impl RegistersMut, mask: u32, value: u32) {
        registers.modify(self.0, |word| (word & !mask) | (value & mask));
    }
}

impl Wo {
    /// Writes the word.
    #[inline(always)]
    pub fn write(self, registers: impl RegistersMut, value: u32) {
        registers.write(self.0, value);
    }
}
