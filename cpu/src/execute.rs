//! Execution (chapter A7), in files by the tables of the manual.

mod bits;
mod branch;
mod data;
mod load_store;
mod multiple;
mod multiply;
mod parallel;
mod special;

use crate::bus::Bus;
use crate::cpu::StopReason;
use crate::faults::Fault;
use crate::instruction::{Instruction, Reg};
use crate::processor::{Activity, Processor};

impl Processor {
    /// Executes an instruction. After a fault nothing has changed but memory that a store of several registers has
    /// written already.
    #[inline(always)]
    pub(crate) fn execute<B: Bus>(&mut self, bus: &mut B, instruction: &Instruction) -> Result<(), Fault> {
        use Instruction as I;
        match *instruction {
            I::DataImmediate { operation, sets_flags, d, n, carry, value } => {
                self.data_immediate(operation, sets_flags, d, n, carry, value);
            }
            I::DataRegister { operation, sets_flags, d, n, m } => self.data_register(operation, sets_flags, d, n, m),
            I::DataShifted { operation, sets_flags, d, n, m, shift, amount } => {
                self.data_shifted(operation, sets_flags, d, n, m, (shift, amount));
            }
            I::ShiftByRegister { shift, sets_flags, d, n, m } => self.shift_by_register(shift, sets_flags, d, n, m),
            I::LoadImmediate { transfer, t, n, offset } => return self.load_immediate(bus, transfer, t, n, offset),
            I::LoadRegister { transfer, t, n, m, shift } => return self.load_register(bus, transfer, t, n, (m, shift)),
            I::LoadLiteral { transfer, t, offset } => return self.load_literal(bus, transfer, t, offset),
            I::StoreImmediate { size, t, n, offset } => return self.store_immediate(bus, size, t, n, offset),
            I::StoreRegister { size, t, n, m, shift } => return self.store_register(bus, size, t, n, (m, shift)),
            I::LoadMultiple { n, before, writes_back, list } => {
                return self.load_multiple(bus, n, before, writes_back, list);
            }
            I::StoreMultiple { n, before, writes_back, list } => {
                return self.store_multiple(bus, n, before, writes_back, list);
            }
            I::Branch { offset } => self.branch(offset),
            I::BranchConditional { condition, offset } => {
                if condition.holds(&self.registers.flags) {
                    self.branch(offset);
                }
            }
            I::BranchLink { offset } => self.branch_link(offset),
            I::BranchExchange { m } => self.branch_exchange(bus, self.registers.get(m)),
            I::BranchLinkExchange { m } => self.branch_link_exchange(m),
            I::CompareAndBranch { if_nonzero, n, offset } => self.compare_and_branch(if_nonzero, n, offset),
            I::IfThen { state } => self.registers.it.0 = state,
            I::Nop => {}
            _ => return self.execute_other(bus, instruction),
        }
        Ok(())
    }

    /// Executes an instruction that is less frequent. They are apart so that the code of the frequent ones is small.
    #[inline(never)]
    fn execute_other<B: Bus>(&mut self, bus: &mut B, instruction: &Instruction) -> Result<(), Fault> {
        use Instruction as I;
        match *instruction {
            I::MoveTop { d, value } => self.move_top(d, value),
            I::Address { d, offset } => self.registers.set(d, self.aligned_pc().wrapping_add_signed(offset)),
            I::AddToPc { m } => self.branch_to(self.registers.get(Reg::PC).wrapping_add(self.registers.get(m))),
            I::MoveToPc { m } => self.branch_to(self.registers.get(m)),

            I::BitFieldExtract { signed, d, n, lsb, width } => self.bit_field_extract(signed, d, n, lsb, width),
            I::BitFieldInsert { d, n, lsb, msb } => self.bit_field_insert(d, n, lsb, msb),
            I::Extend { extension, signed, d, a, m, rotation } => {
                self.extend(extension, signed, d, a, m, rotation);
            }
            I::Bits { operation, d, m } => self.bits(operation, d, m),
            I::PackHalfwords { top_first, d, n, m, amount } => self.pack_halfwords(top_first, d, n, m, amount),
            I::SelectBytes { d, n, m } => self.select_bytes(d, n, m),

            I::Saturate { signed, d, n, shift, amount, bits } => self.saturate(signed, d, n, (shift, amount), bits),
            I::Saturate16 { signed, d, n, bits } => self.saturate16(signed, d, n, bits),
            I::SaturatingAdd { doubles, subtracts, d, n, m } => self.saturating_add(doubles, subtracts, d, n, m),
            I::Parallel { operation, range, signed, d, n, m } => self.parallel(operation, range, signed, d, n, m),
            I::SumOfDifferences { d, n, m, a } => self.sum_of_differences(d, n, m, a),

            I::Multiply { sets_flags, d, n, m } => self.multiply(sets_flags, d, n, m),
            I::MultiplyAccumulate { subtracts, d, n, m, a } => self.multiply_accumulate(subtracts, d, n, m, a),
            I::MultiplyLong { operation, low, high, n, m } => self.multiply_long(operation, (low, high), n, m),
            I::Divide { signed, d, n, m } => return self.divide(signed, d, n, m),
            I::MultiplyHalfwords { n_top, m_top, d, n, m, a } => self.multiply_halfwords(d, (n, n_top), (m, m_top), a),
            I::MultiplyWordByHalfword { m_top, d, n, m, a } => self.multiply_word_by_halfword(d, n, (m, m_top), a),
            I::MultiplyDual { subtracts, exchanges, d, n, m, a } => {
                self.multiply_dual(subtracts, d, n, (m, exchanges), a);
            }
            I::MultiplyMostSignificant { subtracts, rounds, d, n, m, a } => {
                self.multiply_most_significant(subtracts, rounds, d, n, m, a);
            }
            I::MultiplyHalfwordsLong { n_top, m_top, low, high, n, m } => {
                self.multiply_halfwords_long((low, high), (n, n_top), (m, m_top));
            }
            I::MultiplyDualLong { subtracts, exchanges, low, high, n, m } => {
                self.multiply_dual_long(subtracts, (low, high), n, (m, exchanges));
            }

            I::LoadIndexed { transfer, t, n, index, offset } => {
                return self.load_indexed(bus, transfer, t, n, (index, offset));
            }
            I::StoreIndexed { size, t, n, index, offset } => {
                return self.store_indexed(bus, size, t, n, (index, offset));
            }
            I::LoadUnprivileged { transfer, t, n, offset } => {
                return self.load_unprivileged(bus, transfer, t, n, offset);
            }
            I::StoreUnprivileged { size, t, n, offset } => return self.store_unprivileged(bus, size, t, n, offset),
            I::LoadDual { t, t2, n, index, offset } => return self.load_dual(bus, (t, t2), n, (index, offset)),
            I::StoreDual { t, t2, n, index, offset } => return self.store_dual(bus, (t, t2), n, (index, offset)),
            I::LoadExclusive { size, t, n, offset } => return self.load_exclusive(bus, size, t, n, offset),
            I::StoreExclusive { size, d, t, n, offset } => {
                return self.store_exclusive(bus, size, d, t, (n, offset));
            }
            I::ClearExclusive => self.has_exclusive = false,
            I::TableBranch { halfwords, n, m } => return self.table_branch(bus, halfwords, n, m),

            I::SupervisorCall => return Err(Fault::SupervisorCall),
            I::Breakpoint => {
                self.registers.pc = self.registers.instruction_address();
                self.stop(StopReason::Breakpoint);
            }
            I::ChangeProcessorState { disables, primask, faultmask } => {
                self.change_processor_state(disables, primask, faultmask);
            }
            I::MoveFromSpecial { d, special } => self.move_from_special(d, special),
            I::MoveToSpecial { special, n, mask } => self.move_to_special(special, n, mask),
            I::WaitForInterrupt => self.wait(Activity::WaitingForInterrupt),
            I::WaitForEvent => self.wait(Activity::WaitingForEvent),
            I::SendEvent => self.event = true,
            I::Coprocessor => return Err(Fault::NoCoprocessor),
            _ => return Err(Fault::Undefined),
        }
        Ok(())
    }

    /// Returns the program counter as literals and ADR use it, `Align(PC, 4)`.
    #[inline(always)]
    fn aligned_pc(&self) -> u32 {
        self.registers.get(Reg::PC) & !3
    }
}
