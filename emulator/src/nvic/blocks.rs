//! The interrupts of blocks that are not ports: which of them software has a routine for, and SysTick, whose exception
//! is outside the words of the NVIC.

use pinscope_core::Interrupt;
use pinscope_core::cc3200::{arm, nvic};

use super::{Nvic, PORTS, WORDS, Word};

/// A set of interrupts of blocks, as the sum of [`bit`].
pub(crate) type InterruptSet = u32;

/// Returns the bit of `interrupt`.
pub(crate) const fn bit(interrupt: Interrupt) -> InterruptSet {
    1 << interrupt.index()
}

/// Every interrupt of a block.
pub(crate) const ALL: InterruptSet = (1 << Interrupt::ALL.len()) - 1;

/// The state of the interrupts of blocks that the words of the NVIC do not hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(super) struct Blocks {
    /// The interrupts for which software has a routine. The processor enters no other one.
    routines: InterruptSet,
    /// The interrupts whose routine has not returned.
    active: InterruptSet,
    /// The exception of SysTick, in bit 0.
    sys_tick: Word,
    sys_tick_priority: u8,
}

impl Blocks {
    /// Returns the word at `addr`, or `None` if it is not about SysTick.
    pub fn read(&self, addr: u32) -> Option<u32> {
        match addr {
            _ if addr == arm::ICSR.0 => Some(if self.sys_tick.pending != 0 { arm::ICSR_SYST_PENDING } else { 0 }),
            _ if addr == arm::SHPR3.0 => Some(u32::from(self.sys_tick_priority) << arm::SYSTICK_PRIORITY_SHIFT),
            _ => None,
        }
    }

    /// Writes the word at `addr`. Returns `false` if it is not about SysTick.
    pub fn write(&mut self, addr: u32, value: u32) -> bool {
        match addr {
            _ if addr == arm::ICSR.0 => {
                if value & arm::ICSR_SYST_PENDING != 0 {
                    self.sys_tick.pending = 1;
                } else if value & arm::ICSR_SYST_CLEAR != 0 {
                    self.sys_tick.pending = 0;
                }
            }
            _ if addr == arm::SHPR3.0 => {
                self.sys_tick_priority = (value >> arm::SYSTICK_PRIORITY_SHIFT & nvic::PRIORITY) as u8;
            }
            _ => return false,
        }
        true
    }
}

/// The interrupt that the processor would enter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// The interrupt of the port with this number.
    Port(usize),
    Block(Interrupt),
}

impl Nvic {
    /// Resets everything but the routines, which belong to software.
    pub fn reset(&mut self) {
        let blocks = Blocks { routines: self.blocks.routines, ..Blocks::default() };
        *self = Self { blocks, ..Self::default() };
    }

    /// Returns the state after a new start of the processor that keeps what is enabled and pending: no routine runs, an
    /// interrupt whose line is still high is pending again, and software has no routines for blocks yet.
    pub fn without_software(&self) -> Self {
        let mut words = self.words;
        for word in &mut words {
            word.return_from_all();
        }
        let mut sys_tick = self.blocks.sys_tick;
        sys_tick.return_from_all();
        let blocks = Blocks { routines: 0, active: 0, sys_tick, ..self.blocks };
        Self { words, priorities: self.priorities, blocks }
    }

    /// Sets the interrupts for which software has a routine.
    pub fn set_routines(&mut self, routines: InterruptSet) {
        self.blocks.routines = routines;
    }

    /// Returns the interrupts for which software has a routine.
    pub fn routines(&self) -> InterruptSet {
        self.blocks.routines
    }

    /// Returns `true` if an interrupt of a block can be entered or is active, so that [`Nvic::next`] is not enough.
    #[inline]
    pub fn has_blocks(&self) -> bool {
        self.blocks.routines | self.blocks.active != 0
    }

    /// Sets the line of `interrupt`. A line that rises makes its interrupt pending, and it stays pending when the line
    /// falls. Returns the change of the line, if there is one.
    pub fn set_line(&mut self, interrupt: Interrupt, is_high: bool) -> Option<LineChange> {
        let (word, bit) = self.locate_block(interrupt);
        let (was_high, was_pending) = (word.lines & bit != 0, word.pending & bit != 0);
        if was_high == is_high {
            return None;
        }
        word.set_lines(bit, if is_high { bit } else { 0 });
        Some(match (is_high, was_pending) {
            (false, _) => LineChange::Fell,
            (true, false) => LineChange::Pended,
            (true, true) => LineChange::WasPending,
        })
    }

    /// Returns the interrupt that the processor would enter now: it has a routine, is enabled, pending and more urgent
    /// than every active one. Among equal priorities it is the one with the lowest number, and SysTick before all.
    pub fn next_of_all(&self) -> Option<Next> {
        let port = self.most_urgent(self.words[0].enabled & self.words[0].pending & PORTS);
        let port = port.map(|(priority, number)| (priority, number as i64, Next::Port(number)));
        let blocks = interrupts(self.blocks.routines).filter(|&interrupt| self.is_ready(interrupt));
        let blocks = blocks.map(|interrupt| {
            let number = interrupt.number().map_or(-1, i64::from);
            (self.block_priority(interrupt), number, Next::Block(interrupt))
        });
        let (priority, _, next) = blocks.chain(port).min_by_key(|&(priority, number, _)| (priority, number))?;
        let active_port = self.most_urgent(self.words[0].active & PORTS).map(|(priority, _)| priority);
        let active_blocks = interrupts(self.blocks.active).map(|interrupt| self.block_priority(interrupt));
        let active = active_blocks.chain(active_port).min();
        active.is_none_or(|active| priority < active).then_some(next)
    }

    /// Makes `interrupt` active.
    pub fn enter_block(&mut self, interrupt: Interrupt) {
        let (word, bit) = self.locate_block(interrupt);
        word.pending &= !bit;
        word.active |= bit;
        self.blocks.active |= self::bit(interrupt);
    }

    /// Returns from `interrupt`. A line that is still high makes it pending again.
    pub fn leave_block(&mut self, interrupt: Interrupt) {
        let (word, bit) = self.locate_block(interrupt);
        word.active &= !bit;
        word.pending |= word.lines & bit;
        self.blocks.active &= !self::bit(interrupt);
    }

    /// Returns the priority byte of `interrupt`.
    pub fn block_priority(&self, interrupt: Interrupt) -> u8 {
        interrupt.number().map_or(self.blocks.sys_tick_priority, |number| self.priority(number as usize))
    }

    /// Returns `true` if `interrupt` is enabled and pending. SysTick is always enabled.
    fn is_ready(&self, interrupt: Interrupt) -> bool {
        match interrupt.number() {
            None => self.blocks.sys_tick.pending != 0,
            Some(number) => {
                let word = &self.words[number as usize / 32 % WORDS];
                word.enabled & word.pending & 1 << (number % 32) != 0
            }
        }
    }

    /// Returns the word of `interrupt` and its bit there.
    fn locate_block(&mut self, interrupt: Interrupt) -> (&mut Word, u32) {
        match interrupt.number() {
            None => (&mut self.blocks.sys_tick, 1),
            Some(number) => (&mut self.words[number as usize / 32 % WORDS], 1 << (number % 32)),
        }
    }
}

/// A change of an interrupt line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LineChange {
    /// The line rose and made its interrupt pending.
    Pended,
    /// The line rose while its interrupt was pending.
    WasPending,
    /// The line fell.
    Fell,
}

/// Returns the interrupts of `set`, in order.
pub(crate) fn interrupts(set: InterruptSet) -> impl Iterator<Item = Interrupt> {
    Interrupt::ALL.into_iter().filter(move |&interrupt| set & bit(interrupt) != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ready(nvic: &mut Nvic, interrupt: Interrupt, priority: u32) {
        let (register, shift) = interrupt.priority_field();
        let others = nvic.read(register.0).unwrap_or(0) & !(0xFF << shift);
        assert!(nvic.write(register.0, others | priority << shift));
        if let Some(number) = interrupt.number() {
            assert!(nvic.write(nvic::ISER0.0 + number / 32 * 4, 1 << (number % 32)));
        }
        assert_eq!(nvic.set_line(interrupt, true), Some(LineChange::Pended));
    }

    #[test]
    fn interrupts_of_all_words_and_of_ports_are_entered_by_priority_and_number() {
        let mut nvic = Nvic::default();
        nvic.set_routines(ALL);
        let rows = [
            (Interrupt::Rtc, 0x20),
            (Interrupt::SysTick, 0x40),
            (Interrupt::Adc1, 0x40),
            (Interrupt::TimerA3B, 0x40),
            (Interrupt::TimerA0A, 0xE0),
        ];
        for (interrupt, priority) in rows {
            ready(&mut nvic, interrupt, priority);
        }
        nvic.write(nvic::ISER0.0, 0b10);
        nvic.write(nvic::IPR0.0, 0x4000);
        nvic.update(0b10);
        let mut entered = Vec::new();
        while let Some(next) = nvic.next_of_all() {
            entered.push(next);
            match next {
                Next::Block(interrupt) => {
                    nvic.enter_block(interrupt);
                    assert_eq!(nvic.next_of_all(), None, "none preempts {interrupt:?}");
                    nvic.set_line(interrupt, false);
                    nvic.leave_block(interrupt);
                }
                Next::Port(number) => {
                    nvic.enter(number);
                    nvic.update(0);
                    nvic.leave(number);
                }
            }
        }
        let [rtc, sys_tick, adc, timer_3, timer_0] = rows.map(|(interrupt, _)| Next::Block(interrupt));
        assert_eq!(entered, [rtc, sys_tick, Next::Port(1), adc, timer_3, timer_0]);
    }

    #[test]
    fn an_interrupt_without_a_routine_stays_pending() {
        let mut nvic = Nvic::default();
        ready(&mut nvic, Interrupt::TimerA3A, 0);
        assert!(!nvic.has_blocks());
        assert_eq!(nvic.next_of_all(), None);
        nvic.set_routines(bit(Interrupt::TimerA3A));
        assert_eq!(nvic.next_of_all(), Some(Next::Block(Interrupt::TimerA3A)));
        nvic.reset();
        assert_eq!((nvic.routines(), nvic.next_of_all()), (bit(Interrupt::TimerA3A), None));
    }

    #[test]
    fn software_sets_and_clears_the_exception_of_sys_tick() {
        let mut nvic = Nvic::default();
        nvic.set_routines(ALL);
        assert!(nvic.write(arm::ICSR.0, 1 << 26));
        assert_eq!(nvic.read(arm::ICSR.0), Some(1 << 26));
        assert_eq!(nvic.next_of_all(), Some(Next::Block(Interrupt::SysTick)));
        nvic.write(arm::ICSR.0, 1 << 25);
        assert_eq!((nvic.read(arm::ICSR.0), nvic.next_of_all()), (Some(0), None));
        nvic.write(arm::SHPR3.0, 0xFFFF_FFFF);
        assert_eq!(nvic.read(arm::SHPR3.0), Some(0xE000_0000));
    }
}
