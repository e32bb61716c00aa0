//! The interrupt controller of the processor (ARMv7-M B3.4): which interrupts are enabled, pending and active.

use pinscope_core::cc3200::{gpio::Port, nvic};

/// Number of priority words. Each has the priorities of four interrupts, so these are the words of interrupts 0 to 31.
const PRIORITY_WORDS: usize = 8;

/// The interrupts of the ports. No other interrupt has a routine, so the processor enters no other.
const PORTS: u32 = (1 << Port::ALL.len()) - 1;

/// The state of interrupts 0 to 31.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Nvic {
    enabled: u32,
    pending: u32,
    active: u32,
    lines: u32,
    priorities: [u32; PRIORITY_WORDS],
}

impl Nvic {
    /// Returns the word at `addr`, or `None` if there is no emulated register.
    pub fn read(&self, addr: u32) -> Option<u32> {
        match addr {
            _ if addr == nvic::ISER0.0 || addr == nvic::ICER0.0 => Some(self.enabled),
            _ if addr == nvic::ISPR0.0 || addr == nvic::ICPR0.0 => Some(self.pending),
            _ if addr == nvic::IABR0.0 => Some(self.active),
            _ => priority_word(addr).map(|word| self.priorities[word]),
        }
    }

    /// Writes the word at `addr`. Returns `false` if there is no emulated register.
    pub fn write(&mut self, addr: u32, value: u32) -> bool {
        match addr {
            _ if addr == nvic::ISER0.0 => self.enabled |= value,
            _ if addr == nvic::ICER0.0 => self.enabled &= !value,
            _ if addr == nvic::ISPR0.0 => self.pending |= value,
            // An interrupt whose line is high stays pending, unless it is active (Cortex-M4 Devices Generic User Guide
            // 4.2.9; QEMU does the same).
            _ if addr == nvic::ICPR0.0 => self.pending &= !value | self.lines & !self.active,
            _ if addr == nvic::IABR0.0 => {}
            _ => match priority_word(addr) {
                Some(word) => self.priorities[word] = value & nvic::PRIORITY_BITS,
                None => return false,
            },
        }
        true
    }

    /// Sets the interrupt lines. A line that rises makes its interrupt pending, and it stays pending when the line
    /// falls.
    #[inline]
    pub fn update(&mut self, lines: u32) {
        self.pending |= lines & !self.lines;
        self.lines = lines;
    }

    /// Returns the interrupt that the processor would enter now: it belongs to a port, is enabled, pending and more
    /// urgent than every active one. Among equal priorities it is the one with the lowest number.
    #[inline]
    pub fn next(&self) -> Option<usize> {
        let (priority, interrupt) = self.most_urgent(self.enabled & self.pending & PORTS)?;
        let preempts = self.most_urgent(self.active).is_none_or(|(active, _)| priority < active);
        preempts.then_some(interrupt)
    }

    /// Returns `true` if interrupt `a` preempts interrupt `b`.
    pub fn is_more_urgent(&self, a: usize, b: usize) -> bool {
        self.priority(a) < self.priority(b)
    }

    /// Returns the priority and the number of the most urgent interrupt in `bits`.
    #[inline]
    fn most_urgent(&self, bits: u32) -> Option<(u8, usize)> {
        bits_of(bits).map(|interrupt| (self.priority(interrupt), interrupt)).min()
    }

    /// Makes `interrupt` active.
    pub fn enter(&mut self, interrupt: usize) {
        self.pending &= !(1 << interrupt);
        self.active |= 1 << interrupt;
    }

    /// Returns from `interrupt`. A line that is still high makes it pending again.
    pub fn leave(&mut self, interrupt: usize) {
        self.active &= !(1 << interrupt);
        self.pending |= self.lines & (1 << interrupt);
    }

    fn priority(&self, interrupt: usize) -> u8 {
        (self.priorities[interrupt / 4] >> (8 * (interrupt % 4))) as u8
    }
}

fn priority_word(addr: u32) -> Option<usize> {
    let word = addr.checked_sub(nvic::IPR0.0)? as usize / 4;
    (word < PRIORITY_WORDS).then_some(word)
}

fn bits_of(mut bits: u32) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let lowest = (bits != 0).then(|| bits.trailing_zeros() as usize)?;
        bits &= bits - 1;
        Some(lowest)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn enabled(priorities: u32) -> Nvic {
        let mut nvic = Nvic::default();
        assert!(nvic.write(nvic::ISER0.0, 0xF));
        assert!(nvic.write(nvic::IPR0.0, priorities));
        nvic
    }

    #[test]
    fn the_more_urgent_comes_first_and_of_equals_the_lower() {
        let mut nvic = enabled(0x40E0_E0E0);
        nvic.update(0b1011);
        assert_eq!(nvic.next(), Some(3));
        nvic.enter(3);
        assert_eq!(nvic.next(), None, "neither is more urgent than the active one");
        nvic.update(0b0011);
        nvic.leave(3);
        assert_eq!(nvic.next(), Some(0));
    }

    #[test]
    fn a_more_urgent_interrupt_preempts() {
        let mut nvic = enabled(0x0000_20E0);
        nvic.update(0b01);
        nvic.enter(0);
        nvic.update(0b11);
        assert_eq!(nvic.next(), Some(1));
    }

    #[test]
    fn a_line_still_high_at_return_is_pending_again_and_one_that_fell_is_not() {
        let mut nvic = enabled(0);
        nvic.update(1);
        nvic.enter(0);
        nvic.leave(0);
        assert_eq!(nvic.next(), Some(0));
        nvic.enter(0);
        nvic.update(0);
        nvic.leave(0);
        assert_eq!(nvic.next(), None);
    }

    #[test]
    fn software_cannot_clear_an_interrupt_whose_line_is_high() {
        let mut nvic = enabled(0);
        nvic.update(1);
        nvic.write(nvic::ICPR0.0, 1);
        assert_eq!(nvic.next(), Some(0));
        nvic.enter(0);
        nvic.write(nvic::ISPR0.0, 1);
        nvic.write(nvic::ICPR0.0, 1);
        assert_eq!(nvic.read(nvic::ISPR0.0), Some(0), "an active interrupt can be cleared");
        nvic.leave(0);
        nvic.update(0);
        nvic.write(nvic::ICPR0.0, 1);
        assert_eq!(nvic.next(), None);
    }

    #[test]
    fn three_priority_bits_are_kept() {
        assert_eq!(enabled(0xFFFF_FFFF).read(nvic::IPR0.0), Some(0xE0E0_E0E0));
    }

    #[test]
    fn an_interrupt_without_a_routine_does_not_hold_up_the_ports() {
        let mut nvic = enabled(0xE0E0_E0E0);
        nvic.write(nvic::ISER0.0, 1 << 5);
        nvic.write(nvic::ISPR0.0, 1 << 5);
        assert_eq!(nvic.next(), None);
        nvic.update(1 << 1);
        assert_eq!(nvic.next(), Some(1));
        assert_eq!(nvic.read(nvic::ISPR0.0), Some(1 << 5 | 1 << 1), "it stays pending");
    }

    #[test]
    fn a_disabled_interrupt_waits() {
        let mut nvic = Nvic::default();
        nvic.update(1 << 2);
        assert_eq!(nvic.next(), None);
        nvic.write(nvic::ISER0.0, 1 << 2);
        assert_eq!(nvic.next(), Some(2));
    }
}
