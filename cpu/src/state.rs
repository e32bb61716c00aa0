//! Access of a host to the state of the processor: for a loader, a debugger and the clock of the chip.

use crate::cpu::Cpu;
use crate::exceptions::number;
use crate::faults::FaultStatus;
use crate::instruction::Reg;

impl Cpu {
    /// Returns the number of cycles that have passed. An instruction takes one.
    pub fn cycles(&self) -> u64 {
        self.processor.cycles
    }

    /// Lets cycles pass in which nothing is executed, for example while the processor waits for an interrupt.
    pub fn skip(&mut self, cycles: u64) {
        self.processor.cycles = self.processor.cycles.saturating_add(cycles);
    }

    /// Returns the number of cycles after which SysTick will be pending next, or `None` if it never will.
    pub fn cycles_until_systick(&self) -> Option<u64> {
        self.processor.scs.systick.next_exception().map(|cycle| cycle.saturating_sub(self.processor.cycles))
    }

    /// Returns true if SCR.SLEEPDEEP is set, so that waiting means deep sleep.
    pub fn sleeps_deeply(&self) -> bool {
        self.processor.scs.sleeps_deeply()
    }

    /// Makes the non-maskable interrupt pending.
    pub fn pend_nmi(&mut self) {
        self.processor.scs.exceptions.pending.insert(number::NMI);
        self.processor.request_attention();
    }

    /// Returns register R0 to R15. R13 is the stack pointer in use, and R15 the address of the next instruction.
    /// Numbers above 15 count from 0 again.
    pub fn register(&self, number: u8) -> u32 {
        match Reg::from_bits(number.into(), 0) {
            Reg::PC => self.processor.registers.pc,
            register => self.processor.registers.get(register),
        }
    }

    /// Sets register R0 to R15.
    pub fn set_register(&mut self, number: u8, value: u32) {
        match Reg::from_bits(number.into(), 0) {
            Reg::PC => self.processor.registers.pc = value & !1,
            register => self.processor.registers.set(register, value),
        }
    }

    /// Returns the main stack pointer.
    pub fn main_stack_pointer(&self) -> u32 {
        self.processor.registers.main_sp()
    }

    /// Returns the process stack pointer.
    pub fn process_stack_pointer(&self) -> u32 {
        self.processor.registers.process_sp()
    }

    /// Returns the combined program status register.
    pub fn xpsr(&self) -> u32 {
        self.processor.registers.xpsr()
    }

    /// Sets the flags, the state of an IT block and the Thumb bit from an xPSR. The number of the exception stays.
    pub fn set_xpsr(&mut self, xpsr: u32) {
        let exception = self.processor.registers.exception;
        self.processor.registers.set_xpsr(xpsr);
        self.processor.registers.exception = exception;
        self.processor.request_attention();
    }

    /// Returns PRIMASK.
    pub fn primask(&self) -> bool {
        self.processor.registers.primask
    }

    /// Returns FAULTMASK.
    pub fn faultmask(&self) -> bool {
        self.processor.registers.faultmask
    }

    /// Returns BASEPRI.
    pub fn basepri(&self) -> u8 {
        self.processor.registers.basepri
    }

    /// Returns CONTROL.
    pub fn control(&self) -> u32 {
        u32::from(self.processor.registers.npriv) | u32::from(self.processor.registers.spsel) << 1
    }

    /// Returns the registers that say which faults have happened.
    pub fn fault_status(&self) -> FaultStatus {
        self.processor.scs.faults
    }

    /// Returns true if the next instruction runs as privileged code.
    pub fn is_privileged(&self) -> bool {
        self.processor.registers.is_privileged()
    }

    /// Returns the RAM.
    pub fn ram(&self) -> &[u8] {
        self.processor.ram.bytes()
    }

    /// Writes bytes to RAM at an address, as a loader or DMA does. Returns `false` and writes nothing if not all of
    /// them are in RAM.
    pub fn write_ram(&mut self, address: u32, bytes: &[u8]) -> bool {
        self.processor.ram.write_bytes(address, bytes)
    }
}
