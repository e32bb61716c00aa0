//! The processor and the loop that executes its instructions.

use crate::bus::Bus;
use crate::code_cache::CodeCache;
use crate::processor::Processor;

/// The reason why a slice has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StopReason {
    /// As many cycles as were allowed have passed.
    Budget,
    /// The processor waits for an interrupt, after WFI or on exit from a handler.
    WaitForInterrupt,
    /// The processor waits for an event, after WFE.
    WaitForEvent,
    /// The program counter is at a BKPT instruction. The next slice stops there again.
    Breakpoint,
    /// A fault has happened where no handler can run (B1.5.15). Only [`Cpu::reset`] helps.
    Lockup,
    /// Software has written AIRCR.SYSRESETREQ. The host resets the chip, and the processor by [`Cpu::reset`].
    ResetRequested,
    /// [`Bus::ends_slice`] has returned true.
    Bus,
}

/// A Cortex-M4 without floating point, and its RAM.
#[derive(Clone, Debug)]
pub struct Cpu {
    pub(crate) processor: Processor,
    code: CodeCache,
}

impl Cpu {
    /// Makes a processor with RAM of `ram_size` bytes at `ram_base`, which is in one region of the default address map
    /// (B3.1). `vtor` is the address of the vector table after a reset. [`reset`](Cpu::reset) has to be called before
    /// code runs.
    pub fn new(ram_base: u32, ram_size: u32, vtor: u32) -> Cpu {
        let processor = Processor::new(ram_base, ram_size, vtor);
        let code = CodeCache::new(&processor.ram);
        Cpu { processor, code }
    }

    /// Resets the processor and loads the stack pointer and the program counter from the vector table (B1.5.5). RAM and
    /// the number of cycles stay. If the table cannot be read, the processor locks up.
    pub fn reset<B: Bus>(&mut self, bus: &mut B) {
        self.processor.reset(bus);
    }

    /// Executes instructions until `budget` cycles have passed or there is another reason to stop.
    pub fn run<B: Bus>(&mut self, bus: &mut B, budget: u64) -> StopReason {
        let end = self.processor.begin_slice(bus, budget);
        loop {
            if let Some(reason) = self.processor.between_instructions(bus, end) {
                return reason;
            }
            self.code.forget(self.processor.ram.take_overwritten());
            while self.processor.has_time() {
                self.step(bus);
            }
        }
    }

    /// Executes one instruction.
    #[inline(always)]
    fn step<B: Bus>(&mut self, bus: &mut B) {
        let Cpu { processor, code } = self;
        let address = processor.registers.pc;
        match code.get(address) {
            Some(decoded) if processor.may_execute(address) => processor.step(bus, decoded),
            _ => self.decode_and_step(bus, address),
        }
    }

    /// Decodes an instruction, remembers it if it is in RAM, and executes it.
    #[cold]
    #[inline(never)]
    fn decode_and_step<B: Bus>(&mut self, bus: &mut B, address: u32) {
        match self.processor.fetch(bus, address) {
            Ok(decoded) => {
                self.code.insert(address, decoded, &mut self.processor.ram);
                self.processor.step(bus, &decoded);
            }
            Err(fault) => self.processor.fail_to_fetch(bus, address, fault),
        }
    }
}
