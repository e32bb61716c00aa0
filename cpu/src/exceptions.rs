//! Exceptions: which are enabled, pending and active, and their priorities (B1.5).

mod entry;
mod exception_return;
mod set;

use set::ExceptionSet;

use crate::bus::{INTERRUPTS, InterruptLines};

/// Exception numbers (B1.5.2).
pub mod number {
    pub const NMI: u16 = 2;
    pub const HARD_FAULT: u16 = 3;
    pub const MEM_MANAGE: u16 = 4;
    pub const BUS_FAULT: u16 = 5;
    pub const USAGE_FAULT: u16 = 6;
    pub const SV_CALL: u16 = 11;
    pub const DEBUG_MONITOR: u16 = 12;
    pub const PEND_SV: u16 = 14;
    pub const SYS_TICK: u16 = 15;
    /// The exception of interrupt 0.
    pub const FIRST_INTERRUPT: u16 = 16;
}

/// Number of exceptions.
const EXCEPTIONS: usize = number::FIRST_INTERRUPT as usize + INTERRUPTS;

/// Number of bits of a priority that are implemented, from the highest on.
const PRIORITY_BITS: u32 = 3;
const PRIORITY_MASK: u8 = !(0xFF >> PRIORITY_BITS);

/// The priority of Thread mode, which is lower than that of any exception.
const LOWEST_PRIORITY: i16 = 256;

/// The state of all exceptions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exceptions {
    pub enabled: ExceptionSet,
    pub pending: ExceptionSet,
    pub active: ExceptionSet,
    /// The levels of the interrupt lines.
    lines: InterruptLines,
    priorities: [u8; EXCEPTIONS],
    /// AIRCR.PRIGROUP. Priority bits above this one decide about preemption.
    pub prigroup: u8,
}

/// The masks of priorities (B1.4.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Masks {
    pub primask: bool,
    pub faultmask: bool,
    pub basepri: u8,
}

impl Exceptions {
    pub fn new() -> Exceptions {
        let mut enabled = ExceptionSet::default();
        for exception in
            [number::NMI, number::HARD_FAULT, number::SV_CALL, number::DEBUG_MONITOR, number::PEND_SV, number::SYS_TICK]
        {
            enabled.insert(exception);
        }
        Exceptions {
            enabled,
            pending: ExceptionSet::default(),
            active: ExceptionSet::default(),
            lines: InterruptLines::default(),
            priorities: [0; EXCEPTIONS],
            prigroup: 0,
        }
    }

    /// Sets the interrupt lines. An interrupt becomes pending when its line rises. Returns true if one did.
    pub fn set_lines(&mut self, lines: InterruptLines) -> bool {
        let mut has_risen = false;
        for (index, (old, new)) in self.lines.0.into_iter().zip(lines.0).enumerate() {
            let risen = new & !old;
            *self.pending.interrupts_mut(index) |= risen;
            has_risen |= risen != 0;
        }
        self.lines = lines;
        has_risen
    }

    /// Clears the pending state of the interrupts in `bits` of word `index`. An interrupt whose line is high stays
    /// pending, unless it is active: then its line counts when it ends.
    pub fn clear_pending_interrupts(&mut self, index: usize, bits: u32) {
        let held = self.lines.0[index] & !self.active.interrupts(index);
        *self.pending.interrupts_mut(index) &= !bits | held;
    }

    /// Ends the active state of `exception`. An interrupt whose line is still high becomes pending again.
    pub fn deactivate(&mut self, exception: u16) {
        self.active.remove(exception);
        if let Some(line) = exception.checked_sub(number::FIRST_INTERRUPT)
            && self.lines.is_high(line.into())
        {
            self.pending.insert(exception);
        }
    }

    /// Returns the priority of `exception` as its register holds it.
    pub fn configured_priority(&self, exception: u16) -> u8 {
        self.priorities.get(usize::from(exception)).copied().unwrap_or_default()
    }

    /// Sets the priority of `exception`. Bits that are not implemented stay 0.
    pub fn set_priority(&mut self, exception: u16, priority: u8) {
        if let Some(slot) = self.priorities.get_mut(usize::from(exception)) {
            *slot = priority & PRIORITY_MASK;
        }
    }

    /// Returns the priority of `exception`. A lower number is more urgent.
    fn priority(&self, exception: u16) -> i16 {
        match exception {
            number::NMI => -2,
            number::HARD_FAULT => -1,
            _ => self.configured_priority(exception).into(),
        }
    }

    /// Returns the part of a priority that decides about preemption.
    fn group_priority(&self, priority: i16) -> i16 {
        if priority < 0 { priority } else { priority >> (self.prigroup + 1) << (self.prigroup + 1) }
    }

    /// Returns the priority at which the processor executes (ExecutionPriority).
    pub fn execution_priority(&self, masks: Masks) -> i16 {
        let mut priority = self
            .active
            .iter()
            .map(|exception| self.group_priority(self.priority(exception)))
            .min()
            .unwrap_or(LOWEST_PRIORITY);
        if masks.basepri != 0 {
            priority = priority.min(self.group_priority(masks.basepri.into()));
        }
        if masks.primask {
            priority = priority.min(0);
        }
        if masks.faultmask {
            priority = priority.min(-1);
        }
        priority
    }

    /// Returns the exception that is taken next among those that are pending and enabled: the one with the lowest
    /// priority value, and among equal ones the one with the lowest number.
    pub fn most_urgent(&self) -> Option<u16> {
        self.pending.intersection(&self.enabled).iter().min_by_key(|exception| (self.priority(*exception), *exception))
    }

    /// Returns the most urgent exception if it preempts what runs with `masks`.
    pub fn preempting(&self, masks: Masks) -> Option<u16> {
        let exception = self.most_urgent()?;
        self.preempts(exception, masks).then_some(exception)
    }

    /// Returns true if `exception` preempts what runs with `masks`.
    pub fn preempts(&self, exception: u16, masks: Masks) -> bool {
        self.group_priority(self.priority(exception)) < self.execution_priority(masks)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NO_MASKS: Masks = Masks { primask: false, faultmask: false, basepri: 0 };

    /// Returns exceptions with two interrupts that are enabled and pending, of these priorities.
    fn two_pending(first: u8, second: u8) -> Exceptions {
        let mut exceptions = Exceptions::new();
        for (exception, priority) in [(16, first), (17, second)] {
            exceptions.enabled.insert(exception);
            exceptions.pending.insert(exception);
            exceptions.set_priority(exception, priority);
        }
        exceptions
    }

    #[test]
    fn the_lowest_value_and_then_the_lowest_number_is_most_urgent() {
        assert_eq!(two_pending(0x40, 0x20).most_urgent(), Some(17));
        assert_eq!(two_pending(0x20, 0x20).most_urgent(), Some(16));
        assert_eq!(two_pending(0x2F, 0x20).most_urgent(), Some(16), "only three bits are implemented");
    }

    #[test]
    fn subpriorities_order_but_do_not_preempt() {
        let mut exceptions = two_pending(0x40, 0x20);
        exceptions.active.insert(16);
        assert_eq!(exceptions.preempting(NO_MASKS), Some(17));
        exceptions.prigroup = 6;
        assert_eq!(exceptions.preempting(NO_MASKS), None);
        assert_eq!(exceptions.most_urgent(), Some(17));
    }

    #[test]
    fn masks_raise_the_execution_priority() {
        let exceptions = two_pending(0x40, 0x60);
        assert_eq!(exceptions.preempting(Masks { basepri: 0x40, ..NO_MASKS }), None);
        assert_eq!(exceptions.preempting(Masks { basepri: 0x60, ..NO_MASKS }), Some(16));
        assert_eq!(exceptions.preempting(Masks { primask: true, ..NO_MASKS }), None);
        assert!(exceptions.preempts(number::HARD_FAULT, Masks { primask: true, ..NO_MASKS }));
        assert!(!exceptions.preempts(number::HARD_FAULT, Masks { faultmask: true, ..NO_MASKS }));
    }

    #[test]
    fn a_line_that_stays_high_pends_again_when_its_handler_ends() {
        let mut exceptions = Exceptions::new();
        let mut lines = InterruptLines::default();
        lines.set(3, true);
        assert!(exceptions.set_lines(lines));
        exceptions.clear_pending_interrupts(0, 1 << 3);
        assert!(exceptions.pending.contains(19), "the line is high");
        exceptions.pending.remove(19);
        exceptions.active.insert(19);
        assert!(!exceptions.set_lines(lines), "a level is no edge");
        exceptions.deactivate(19);
        assert!(exceptions.pending.contains(19));
    }
}
