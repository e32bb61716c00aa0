//! The processor and the loop that executes instructions.

use crate::bus::Bus;
use crate::exceptions::{Masks, number};
use crate::faults::Fault;
use crate::memory::Windows;
use crate::ram::{Decoded, Ram};
use crate::registers::Registers;
use crate::scs::SystemControl;

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

/// What the processor does between slices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Activity {
    Running,
    WaitingForInterrupt,
    WaitingForEvent,
    LockedUp,
}

/// A Cortex-M4 without floating point, and its RAM.
#[derive(Clone, Debug)]
pub struct Cpu {
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

impl Cpu {
    /// Makes a processor with RAM of `ram_size` bytes at `ram_base`. `vtor` is the address of the vector table after a
    /// reset. [`reset`](Cpu::reset) has to be called before code runs.
    pub fn new(ram_base: u32, ram_size: u32, vtor: u32) -> Cpu {
        let mut cpu = Cpu {
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
        cpu.protection_changed();
        cpu
    }

    /// Resets the processor and loads the stack pointer and the program counter from the vector table (B1.5.5). RAM and
    /// the number of cycles stay. If the table cannot be read, the processor locks up.
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

    /// Executes instructions until `budget` cycles have passed or there is another reason to stop.
    pub fn run<B: Bus>(&mut self, bus: &mut B, budget: u64) -> StopReason {
        let end = self.cycles.saturating_add(budget);
        self.after_access(bus);
        self.stop = self.stop.filter(|reason| *reason != StopReason::Bus);
        loop {
            if let Some(reason) = self.attend(bus, end) {
                return reason;
            }
            while self.cycles < self.deadline {
                self.step(bus);
            }
        }
    }

    /// Does what has to be done between instructions, and sets the next deadline. Returns a reason to stop.
    fn attend<B: Bus>(&mut self, bus: &mut B, end: u64) -> Option<StopReason> {
        self.count_systick();
        if let Some(reason) = self.stop.take() {
            return Some(reason);
        }
        if let Some(reason) = self.waiting() {
            return Some(reason);
        }
        self.take_most_urgent(bus);
        if self.activity == Activity::LockedUp {
            return Some(StopReason::Lockup);
        }
        if self.cycles >= end {
            return Some(StopReason::Budget);
        }
        self.deadline = end.min(self.scs.systick.next_exception().unwrap_or(u64::MAX));
        if !self.registers.thumb {
            self.cycles += 1;
            self.registers.begin_instruction(self.registers.pc, 0);
            self.take_fault(bus, Fault::InvalidState);
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

    /// Executes one instruction.
    #[inline(always)]
    fn step<B: Bus>(&mut self, bus: &mut B) {
        self.cycles += 1;
        let address = self.registers.pc;
        let decoded = match self.fetch(bus) {
            Ok(decoded) => decoded,
            Err(fault) => {
                self.registers.begin_instruction(address, 0);
                return self.take_fault(bus, fault);
            }
        };
        self.registers.begin_instruction(address, decoded.size);
        if self.registers.it.is_in_block() {
            return self.step_in_it_block(bus, decoded);
        }
        if let Err(fault) = self.execute(bus, decoded.instruction) {
            self.take_fault(bus, fault);
        }
    }

    /// Executes an instruction of an IT block if its condition holds.
    #[inline(never)]
    fn step_in_it_block<B: Bus>(&mut self, bus: &mut B, decoded: Decoded) {
        let it = self.registers.it;
        self.registers.it = it.advanced();
        let Decoded { instruction, size } = decoded;
        let is_unconditional = instruction == crate::instruction::Instruction::Breakpoint;
        if !is_unconditional && !it.condition().holds(&self.registers.flags) {
            return;
        }
        let instruction = if size == 2 { instruction.inside_it_block() } else { instruction };
        if let Err(fault) = self.execute(bus, instruction) {
            if fault != Fault::SupervisorCall {
                self.registers.it = it;
            }
            self.take_fault(bus, fault);
        }
    }

    /// Ends the loop over instructions, so that [`Cpu::attend`] is called.
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
}
