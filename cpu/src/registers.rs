//! The registers of the core and its special registers (B1.4).

use crate::condition::{Flags, ItState};
use crate::instruction::Reg;

/// The bits of an xPSR.
const XPSR_T: u32 = 1 << 24;
const XPSR_EXCEPTION: u32 = 0x1FF;

/// The core registers with the registers that decide what they mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registers {
    /// R0 to R15. R13 is the stack pointer in use. R15 is the value that an instruction reads, which is 4 more than its
    /// address.
    r: [u32; 16],
    /// The address of the next instruction.
    pub pc: u32,
    /// The stack pointer that is not in use.
    banked_sp: u32,
    pub flags: Flags,
    pub it: ItState,
    /// EPSR.T. Executing an instruction without it is a fault.
    pub thumb: bool,
    /// IPSR, the number of the exception that is being handled. It is 0 in Thread mode.
    pub exception: u16,
    pub primask: bool,
    pub faultmask: bool,
    pub basepri: u8,
    /// CONTROL.nPRIV: code in Thread mode is unprivileged.
    pub npriv: bool,
    /// CONTROL.SPSEL: the process stack is in use.
    pub spsel: bool,
}

impl Registers {
    pub fn new() -> Registers {
        Registers {
            r: [0; 16],
            pc: 0,
            banked_sp: 0,
            flags: Flags::default(),
            it: ItState::default(),
            thumb: true,
            exception: 0,
            primask: false,
            faultmask: false,
            basepri: 0,
            npriv: false,
            spsel: false,
        }
    }

    /// Returns the value that an instruction reads from a register.
    #[inline(always)]
    pub fn get(&self, register: Reg) -> u32 {
        self.r[register.index()]
    }

    /// Writes a register. The two lowest bits of the stack pointer are always 0 (B1.4.1).
    #[inline(always)]
    pub fn set(&mut self, register: Reg, value: u32) {
        self.r[register.index()] = if register == Reg::SP { value & !3 } else { value };
    }

    /// Sets what an instruction at `address` reads as the program counter.
    #[inline(always)]
    pub fn begin_instruction(&mut self, address: u32, size: u32) {
        self.r[15] = address.wrapping_add(4);
        self.pc = address.wrapping_add(size);
    }

    /// Returns the address of the instruction that is being executed.
    #[inline(always)]
    pub fn instruction_address(&self) -> u32 {
        self.r[15].wrapping_sub(4)
    }

    pub fn is_handler_mode(&self) -> bool {
        self.exception != 0
    }

    pub fn is_privileged(&self) -> bool {
        self.is_handler_mode() || !self.npriv
    }

    /// Returns MSP.
    pub fn main_sp(&self) -> u32 {
        if self.spsel { self.banked_sp } else { self.r[13] }
    }

    /// Returns PSP.
    pub fn process_sp(&self) -> u32 {
        if self.spsel { self.r[13] } else { self.banked_sp }
    }

    pub fn set_main_sp(&mut self, value: u32) {
        *(if self.spsel { &mut self.banked_sp } else { &mut self.r[13] }) = value & !3;
    }

    pub fn set_process_sp(&mut self, value: u32) {
        *(if self.spsel { &mut self.r[13] } else { &mut self.banked_sp }) = value & !3;
    }

    /// Changes which stack pointer is in use.
    pub fn select_stack(&mut self, process: bool) {
        if self.spsel != process {
            core::mem::swap(&mut self.r[13], &mut self.banked_sp);
            self.spsel = process;
        }
    }

    /// Returns the xPSR.
    pub fn xpsr(&self) -> u32 {
        self.flags.to_bits() | self.it.to_epsr() | if self.thumb { XPSR_T } else { 0 } | u32::from(self.exception)
    }

    /// Sets the APSR, EPSR and IPSR.
    pub fn set_xpsr(&mut self, xpsr: u32) {
        self.flags = Flags::from_bits(xpsr);
        self.it = ItState::from_epsr(xpsr);
        self.thumb = xpsr & XPSR_T != 0;
        self.exception = (xpsr & XPSR_EXCEPTION) as u16;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_stack_pointer_keeps_its_value_when_the_other_is_selected() {
        let mut registers = Registers::new();
        registers.set_main_sp(0x103);
        registers.set_process_sp(0x200);
        assert_eq!(registers.get(Reg::SP), 0x100);
        registers.select_stack(true);
        assert_eq!((registers.get(Reg::SP), registers.main_sp(), registers.process_sp()), (0x200, 0x100, 0x200));
        registers.set_main_sp(0x104);
        registers.select_stack(false);
        assert_eq!((registers.get(Reg::SP), registers.process_sp()), (0x104, 0x200));
    }

    #[test]
    fn an_xpsr_survives_being_read_and_written() {
        let mut registers = Registers::new();
        for bit in (0..9).chain(10..20).chain(24..32) {
            registers.set_xpsr(1 << bit);
            assert_eq!(registers.xpsr(), 1 << bit);
        }
    }
}
