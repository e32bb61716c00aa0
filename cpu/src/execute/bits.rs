//! Bit fields, extension, packing and reversal.

use super::data::shift_with_carry;
use crate::instruction::{BitOperation, Extension, Reg, Shift};
use crate::processor::Processor;

impl Processor {
    /// Executes SBFX and UBFX. A field that reaches beyond bit 31 is cut off there.
    pub(super) fn bit_field_extract(&mut self, signed: bool, d: Reg, n: Reg, lsb: u8, width: u8) {
        let (lsb, width) = (u32::from(lsb), u32::from(width));
        let unused = 32u32.saturating_sub(lsb + width);
        let field = self.registers.get(n) << unused;
        let shift = (unused + lsb) & 31;
        self.registers.set(d, if signed { (field as i32 >> shift) as u32 } else { field >> shift });
    }

    /// Executes BFI and BFC. A field that ends before it begins changes nothing.
    pub(super) fn bit_field_insert(&mut self, d: Reg, n: Option<Reg>, lsb: u8, msb: u8) {
        let mask = (u32::MAX >> (31 - (msb & 31))) & (u32::MAX << (lsb & 31));
        let value = n.map_or(0, |n| self.registers.get(n) << (lsb & 31));
        self.registers.set(d, self.registers.get(d) & !mask | value & mask);
    }

    /// Executes SXTB, UXTAH and the like.
    pub(super) fn extend(&mut self, extension: Extension, signed: bool, d: Reg, a: Option<Reg>, m: Reg, rotation: u8) {
        let value = self.registers.get(m).rotate_right(rotation.into());
        let byte = |value: u32| if signed { value as i8 as u32 } else { value & 0xFF };
        let addend = a.map_or(0, |a| self.registers.get(a));
        let result = match extension {
            Extension::Byte => addend.wrapping_add(byte(value)),
            Extension::Halfword => addend.wrapping_add(if signed { value as i16 as u32 } else { value & 0xFFFF }),
            Extension::TwoBytes => {
                let low = addend.wrapping_add(byte(value)) & 0xFFFF;
                let high = (addend >> 16).wrapping_add(byte(value >> 16)) << 16;
                high | low
            }
        };
        self.registers.set(d, result);
    }

    /// Executes REV, REV16, REVSH, RBIT and CLZ.
    pub(super) fn bits(&mut self, operation: BitOperation, d: Reg, m: Reg) {
        let value = self.registers.get(m);
        let result = match operation {
            BitOperation::Rev => value.swap_bytes(),
            BitOperation::Rev16 => value.swap_bytes().rotate_left(16),
            BitOperation::Revsh => (value as u16).swap_bytes() as i16 as u32,
            BitOperation::Rbit => value.reverse_bits(),
            BitOperation::Clz => value.leading_zeros(),
        };
        self.registers.set(d, result);
    }

    /// Executes PKHBT and PKHTB.
    pub(super) fn pack_halfwords(&mut self, top_first: bool, d: Reg, n: Reg, m: Reg, amount: u8) {
        let shift = if top_first { Shift::Asr } else { Shift::Lsl };
        let (shifted, _) = shift_with_carry(self.registers.get(m), shift, amount, false);
        let n = self.registers.get(n);
        let (top, bottom) = if top_first { (n, shifted) } else { (shifted, n) };
        self.registers.set(d, top & 0xFFFF_0000 | bottom & 0xFFFF);
    }

    /// Executes SEL.
    pub(super) fn select_bytes(&mut self, d: Reg, n: Reg, m: Reg) {
        let mask =
            (0..4).filter(|byte| self.registers.flags.ge >> byte & 1 != 0).fold(0, |m, byte| m | 0xFF << (8 * byte));
        let (n, m) = (self.registers.get(n), self.registers.get(m));
        self.registers.set(d, n & mask | m & !mask);
    }
}
