//! The interrupt controller of the processor (ARMv7-M B3.4): which interrupts are enabled, pending and active.

mod blocks;

use pinscope_core::cc3200::{Rw, gpio::Port, nvic};

use blocks::Blocks;
pub(crate) use blocks::{ALL as ALL_BLOCKS, InterruptSet, LineChange, Next, bit as interrupt_bit};

/// Number of emulated words of each kind that have one bit for each interrupt.
pub(crate) const WORDS: usize = 6;

/// Number of priority words for 32 interrupts. Each has the priorities of four.
const PRIORITY_WORDS: usize = 8;

/// The interrupts of the ports, which always have a routine.
const PORTS: u32 = (1 << Port::ALL.len()) - 1;

/// The state of interrupts 0 to 191.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Nvic {
    /// The state of interrupts 0 to 31, among which those of the ports are, and then that of 32 to 63, and so on.
    words: [Word; WORDS],
    /// For each of those words, the eight words with the priorities of its interrupts.
    priorities: [[u32; PRIORITY_WORDS]; WORDS],
    blocks: Blocks,
}

/// The state of 32 interrupts. Each has one bit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
struct Word {
    enabled: u32,
    pending: u32,
    active: u32,
    lines: u32,
}

impl Default for Nvic {
    fn default() -> Self {
        Self { words: [Word::default(); WORDS], priorities: [[0; PRIORITY_WORDS]; WORDS], blocks: Blocks::default() }
    }
}

impl Nvic {
    /// Returns the word at `addr`, or `None` if there is no emulated register.
    pub fn read(&self, addr: u32) -> Option<u32> {
        if let Some(index) = index_of(addr, nvic::IPR0, PRIORITY_WORDS * WORDS) {
            return Some(self.priorities[index / PRIORITY_WORDS][index % PRIORITY_WORDS]);
        }
        if let Some(word) = self.blocks.read(addr) {
            return Some(word);
        }
        let (kind, index) = locate(addr)?;
        let word = &self.words[index];
        Some(match kind {
            Kind::SetEnable | Kind::ClearEnable => word.enabled,
            Kind::SetPending | Kind::ClearPending => word.pending,
            Kind::Active => word.active,
        })
    }

    /// Writes the word at `addr`. Returns `false` if there is no emulated register.
    pub fn write(&mut self, addr: u32, value: u32) -> bool {
        if let Some(index) = index_of(addr, nvic::IPR0, PRIORITY_WORDS * WORDS) {
            self.priorities[index / PRIORITY_WORDS][index % PRIORITY_WORDS] = value & nvic::PRIORITY_BITS;
            return true;
        }
        if self.blocks.write(addr, value) {
            return true;
        }
        let Some((kind, index)) = locate(addr) else { return false };
        let word = &mut self.words[index];
        match kind {
            Kind::SetEnable => word.enabled |= value,
            Kind::ClearEnable => word.enabled &= !value,
            Kind::SetPending => word.pending |= value,
            // An interrupt whose line is high stays pending, unless it is active (Cortex-M4 Devices Generic User Guide
            // 4.2.9; QEMU does the same).
            Kind::ClearPending => word.pending &= !value | word.lines & !word.active,
            Kind::Active => {}
        }
        true
    }

    /// Sets the interrupt lines of the ports. A line that rises makes its interrupt pending, and it stays pending when
    /// the line falls. Returns the lines that fall.
    #[inline]
    pub fn update(&mut self, lines: u32) -> u32 {
        let before = self.words[0].lines & PORTS;
        self.words[0].set_lines(PORTS, lines);
        before & !lines
    }

    /// Returns the levels of all interrupt lines.
    pub fn lines(&self) -> [u32; WORDS] {
        self.words.map(|word| word.lines)
    }

    /// Returns the number of the interrupt of a port that the processor would enter now if no other block had a
    /// routine: it is enabled, pending and more urgent than every active one. Among equal priorities it is the one
    /// with the lowest number.
    #[inline]
    pub fn next(&self) -> Option<usize> {
        let word = &self.words[0];
        let (priority, interrupt) = self.most_urgent(word.enabled & word.pending & PORTS)?;
        let preempts = self.most_urgent(word.active).is_none_or(|(active, _)| priority < active);
        preempts.then_some(interrupt)
    }

    /// Returns the priority and the number of the most urgent of interrupts 0 to 31 in `bits`.
    #[inline]
    fn most_urgent(&self, bits: u32) -> Option<(u8, usize)> {
        bits_of(bits).map(|interrupt| (self.priority(interrupt), interrupt)).min()
    }

    /// Makes `interrupt` of a port active.
    pub fn enter(&mut self, interrupt: usize) {
        let word = &mut self.words[0];
        word.pending &= !(1 << interrupt);
        word.active |= 1 << interrupt;
    }

    /// Returns from `interrupt` of a port. A line that is still high makes it pending again.
    pub fn leave(&mut self, interrupt: usize) {
        let word = &mut self.words[0];
        word.active &= !(1 << interrupt);
        word.pending |= word.lines & (1 << interrupt);
    }

    /// Returns the priority byte of `interrupt`.
    pub fn priority(&self, interrupt: usize) -> u8 {
        (self.priorities[interrupt / 32][interrupt % 32 / 4] >> (8 * (interrupt % 4))) as u8
    }
}

impl Word {
    /// Returns from every interrupt that is active. One whose line is still high becomes pending again.
    fn return_from_all(&mut self) {
        self.pending |= self.lines & self.active;
        self.active = 0;
    }

    /// Sets the lines of the interrupts in `mask`.
    #[inline]
    fn set_lines(&mut self, mask: u32, lines: u32) {
        self.pending |= lines & !self.lines;
        self.lines = self.lines & !mask | lines;
    }
}

/// The kinds of words that have one bit for each interrupt.
#[derive(Clone, Copy)]
enum Kind {
    SetEnable,
    ClearEnable,
    SetPending,
    ClearPending,
    Active,
}

/// Returns the kind of the word at `addr`, and its index among the words of that kind.
fn locate(addr: u32) -> Option<(Kind, usize)> {
    [
        (nvic::ISER0, Kind::SetEnable),
        (nvic::ICER0, Kind::ClearEnable),
        (nvic::ISPR0, Kind::SetPending),
        (nvic::ICPR0, Kind::ClearPending),
        (nvic::IABR0, Kind::Active),
    ]
    .into_iter()
    .find_map(|(first, kind)| Some((kind, index_of(addr, first, WORDS)?)))
}

/// Returns the index of the word at `addr` among the `count` words that begin with `first`.
fn index_of(addr: u32, first: Rw, count: usize) -> Option<usize> {
    let index = addr.checked_sub(first.0)? as usize / 4;
    (index < count).then_some(index)
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
    use pinscope_core::Interrupt;

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
    fn interrupts_up_to_191_have_their_words_and_leave_the_ports_alone() {
        let mut nvic = enabled(0);
        let rows = [(Interrupt::TimerA0A, 19, 0), (Interrupt::TimerA3A, 35, 1), (Interrupt::Rtc, 172, 5)];
        for (interrupt, number, word) in rows {
            let bit = 1 << (number % 32);
            nvic.set_line(interrupt, true);
            assert_eq!(nvic.read(nvic::ISPR0.0 + 4 * word), Some(bit), "{number} is pending");
            nvic.update(0);
            nvic.set_line(interrupt, false);
            nvic.write(nvic::ICPR0.0 + 4 * word, bit);
            assert_eq!(nvic.read(nvic::ISPR0.0 + 4 * word), Some(0));
            assert!(nvic.write(nvic::IPR0.0 + number / 4 * 4, 0x2020_2020));
            assert_eq!(nvic.read(nvic::IPR0.0 + number / 4 * 4), Some(0x2020_2020));
        }
        assert_eq!(nvic.read(nvic::ISER0.0 + 4 * 6), None);
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
