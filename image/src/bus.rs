//! The bus of the processor, which leads to the board.

use pinscope_cpu::{Bus, BusError, ExceptionChange, InterruptLines, Size};

use crate::board::Board;
use crate::cycles::time_of;

/// The numbers of the first and the last exception that are faults.
const FIRST_FAULT: u16 = 3;
const LAST_FAULT: u16 = 6;

/// The bus during one slice.
pub struct BoardBus<'a, B> {
    pub board: &'a mut B,
    /// The cycle of the board at the cycle 0 of the processor.
    pub first_cycle: u64,
    /// The number of the fault that was entered last, if one was.
    pub fault: Option<u16>,
}

impl<'a, B: Board> BoardBus<'a, B> {
    pub fn new(board: &'a mut B, first_cycle: u64) -> Self {
        Self { board, first_cycle, fault: None }
    }

    fn time_ns(&self, cycle: u64) -> u64 {
        time_of(self.first_cycle + cycle)
    }
}

impl<B: Board> Bus for BoardBus<'_, B> {
    /// Registers are words. A narrower read returns its part of the word.
    fn read(&mut self, address: u32, size: Size, cycle: u64) -> Result<u32, BusError> {
        let word = self.board.read(address & !3, self.time_ns(cycle))?;
        Ok(word >> (8 * (address & 3)) & size.mask())
    }

    /// Registers are words. The rest of the word of a narrower write is 0.
    fn write(&mut self, address: u32, _: Size, value: u32, cycle: u64) -> Result<(), BusError> {
        self.board.write(address & !3, value << (8 * (address & 3)), self.time_ns(cycle))
    }

    fn changed_lines(&mut self) -> Option<InterruptLines> {
        self.board.changed_lines()
    }

    fn ends_slice(&mut self) -> bool {
        self.fault.is_some() || self.board.ends_slice()
    }

    fn on_exception(&mut self, change: ExceptionChange, cycle: u64) {
        if let ExceptionChange::Entered(number @ FIRST_FAULT..=LAST_FAULT) = change {
            self.fault = Some(number);
        }
        self.board.on_exception(change, self.time_ns(cycle));
    }

    fn on_system_write(&mut self, address: u32, word: u32) {
        self.board.on_system_write(address, word);
    }
}
