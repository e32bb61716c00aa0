//! Loads and stores of several registers.

use super::load_store::check_alignment;
use crate::bus::{Bus, Size};
use crate::faults::Fault;
use crate::instruction::Reg;
use crate::processor::Processor;

/// Returns the registers of a list, from the lowest on, which has the lowest address.
#[inline(always)]
fn registers_of(mut list: u16) -> impl Iterator<Item = Reg> {
    core::iter::from_fn(move || {
        let register = Reg::from_bits(list.trailing_zeros(), 0);
        list &= list.checked_sub(1)?;
        Some(register)
    })
}

impl Processor {
    /// Returns the lowest address of the transfer and the value that is written back to the base register.
    #[inline(always)]
    fn range(&self, n: Reg, before: bool, list: u16) -> Result<(u32, u32), Fault> {
        let base = self.registers.get(n);
        let size = 4 * list.count_ones();
        check_alignment(base, Size::Word)?;
        let below = base.wrapping_sub(size);
        Ok(if before { (below, below) } else { (base, base.wrapping_add(size)) })
    }

    /// Executes LDM, LDMDB and POP. All values are read before any register changes.
    #[inline(never)]
    pub(super) fn load_multiple<B: Bus>(
        &mut self,
        bus: &mut B,
        n: Reg,
        before: bool,
        writes_back: bool,
        list: u16,
    ) -> Result<(), Fault> {
        let (mut address, base) = self.range(n, before, list)?;
        let mut values = [0; 16];
        for register in registers_of(list) {
            values[register.index()] = self.load(bus, address, Size::Word)?;
            address = address.wrapping_add(4);
        }
        if writes_back {
            self.registers.set(n, base);
        }
        for register in registers_of(list & 0x7FFF) {
            self.registers.set(register, values[register.index()]);
        }
        if list & 1 << Reg::PC.index() != 0 {
            self.branch_exchange(bus, values[Reg::PC.index()]);
        }
        Ok(())
    }

    /// Executes STM, STMDB and PUSH.
    #[inline(never)]
    pub(super) fn store_multiple<B: Bus>(
        &mut self,
        bus: &mut B,
        n: Reg,
        before: bool,
        writes_back: bool,
        list: u16,
    ) -> Result<(), Fault> {
        let (mut address, base) = self.range(n, before, list)?;
        for register in registers_of(list) {
            self.store(bus, address, Size::Word, self.registers.get(register))?;
            address = address.wrapping_add(4);
        }
        if writes_back {
            self.registers.set(n, base);
        }
        Ok(())
    }
}
