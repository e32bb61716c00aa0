//! Data processing with two operands, and shifts (A2.2.1).

use crate::instruction::{DataOperation, ImmediateCarry, Reg, Shift};
use crate::processor::Processor;

/// Returns the sum of both values and the carry, the carry out and the overflow (AddWithCarry).
#[inline(always)]
pub(super) fn add_with_carry(x: u32, y: u32, carry: bool) -> (u32, bool, bool) {
    let sum = u64::from(x) + u64::from(y) + u64::from(carry);
    let result = sum as u32;
    (result, sum >> 32 != 0, ((x ^ result) & (y ^ result)) >> 31 != 0)
}

/// Returns the shifted value and the carry out (Shift_C). Only RRX takes the carry in.
#[inline(always)]
pub(super) fn shift_with_carry(value: u32, shift: Shift, amount: u8, carry: bool) -> (u32, bool) {
    let amount = u32::from(amount);
    if amount == 0 {
        return (value, carry);
    }
    match shift {
        Shift::Lsl => match amount {
            1..=31 => (value << amount, value >> (32 - amount) & 1 != 0),
            32 => (0, value & 1 != 0),
            _ => (0, false),
        },
        Shift::Lsr => match amount {
            1..=31 => (value >> amount, value >> (amount - 1) & 1 != 0),
            32 => (0, value >> 31 != 0),
            _ => (0, false),
        },
        Shift::Asr => {
            let amount = amount.min(32);
            let carry = (value as i32) >> (amount - 1) & 1 != 0;
            ((value as i32 >> (amount - 1) >> 1) as u32, carry)
        }
        Shift::Ror => {
            let result = value.rotate_right(amount % 32);
            (result, result >> 31 != 0)
        }
        Shift::Rrx => (u32::from(carry) << 31 | value >> 1, value & 1 != 0),
    }
}

impl Processor {
    #[inline(always)]
    pub(super) fn data_immediate(
        &mut self,
        operation: DataOperation,
        sets_flags: bool,
        d: Reg,
        n: Reg,
        carry: ImmediateCarry,
        value: u32,
    ) {
        let carry = match carry {
            ImmediateCarry::Unchanged => self.registers.flags.c,
            ImmediateCarry::TopBit => value >> 31 != 0,
        };
        self.data(operation, sets_flags, d, self.registers.get(n), value, carry);
    }

    #[inline(always)]
    pub(super) fn data_register(&mut self, operation: DataOperation, sets_flags: bool, d: Reg, n: Reg, m: Reg) {
        let registers = &self.registers;
        self.data(operation, sets_flags, d, registers.get(n), registers.get(m), registers.flags.c);
    }

    #[inline(always)]
    pub(super) fn data_shifted(
        &mut self,
        operation: DataOperation,
        sets_flags: bool,
        d: Reg,
        n: Reg,
        m: Reg,
        (shift, amount): (Shift, u8),
    ) {
        let registers = &self.registers;
        let (value, carry) = shift_with_carry(registers.get(m), shift, amount, registers.flags.c);
        self.data(operation, sets_flags, d, registers.get(n), value, carry);
    }

    #[inline(always)]
    pub(super) fn shift_by_register(&mut self, shift: Shift, sets_flags: bool, d: Reg, n: Reg, m: Reg) {
        let registers = &self.registers;
        let amount = registers.get(m) as u8;
        let (value, carry) = shift_with_carry(registers.get(n), shift, amount, registers.flags.c);
        self.data(DataOperation::Mov, sets_flags, d, 0, value, carry);
    }

    /// Performs an operation. `carry` is the carry flag after a logical one.
    #[inline(always)]
    fn data(&mut self, operation: DataOperation, sets_flags: bool, d: Reg, x: u32, y: u32, carry: bool) {
        let flags = &mut self.registers.flags;
        let logical = |result| (result, carry, flags.v);
        let (result, c, v) = match operation {
            DataOperation::And | DataOperation::Tst => logical(x & y),
            DataOperation::Bic => logical(x & !y),
            DataOperation::Orr => logical(x | y),
            DataOperation::Orn => logical(x | !y),
            DataOperation::Eor | DataOperation::Teq => logical(x ^ y),
            DataOperation::Mov => logical(y),
            DataOperation::Mvn => logical(!y),
            DataOperation::Add | DataOperation::Cmn => add_with_carry(x, y, false),
            DataOperation::Adc => add_with_carry(x, y, flags.c),
            DataOperation::Sub | DataOperation::Cmp => add_with_carry(x, !y, true),
            DataOperation::Sbc => add_with_carry(x, !y, flags.c),
            DataOperation::Rsb => add_with_carry(!x, y, true),
        };
        if sets_flags {
            flags.set_nz(result);
            flags.c = c;
            flags.v = v;
        }
        if !operation.is_comparison() {
            self.registers.set(d, result);
        }
    }

    /// Executes MOVT.
    pub(super) fn move_top(&mut self, d: Reg, value: u16) {
        let low = self.registers.get(d) & 0xFFFF;
        self.registers.set(d, u32::from(value) << 16 | low);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shifts_by_32_and_more_leave_what_the_manual_says() {
        let value = 0x8000_0001;
        for (shift, amount, expected) in [
            (Shift::Lsl, 32, (0, true)),
            (Shift::Lsl, 33, (0, false)),
            (Shift::Lsr, 32, (0, true)),
            (Shift::Lsr, 33, (0, false)),
            (Shift::Asr, 32, (u32::MAX, true)),
            (Shift::Asr, 255, (u32::MAX, true)),
            (Shift::Ror, 32, (value, true)),
            (Shift::Ror, 33, (0xC000_0000, true)),
            (Shift::Rrx, 1, (0x4000_0000, true)),
            (Shift::Lsl, 0, (value, false)),
        ] {
            assert_eq!(shift_with_carry(value, shift, amount, false), expected, "{shift:?} {amount}");
        }
    }
}
