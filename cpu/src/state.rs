//! Access of a host to the state of the processor: for a loader, a debugger and the clock of the chip.

use crate::bus::{Bus, Size};
use crate::cpu::Cpu;
use crate::exceptions::number;
use crate::faults::{Fault, FaultStatus};
use crate::instruction::Reg;

impl Cpu {
    /// Returns the number of cycles that have passed. An instruction takes one.
    pub fn cycles(&self) -> u64 {
        self.cycles
    }

    /// Lets cycles pass in which nothing is executed, for example while the processor waits for an interrupt.
    pub fn skip(&mut self, cycles: u64) {
        self.cycles = self.cycles.saturating_add(cycles);
    }

    /// Returns the number of cycles after which SysTick will be pending next, or `None` if it never will.
    pub fn cycles_until_systick(&self) -> Option<u64> {
        self.scs.systick.next_exception().map(|cycle| cycle.saturating_sub(self.cycles))
    }

    /// Returns true if SCR.SLEEPDEEP is set, so that waiting means deep sleep.
    pub fn sleeps_deeply(&self) -> bool {
        self.scs.sleeps_deeply()
    }

    /// Makes the non-maskable interrupt pending.
    pub fn pend_nmi(&mut self) {
        self.scs.exceptions.pending.insert(number::NMI);
        self.request_attention();
    }

    /// Returns register R0 to R15. R13 is the stack pointer in use, and R15 the address of the next instruction.
    /// Numbers above 15 count from 0 again.
    pub fn register(&self, number: u8) -> u32 {
        match Reg::from_bits(number.into(), 0) {
            Reg::PC => self.registers.pc,
            register => self.registers.get(register),
        }
    }

    /// Sets register R0 to R15.
    pub fn set_register(&mut self, number: u8, value: u32) {
        match Reg::from_bits(number.into(), 0) {
            Reg::PC => self.registers.pc = value & !1,
            register => self.registers.set(register, value),
        }
    }

    /// Returns the main stack pointer.
    pub fn main_stack_pointer(&self) -> u32 {
        self.registers.main_sp()
    }

    /// Returns the process stack pointer.
    pub fn process_stack_pointer(&self) -> u32 {
        self.registers.process_sp()
    }

    /// Returns the combined program status register.
    pub fn xpsr(&self) -> u32 {
        self.registers.xpsr()
    }

    /// Sets the flags, the state of an IT block and the Thumb bit from an xPSR. The number of the exception stays.
    pub fn set_xpsr(&mut self, xpsr: u32) {
        let exception = self.registers.exception;
        self.registers.set_xpsr(xpsr);
        self.registers.exception = exception;
        self.request_attention();
    }

    /// Returns PRIMASK.
    pub fn primask(&self) -> bool {
        self.registers.primask
    }

    /// Returns FAULTMASK.
    pub fn faultmask(&self) -> bool {
        self.registers.faultmask
    }

    /// Returns BASEPRI.
    pub fn basepri(&self) -> u8 {
        self.registers.basepri
    }

    /// Returns CONTROL.
    pub fn control(&self) -> u32 {
        u32::from(self.registers.npriv) | u32::from(self.registers.spsel) << 1
    }

    /// Returns the registers that say which faults have happened.
    pub fn fault_status(&self) -> FaultStatus {
        self.scs.faults
    }

    /// Returns true if the next instruction runs as privileged code.
    pub fn is_privileged(&self) -> bool {
        self.registers.is_privileged()
    }

    /// Returns the RAM.
    pub fn ram(&self) -> &[u8] {
        self.ram.bytes()
    }

    /// Writes bytes to RAM at an address, as a loader or DMA does. Returns `false` and writes nothing if not all of
    /// them are in RAM.
    pub fn write_ram(&mut self, address: u32, bytes: &[u8]) -> bool {
        self.ram.write_bytes(address, bytes)
    }

    /// Loads the stack pointer and the program counter from the vector table.
    pub(crate) fn load_reset_vector<B: Bus>(&mut self, bus: &mut B) -> Result<(), Fault> {
        let table = self.scs.vtor;
        let sp = self.load_unchecked(bus, table, Size::Word)?;
        let pc = self.load_unchecked(bus, table.wrapping_add(4), Size::Word)?;
        self.registers.set_main_sp(sp);
        self.registers.set(Reg::LR, u32::MAX);
        self.registers.thumb = pc & 1 != 0;
        self.registers.pc = pc & !1;
        Ok(())
    }
}
