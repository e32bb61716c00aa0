//! The state of the processor, and what happens between its instructions.

use crate::bus::{Bus, Size};
use crate::code_cache::Decoded;
use crate::cpu::StopReason;
use crate::exceptions::{Masks, number};
use crate::faults::Fault;
use crate::instruction::{Instruction, Reg};
use crate::memory::Windows;
use crate::ram::Ram;
use crate::registers::Registers;
use crate::scs::SystemControl;

/// The activity that a slice begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Activity {
    Running,
    WaitingForInterrupt,
    WaitingForEvent,
    LockedUp,
}

/// Everything but the decoded instructions.
#[derive(Clone, Debug)]
pub(crate) struct Processor {
    pub(crate) registers: Registers,
    pub(crate) ram: Ram,
    pub(crate) windows: Windows,
    pub(crate) scs: SystemControl,
    pub(crate) cycles: u64,
    /// The cycle until which instructions are executed without looking for anything else. It is 0 when something has
    /// to be looked at.
    deadline: u64,
    pub(crate) activity: Activity,
    /// The reason to end the slice after the current instruction.
    stop: Option<StopReason>,
    /// The event register (B1.5.18).
    pub(crate) event: bool,
    /// The local exclusive monitor. It covers all of the memory (A3.4.1).
    pub(crate) has_exclusive: bool,
    reset_vtor: u32,
}

impl Processor {
    pub fn new(ram_base: u32, ram_size: u32, vtor: u32) -> Processor {
        let mut processor = Processor {
            registers: Registers::new(),
            ram: Ram::new(ram_base, ram_size),
            windows: Windows::default(),
            scs: SystemControl::new(vtor),
            cycles: 0,
            deadline: 0,
            activity: Activity::LockedUp,
            stop: None,
            event: false,
            has_exclusive: false,
            reset_vtor: vtor,
        };
        processor.protection_changed();
        processor
    }

    /// Resets everything but RAM and the number of cycles.
    pub fn reset<B: Bus>(&mut self, bus: &mut B) {
        self.registers = Registers::new();
        self.scs = SystemControl::new(self.reset_vtor);
        self.scs.start_at(self.cycles);
        self.stop = None;
        self.event = false;
        self.has_exclusive = false;
        self.activity = Activity::Running;
        self.protection_changed();
        self.request_attention();
        if let Err(fault) = self.load_reset_vector(bus) {
            self.scs.faults.record(fault);
            self.lock_up();
        }
    }

    /// Takes in what has changed outside, and returns the cycle in which the slice ends.
    pub fn begin_slice<B: Bus>(&mut self, bus: &mut B, budget: u64) -> u64 {
        self.after_access(bus);
        self.stop = self.stop.filter(|reason| *reason != StopReason::Bus);
        self.cycles.saturating_add(budget)
    }

    /// Returns true until something other than instructions has to be looked at.
    #[inline(always)]
    pub fn has_time(&self) -> bool {
        self.cycles < self.deadline
    }

    /// Does what has to be done between instructions, and sets the next deadline. Returns a reason to stop.
    pub fn between_instructions<B: Bus>(&mut self, bus: &mut B, end: u64) -> Option<StopReason> {
        self.count_systick();
        if let Some(reason) = self.stop.take() {
            return Some(reason);
        }
        if let Some(reason) = self.waiting() {
            return Some(reason);
        }
        self.take_most_urgent(bus);
        if let Some(reason) = self.stop.take() {
            return Some(reason);
        }
        if self.activity == Activity::LockedUp {
            return Some(StopReason::Lockup);
        }
        if self.cycles >= end {
            return Some(StopReason::Budget);
        }
        self.deadline = end.min(self.scs.systick.next_exception().unwrap_or(u64::MAX));
        if !self.registers.thumb {
            self.fail_to_fetch(bus, self.registers.pc, Fault::InvalidState);
        }
        None
    }

    /// Returns the reason why the processor executes nothing, or wakes it.
    fn waiting(&mut self) -> Option<StopReason> {
        match self.activity {
            Activity::Running => return None,
            Activity::LockedUp => return Some(StopReason::Lockup),
            Activity::WaitingForInterrupt => {
                // PRIMASK does not keep an interrupt from waking the processor (B1.5.19).
                let masks = Masks { primask: false, ..self.masks() };
                if self.scs.exceptions.preempting(masks).is_none() {
                    return Some(StopReason::WaitForInterrupt);
                }
            }
            Activity::WaitingForEvent => {
                let has_event = core::mem::take(&mut self.event);
                if !has_event && self.scs.exceptions.preempting(self.masks()).is_none() {
                    return Some(StopReason::WaitForEvent);
                }
            }
        }
        self.activity = Activity::Running;
        None
    }

    /// Executes the instruction at the program counter.
    #[inline(always)]
    pub fn step<B: Bus>(&mut self, bus: &mut B, decoded: &Decoded) {
        self.cycles += 1;
        self.registers.begin_instruction(self.registers.pc, decoded.size);
        if self.registers.it.is_in_block() {
            return self.step_in_it_block(bus, decoded);
        }
        if let Err(fault) = self.execute(bus, &decoded.instruction) {
            self.take_fault(bus, fault);
        }
    }

    /// Executes an instruction of an IT block if its condition holds.
    #[inline(never)]
    fn step_in_it_block<B: Bus>(&mut self, bus: &mut B, decoded: &Decoded) {
        let it = self.registers.it;
        self.registers.it = it.advanced();
        let is_unconditional = decoded.instruction == Instruction::Breakpoint;
        if !is_unconditional && !it.condition().holds(&self.registers.flags) {
            return;
        }
        let instruction = if decoded.size == 2 { decoded.instruction.inside_it_block() } else { decoded.instruction };
        if let Err(fault) = self.execute(bus, &instruction) {
            if fault != Fault::SupervisorCall {
                self.registers.it = it;
            }
            self.take_fault(bus, fault);
        }
    }

    /// Takes the fault of an instruction that could not be read.
    pub fn fail_to_fetch<B: Bus>(&mut self, bus: &mut B, address: u32, fault: Fault) {
        self.cycles += 1;
        self.registers.begin_instruction(address, 0);
        self.take_fault(bus, fault);
    }

    /// Ends the loop over instructions, so that [`Processor::between_instructions`] is called.
    #[inline]
    pub(crate) fn request_attention(&mut self) {
        self.deadline = 0;
    }

    /// Ends the slice after the current instruction.
    pub(crate) fn stop(&mut self, reason: StopReason) {
        self.stop = Some(reason);
        self.request_attention();
    }

    pub(crate) fn lock_up(&mut self) {
        self.activity = Activity::LockedUp;
        self.request_attention();
    }

    pub(crate) fn wait(&mut self, activity: Activity) {
        self.activity = activity;
        self.request_attention();
    }

    pub(crate) fn masks(&self) -> Masks {
        let registers = &self.registers;
        Masks { primask: registers.primask, faultmask: registers.faultmask, basepri: registers.basepri }
    }

    /// Takes in what an access to the bus has changed outside.
    #[inline]
    pub(crate) fn after_access<B: Bus>(&mut self, bus: &mut B) {
        if let Some(lines) = bus.changed_lines() {
            let has_risen = self.scs.exceptions.set_lines(lines);
            self.event |= has_risen && self.scs.sends_event_on_pend();
            self.request_attention();
        }
        if bus.ends_slice() {
            self.stop(StopReason::Bus);
        }
    }

    /// Lets SysTick count until now.
    pub(crate) fn count_systick(&mut self) {
        if self.scs.systick.count(self.cycles) {
            self.scs.exceptions.pending.insert(number::SYS_TICK);
            self.event |= self.scs.sends_event_on_pend();
            self.request_attention();
        }
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
