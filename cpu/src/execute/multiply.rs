//! Multiplication and division.

use crate::faults::Fault;
use crate::instruction::{LongOperation, Reg};
use crate::processor::Processor;

/// Returns the low or the top halfword as a signed number.
fn halfword(value: u32, is_top: bool) -> i64 {
    i64::from(if is_top { value >> 16 } else { value } as i16)
}

impl Processor {
    fn signed(&self, register: Reg) -> i64 {
        i64::from(self.registers.get(register) as i32)
    }

    /// Writes the sum of `product` and the addend, and sets Q if it does not fit. The multiplications that do this
    /// have products that fit.
    fn accumulate_q(&mut self, d: Reg, product: i64, a: Option<Reg>) {
        let sum = product + a.map_or(0, |a| self.signed(a));
        self.registers.flags.q |= sum != i64::from(sum as i32);
        self.registers.set(d, sum as u32);
    }

    fn pair(&self, (low, high): (Reg, Reg)) -> u64 {
        u64::from(self.registers.get(high)) << 32 | u64::from(self.registers.get(low))
    }

    fn set_pair(&mut self, (low, high): (Reg, Reg), value: u64) {
        self.registers.set(low, value as u32);
        self.registers.set(high, (value >> 32) as u32);
    }

    /// Executes MUL.
    pub(super) fn multiply(&mut self, sets_flags: bool, d: Reg, n: Reg, m: Reg) {
        let result = self.registers.get(n).wrapping_mul(self.registers.get(m));
        self.registers.set(d, result);
        if sets_flags {
            self.registers.flags.set_nz(result);
        }
    }

    /// Executes MLA and MLS.
    pub(super) fn multiply_accumulate(&mut self, subtracts: bool, d: Reg, n: Reg, m: Reg, a: Reg) {
        let product = self.registers.get(n).wrapping_mul(self.registers.get(m));
        let addend = self.registers.get(a);
        self.registers.set(d, if subtracts { addend.wrapping_sub(product) } else { addend.wrapping_add(product) });
    }

    /// Executes SMULL, UMULL, SMLAL, UMLAL and UMAAL.
    pub(super) fn multiply_long(&mut self, operation: LongOperation, target: (Reg, Reg), n: Reg, m: Reg) {
        let unsigned = u64::from(self.registers.get(n)) * u64::from(self.registers.get(m));
        let signed = (self.signed(n) * self.signed(m)) as u64;
        let result = match operation {
            LongOperation::Umull => unsigned,
            LongOperation::Smull => signed,
            LongOperation::Umlal => self.pair(target).wrapping_add(unsigned),
            LongOperation::Smlal => self.pair(target).wrapping_add(signed),
            LongOperation::Umaal => {
                let (low, high) = (self.registers.get(target.0), self.registers.get(target.1));
                unsigned + u64::from(low) + u64::from(high)
            }
        };
        self.set_pair(target, result);
    }

    /// Executes SDIV and UDIV. The quotient of 0 is 0, unless CCR.DIV_0_TRP makes it a fault.
    pub(super) fn divide(&mut self, signed: bool, d: Reg, n: Reg, m: Reg) -> Result<(), Fault> {
        let (dividend, divisor) = (self.registers.get(n), self.registers.get(m));
        if divisor == 0 && self.scs.traps_division_by_zero() {
            return Err(Fault::DivideByZero);
        }
        let quotient = match (divisor, signed) {
            (0, _) => 0,
            (_, true) => (dividend as i32).wrapping_div(divisor as i32) as u32,
            (_, false) => dividend / divisor,
        };
        self.registers.set(d, quotient);
        Ok(())
    }

    /// Executes SMULBB, SMLABB and the like.
    pub(super) fn multiply_halfwords(
        &mut self,
        d: Reg,
        (n, n_top): (Reg, bool),
        (m, m_top): (Reg, bool),
        a: Option<Reg>,
    ) {
        let product = halfword(self.registers.get(n), n_top) * halfword(self.registers.get(m), m_top);
        self.accumulate_q(d, product, a);
    }

    /// Executes SMULWB, SMLAWB and the like.
    pub(super) fn multiply_word_by_halfword(&mut self, d: Reg, n: Reg, (m, m_top): (Reg, bool), a: Option<Reg>) {
        let product = self.signed(n) * halfword(self.registers.get(m), m_top);
        self.accumulate_q(d, product >> 16, a);
    }

    /// Returns the sum or difference of the products of the halfwords.
    fn dual_product(&self, subtracts: bool, n: Reg, (m, exchanges): (Reg, bool)) -> i64 {
        let (n, m) = (self.registers.get(n), self.registers.get(m).rotate_left(if exchanges { 16 } else { 0 }));
        let low = halfword(n, false) * halfword(m, false);
        let high = halfword(n, true) * halfword(m, true);
        if subtracts { low - high } else { low + high }
    }

    /// Executes SMUAD, SMUSD, SMLAD and SMLSD.
    pub(super) fn multiply_dual(&mut self, subtracts: bool, d: Reg, n: Reg, m: (Reg, bool), a: Option<Reg>) {
        let sum = self.dual_product(subtracts, n, m);
        self.accumulate_q(d, sum, a);
    }

    /// Executes SMMUL, SMMLA and SMMLS.
    pub(super) fn multiply_most_significant(
        &mut self,
        subtracts: bool,
        rounds: bool,
        d: Reg,
        n: Reg,
        m: Reg,
        a: Option<Reg>,
    ) {
        let product = self.signed(n) * self.signed(m);
        let addend = a.map_or(0, |a| self.signed(a) << 32);
        let result = if subtracts { addend.wrapping_sub(product) } else { addend.wrapping_add(product) };
        let result = result.wrapping_add(if rounds { 1 << 31 } else { 0 });
        self.registers.set(d, (result >> 32) as u32);
    }

    /// Executes SMLALBB and the like.
    pub(super) fn multiply_halfwords_long(
        &mut self,
        target: (Reg, Reg),
        (n, n_top): (Reg, bool),
        (m, m_top): (Reg, bool),
    ) {
        let product = halfword(self.registers.get(n), n_top) * halfword(self.registers.get(m), m_top);
        self.set_pair(target, self.pair(target).wrapping_add(product as u64));
    }

    /// Executes SMLALD and SMLSLD.
    pub(super) fn multiply_dual_long(&mut self, subtracts: bool, target: (Reg, Reg), n: Reg, m: (Reg, bool)) {
        let sum = self.dual_product(subtracts, n, m);
        self.set_pair(target, self.pair(target).wrapping_add(sum as u64));
    }
}
