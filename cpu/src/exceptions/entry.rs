//! Taking an exception (B1.5.6): the frame on the stack, the vector, and what follows if one of them cannot be
//! accessed.

use super::number;
use crate::bus::{Bus, ExceptionChange, Size};
use crate::condition::ItState;
use crate::cpu::StopReason;
use crate::faults::{Fault, HFSR_FORCED, HFSR_VECTTBL, Stacking};
use crate::instruction::Reg;
use crate::processor::Processor;

/// Size of the frame that an exception pushes, in bytes.
pub(super) const FRAME_SIZE: u32 = 32;

/// The registers of a frame, from the lowest address on. The return address and the xPSR follow.
pub(super) const FRAME_REGISTERS: [Reg; 6] = [
    Reg::from_bits(0, 0),
    Reg::from_bits(1, 0),
    Reg::from_bits(2, 0),
    Reg::from_bits(3, 0),
    Reg::from_bits(12, 0),
    Reg::LR,
];

/// Bit of the stacked xPSR that says that the stack pointer was moved to a multiple of 8.
pub(super) const XPSR_ALIGNED: u32 = 1 << 9;

/// EXC_RETURN values (table B1-8).
pub(super) const RETURN_TO_HANDLER: u32 = 0xFFFF_FFF1;
pub(super) const RETURN_TO_THREAD_MAIN: u32 = 0xFFFF_FFF9;
pub(super) const RETURN_TO_THREAD_PROCESS: u32 = 0xFFFF_FFFD;

impl Processor {
    /// Takes the exception of a fault of the instruction that was being executed, whose effects were withdrawn.
    #[cold]
    pub(crate) fn take_fault<B: Bus>(&mut self, bus: &mut B, fault: Fault) {
        let exception = self.scs.faults.record(fault);
        if fault != Fault::SupervisorCall {
            self.registers.pc = self.registers.instruction_address();
        }
        if self.make_pending_or_escalate(exception) {
            self.take_most_urgent(bus);
        }
    }

    /// Makes a synchronous exception pending. If it is disabled or does not preempt, HardFault is pending instead
    /// (B1.5.14). Returns `false` if that does not preempt either, and the processor locks up.
    pub(super) fn make_pending_or_escalate(&mut self, exception: u16) -> bool {
        let masks = self.masks();
        let exceptions = &mut self.scs.exceptions;
        if exceptions.enabled.contains(exception) && exceptions.preempts(exception, masks) {
            exceptions.pending.insert(exception);
            return true;
        }
        if !exceptions.preempts(number::HARD_FAULT, masks) {
            self.lock_up();
            return false;
        }
        exceptions.pending.insert(number::HARD_FAULT);
        self.scs.faults.hfsr |= HFSR_FORCED;
        true
    }

    /// Enters the most urgent exception if it preempts what runs.
    pub(crate) fn take_most_urgent<B: Bus>(&mut self, bus: &mut B) {
        let Some(exception) = self.scs.exceptions.preempting(self.masks()) else { return };
        let exc_return = match (self.registers.is_handler_mode(), self.registers.spsel) {
            (true, _) => RETURN_TO_HANDLER,
            (false, false) => RETURN_TO_THREAD_MAIN,
            (false, true) => RETURN_TO_THREAD_PROCESS,
        };
        let pushed = self.push_frame(bus);
        // A more urgent one that has arrived meanwhile uses the same frame (late arrival, B1.5.11).
        let exception = self.scs.exceptions.preempting(self.masks()).unwrap_or(exception);
        self.enter(bus, exception, exc_return, pushed.map_err(|fault| (Stacking::Entry, fault)));
    }

    /// Pushes the frame of an exception (PushStack). The stack pointer moves even if an access fails.
    fn push_frame<B: Bus>(&mut self, bus: &mut B) -> Result<(), Fault> {
        let sp = self.registers.get(Reg::SP);
        let needs_alignment = self.scs.aligns_stack() && sp & 4 != 0;
        let frame = sp.wrapping_sub(FRAME_SIZE) & if self.scs.aligns_stack() { !4 } else { !0 };
        let xpsr = self.registers.xpsr() & !XPSR_ALIGNED | if needs_alignment { XPSR_ALIGNED } else { 0 };
        let pc = self.registers.pc;
        self.registers.set(Reg::SP, frame);
        let values = FRAME_REGISTERS.map(|register| self.registers.get(register)).into_iter().chain([pc, xpsr]);
        for (index, value) in values.enumerate() {
            self.store(bus, frame.wrapping_add(4 * index as u32), Size::Word, value)?;
        }
        Ok(())
    }

    /// Enters `exception` (ExceptionTaken). A fault of the stack access before is a derived exception: it becomes
    /// pending, and is entered instead if it is more urgent.
    pub(super) fn enter<B: Bus>(
        &mut self,
        bus: &mut B,
        exception: u16,
        exc_return: u32,
        stacked: Result<(), (Stacking, Fault)>,
    ) {
        let mut exception = exception;
        if let Err((stacking, fault)) = stacked {
            let derived = self.scs.faults.record_stacking(stacking, fault);
            exception = self.derived_exception(derived, exception);
        }
        self.activate(exception);
        self.registers.set(Reg::LR, exc_return);
        let vector = self.scs.vtor.wrapping_add(4 * u32::from(exception));
        match self.load_vector(bus, vector) {
            Ok(target) => self.set_vector(target),
            Err(_) if exception <= number::HARD_FAULT => self.lock_up(),
            // The vector of an exception that cannot be read is a HardFault, which is entered at once.
            Err(_) => {
                self.scs.faults.hfsr |= HFSR_VECTTBL;
                self.scs.exceptions.deactivate(exception);
                self.scs.exceptions.pending.insert(exception);
                self.activate(number::HARD_FAULT);
                match self.load_vector(bus, self.scs.vtor.wrapping_add(4 * u32::from(number::HARD_FAULT))) {
                    Ok(target) => self.set_vector(target),
                    Err(_) => self.lock_up(),
                }
            }
        }
        bus.on_exception(ExceptionChange::Entered(self.registers.exception), self.cycles);
        if bus.ends_slice() {
            self.stop(StopReason::Bus);
        }
    }

    /// Returns which of `original` and the exception that its entry has caused is entered first. The other stays
    /// pending.
    fn derived_exception(&mut self, derived: u16, original: u16) -> u16 {
        let exceptions = &mut self.scs.exceptions;
        exceptions.pending.insert(original);
        if exceptions.enabled.contains(derived) {
            exceptions.pending.insert(derived);
        } else {
            exceptions.pending.insert(number::HARD_FAULT);
            self.scs.faults.hfsr |= HFSR_FORCED;
        }
        self.scs.exceptions.most_urgent().unwrap_or(original)
    }

    /// Makes `exception` the active one and enters Handler mode on the main stack.
    fn activate(&mut self, exception: u16) {
        self.scs.exceptions.pending.remove(exception);
        self.scs.exceptions.active.insert(exception);
        self.registers.select_stack(false);
        self.registers.exception = exception;
        self.registers.it = ItState::default();
        self.has_exclusive = false;
        self.event = true;
        self.protection_changed();
        self.request_attention();
    }

    /// Vectors are read as privileged code and are not checked by the MPU (B3.5.1).
    fn load_vector<B: Bus>(&mut self, bus: &mut B, address: u32) -> Result<u32, Fault> {
        self.load_unchecked(bus, address, Size::Word)
    }

    fn set_vector(&mut self, target: u32) {
        self.registers.thumb = target & 1 != 0;
        self.registers.pc = target & !1;
    }
}
