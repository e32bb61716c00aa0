//! Saturation and parallel arithmetic.

use super::data::shift_with_carry;
use crate::instruction::{ParallelOperation, ParallelRange, Reg, Shift};
use crate::processor::Processor;

/// Returns `value` brought into the range of numbers of `bits` bits, and whether that has changed it.
fn saturated(value: i64, bits: u32, signed: bool) -> (i64, bool) {
    let (min, max) =
        if signed { (-(1i64 << (bits.max(1) - 1)), (1i64 << (bits.max(1) - 1)) - 1) } else { (0, (1i64 << bits) - 1) };
    let result = value.clamp(min, max);
    (result, result != value)
}

/// Returns part `index` of a register that is divided into parts of `bits` bits.
fn part(value: u32, index: u32, bits: u32, signed: bool) -> i64 {
    let part = value >> (index * bits) & ((1 << bits) - 1);
    let unused = 32 - bits;
    if signed { i64::from(((part << unused) as i32) >> unused) } else { part.into() }
}

impl Processor {
    /// Executes SSAT and USAT.
    pub(super) fn saturate(&mut self, signed: bool, d: Reg, n: Reg, (shift, amount): (Shift, u8), bits: u8) {
        let (value, _) = shift_with_carry(self.registers.get(n), shift, amount, false);
        let result = self.saturate_q(i64::from(value as i32), bits.into(), signed);
        self.registers.set(d, result as u32);
    }

    /// Executes SSAT16 and USAT16.
    pub(super) fn saturate16(&mut self, signed: bool, d: Reg, n: Reg, bits: u8) {
        let value = self.registers.get(n);
        let low = self.saturate_q(part(value, 0, 16, true), bits.into(), signed) as u32;
        let high = self.saturate_q(part(value, 1, 16, true), bits.into(), signed) as u32;
        self.registers.set(d, high << 16 | low & 0xFFFF);
    }

    /// Executes QADD, QSUB, QDADD and QDSUB.
    pub(super) fn saturating_add(&mut self, doubles: bool, subtracts: bool, d: Reg, n: Reg, m: Reg) {
        let mut second = i64::from(self.registers.get(n) as i32);
        if doubles {
            second = self.saturate_q(2 * second, 32, true);
        }
        let first = i64::from(self.registers.get(m) as i32);
        let sum = if subtracts { first - second } else { first + second };
        let result = self.saturate_q(sum, 32, true);
        self.registers.set(d, result as u32);
    }

    /// Returns the saturated value, and sets Q if it is another.
    fn saturate_q(&mut self, value: i64, bits: u32, signed: bool) -> i64 {
        let (result, is_saturated) = saturated(value, bits, signed);
        self.registers.flags.q |= is_saturated;
        result
    }

    /// Executes SADD16, UQSUB8, SHASX and the like.
    pub(super) fn parallel(
        &mut self,
        operation: ParallelOperation,
        range: ParallelRange,
        signed: bool,
        d: Reg,
        n: Reg,
        m: Reg,
    ) {
        use ParallelOperation as P;
        let (n, m) = (self.registers.get(n), self.registers.get(m));
        let (bits, exchanges) = match operation {
            P::Add8 | P::Sub8 => (8, false),
            P::Add16 | P::Sub16 => (16, false),
            P::AddSubtract | P::SubtractAdd => (16, true),
        };
        let mut result = 0;
        for index in 0..32 / bits {
            let subtracts = match operation {
                P::Add8 | P::Add16 => false,
                P::Sub8 | P::Sub16 => true,
                P::AddSubtract => index == 0,
                P::SubtractAdd => index == 1,
            };
            let x = part(n, index, bits, signed);
            let y = part(m, if exchanges { 1 - index } else { index }, bits, signed);
            let value = if subtracts { x - y } else { x + y };
            let value = match range {
                ParallelRange::Saturates => saturated(value, bits, signed).0,
                ParallelRange::Halves => value >> 1,
                ParallelRange::Wraps => {
                    let is_set = if signed || subtracts { value >= 0 } else { value >= 1 << bits };
                    let ge = (if bits == 8 { 1 } else { 3 }) << (index * bits / 8);
                    let flags = &mut self.registers.flags;
                    flags.ge = if is_set { flags.ge | ge } else { flags.ge & !ge };
                    value
                }
            };
            result |= (value as u32 & ((1 << bits) - 1)) << (index * bits);
        }
        self.registers.set(d, result);
    }

    /// Executes USAD8 and USADA8.
    pub(super) fn sum_of_differences(&mut self, d: Reg, n: Reg, m: Reg, a: Option<Reg>) {
        let (n, m) = (self.registers.get(n).to_le_bytes(), self.registers.get(m).to_le_bytes());
        let sum: u32 = n.into_iter().zip(m).map(|(x, y)| u32::from(x.abs_diff(y))).sum();
        let addend = a.map_or(0, |a| self.registers.get(a));
        self.registers.set(d, addend.wrapping_add(sum));
    }
}
