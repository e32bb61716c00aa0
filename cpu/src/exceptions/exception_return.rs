//! Returning from an exception (B1.5.8).

use super::entry::{
    FRAME_REGISTERS, FRAME_SIZE, RETURN_TO_HANDLER, RETURN_TO_THREAD_MAIN, RETURN_TO_THREAD_PROCESS, XPSR_ALIGNED,
};
use super::number;
use crate::bus::{Bus, ExceptionChange, Size};
use crate::faults::{Fault, Stacking};
use crate::instruction::Reg;
use crate::processor::{Activity, Processor};

impl Processor {
    /// Returns from the exception that is being handled (ExceptionReturn). If another is pending that would preempt
    /// what is returned to, it is entered without unstacking (tail-chaining, B1.5.12).
    #[cold]
    pub(crate) fn return_from_exception<B: Bus>(&mut self, bus: &mut B, exc_return: u32) {
        let returning = self.registers.exception;
        let is_valid = self.is_valid_return(exc_return, returning);
        if returning != number::NMI {
            self.registers.faultmask = false;
        }
        self.scs.exceptions.deactivate(returning);
        self.has_exclusive = false;
        self.event = true;
        bus.on_exception(ExceptionChange::Returned(returning), self.cycles);
        if !is_valid {
            let exception = self.scs.faults.record(Fault::InvalidPc);
            self.reject_return(bus, exc_return, exception);
            return;
        }
        if let Some(next) = self.scs.exceptions.preempting(self.masks()) {
            self.enter(bus, next, exc_return, Ok(()));
            return;
        }
        if exc_return != RETURN_TO_HANDLER {
            self.registers.exception = 0;
        }
        self.registers.select_stack(exc_return == RETURN_TO_THREAD_PROCESS);
        self.protection_changed();
        if let Err(fault) = self.pop_frame(bus) {
            let exception = self.scs.faults.record_stacking(Stacking::Return, fault);
            self.reject_return(bus, exc_return, exception);
            return;
        }
        self.request_attention();
        if self.registers.is_handler_mode() != (exc_return == RETURN_TO_HANDLER) {
            self.reject_frame(bus, exc_return);
        } else if !self.registers.is_handler_mode() && self.scs.sleeps_on_exit() {
            self.wait(Activity::WaitingForInterrupt);
        }
    }

    /// Returns true if `exc_return` fits what is active (the first checks of ExceptionReturn).
    fn is_valid_return(&self, exc_return: u32, returning: u16) -> bool {
        let active = &self.scs.exceptions.active;
        if !active.contains(returning) {
            return false;
        }
        let is_nested = active.len() > 1;
        match exc_return {
            RETURN_TO_HANDLER => is_nested,
            RETURN_TO_THREAD_MAIN | RETURN_TO_THREAD_PROCESS => !is_nested || self.scs.allows_thread_return(),
            _ => false,
        }
    }

    /// Enters the exception of a fault in place of a return. The frame of the exception stays on the stack.
    fn reject_return<B: Bus>(&mut self, bus: &mut B, exc_return: u32, exception: u16) {
        if self.make_pending_or_escalate(exception)
            && let Some(next) = self.scs.exceptions.preempting(self.masks())
        {
            self.enter(bus, next, exc_return, Ok(()));
        }
    }

    /// Enters UsageFault after a return to a frame whose mode is not that of EXC_RETURN.
    fn reject_frame<B: Bus>(&mut self, bus: &mut B, exc_return: u32) {
        let exception = self.scs.faults.record(Fault::InvalidPc);
        if self.make_pending_or_escalate(exception) {
            self.take_most_urgent(bus);
            self.registers.set(Reg::LR, exc_return);
        }
    }

    /// Pops the frame of an exception (PopStack).
    fn pop_frame<B: Bus>(&mut self, bus: &mut B) -> Result<(), Fault> {
        let frame = self.registers.get(Reg::SP);
        let mut values = [0; FRAME_REGISTERS.len() + 2];
        for (index, value) in values.iter_mut().enumerate() {
            *value = self.load(bus, frame.wrapping_add(4 * index as u32), Size::Word)?;
        }
        let [registers @ .., pc, xpsr] = values;
        for (register, value) in FRAME_REGISTERS.into_iter().zip(registers) {
            self.registers.set(register, value);
        }
        let was_aligned = self.scs.aligns_stack() && xpsr & XPSR_ALIGNED != 0;
        let sp = frame.wrapping_add(FRAME_SIZE) | if was_aligned { 4 } else { 0 };
        self.registers.set(Reg::SP, sp);
        self.registers.pc = pc & !1;
        self.registers.set_xpsr(xpsr);
        Ok(())
    }
}
