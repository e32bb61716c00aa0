//! Branches.

use crate::bus::{Bus, Size};
use crate::faults::Fault;
use crate::instruction::Reg;
use crate::processor::Processor;

/// The highest four bits of EXC_RETURN values.
const EXC_RETURN: u32 = 0xF;

impl Processor {
    /// Continues at `target` (BranchWritePC).
    #[inline(always)]
    pub(super) fn branch_to(&mut self, target: u32) {
        self.registers.pc = target & !1;
    }

    #[inline(always)]
    pub(super) fn branch(&mut self, offset: i32) {
        self.branch_to(self.registers.get(Reg::PC).wrapping_add_signed(offset));
    }

    /// Continues at `target`, whose lowest bit is the Thumb bit, or returns from an exception (BXWritePC,
    /// LoadWritePC).
    #[inline(always)]
    pub(super) fn branch_exchange<B: Bus>(&mut self, bus: &mut B, target: u32) {
        if target >> 28 == EXC_RETURN && self.registers.is_handler_mode() {
            self.return_from_exception(bus, target);
        } else {
            self.branch_with_state(target);
        }
    }

    /// Continues at `target`, whose lowest bit is the Thumb bit (BLXWritePC).
    #[inline(always)]
    fn branch_with_state(&mut self, target: u32) {
        self.branch_to(target);
        if target & 1 == 0 {
            self.registers.thumb = false;
            self.request_attention();
        }
    }

    /// Sets the link register to the next instruction.
    #[inline(always)]
    fn link(&mut self) {
        self.registers.set(Reg::LR, self.registers.pc | 1);
    }

    #[inline(always)]
    pub(super) fn branch_link(&mut self, offset: i32) {
        self.link();
        self.branch(offset);
    }

    #[inline(always)]
    pub(super) fn branch_link_exchange(&mut self, m: Reg) {
        let target = self.registers.get(m);
        self.link();
        self.branch_with_state(target);
    }

    #[inline(always)]
    pub(super) fn compare_and_branch(&mut self, if_nonzero: bool, n: Reg, offset: u8) {
        if (self.registers.get(n) != 0) == if_nonzero {
            self.branch(offset.into());
        }
    }

    pub(super) fn table_branch<B: Bus>(&mut self, bus: &mut B, halfwords: bool, n: Reg, m: Reg) -> Result<(), Fault> {
        let (table, index) = (self.registers.get(n), self.registers.get(m));
        let distance = if halfwords {
            self.load(bus, table.wrapping_add(index << 1), Size::Halfword)?
        } else {
            self.load(bus, table.wrapping_add(index), Size::Byte)?
        };
        self.branch(2 * distance as i32);
        Ok(())
    }
}
