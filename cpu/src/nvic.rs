//! The registers of the nested vectored interrupt controller (B3.4). The state is in [`Exceptions`].

use crate::bus::INTERRUPTS;
use crate::exceptions::{Exceptions, number::FIRST_INTERRUPT};

/// ICTR: the number of words of interrupts, less one.
pub const ICTR: u32 = WORDS as u32 - 1;

/// Number of words that have one bit for each interrupt.
const WORDS: usize = INTERRUPTS.div_ceil(32);

/// Offset of the priority registers from NVIC_ISER0.
const IPR0: u32 = 0x300;

/// The kinds of registers with one bit for each interrupt, which are 0x80 bytes apart.
enum Kind {
    SetEnable,
    ClearEnable,
    SetPending,
    ClearPending,
    Active,
}

/// Returns the kind and index of the word at `offset` from NVIC_ISER0.
fn locate(offset: u32) -> Option<(Kind, usize)> {
    let index = (offset & 0x7F) as usize / 4;
    let kind = match offset >> 7 {
        0 => Kind::SetEnable,
        1 => Kind::ClearEnable,
        2 => Kind::SetPending,
        3 => Kind::ClearPending,
        4 => Kind::Active,
        _ => return None,
    };
    (index < WORDS).then_some((kind, index))
}

/// Returns the exceptions of the four bytes of the priority register at `offset` from NVIC_ISER0.
fn priority_exceptions(offset: u32) -> Option<[u16; 4]> {
    let first = offset.checked_sub(IPR0)? as u16 + FIRST_INTERRUPT;
    Some([first, first + 1, first + 2, first + 3])
}

/// Reads the register at `offset` from NVIC_ISER0.
pub fn read(exceptions: &Exceptions, offset: u32) -> u32 {
    if let Some(numbers) = priority_exceptions(offset) {
        return u32::from_le_bytes(numbers.map(|exception| exceptions.configured_priority(exception)));
    }
    match locate(offset) {
        Some((Kind::SetEnable | Kind::ClearEnable, index)) => exceptions.enabled.interrupts(index),
        Some((Kind::SetPending | Kind::ClearPending, index)) => exceptions.pending.interrupts(index),
        Some((Kind::Active, index)) => exceptions.active.interrupts(index),
        None => 0,
    }
}

/// Writes the register at `offset` from NVIC_ISER0. Returns true if that has made an interrupt pending.
pub fn write(exceptions: &mut Exceptions, offset: u32, value: u32) -> bool {
    if let Some(numbers) = priority_exceptions(offset) {
        for (exception, priority) in numbers.into_iter().zip(value.to_le_bytes()) {
            exceptions.set_priority(exception, priority);
        }
        return false;
    }
    let Some((kind, index)) = locate(offset) else { return false };
    let value = value & implemented(index);
    match kind {
        Kind::SetEnable => *exceptions.enabled.interrupts_mut(index) |= value,
        Kind::ClearEnable => *exceptions.enabled.interrupts_mut(index) &= !value,
        Kind::SetPending => {
            let pending = exceptions.pending.interrupts_mut(index);
            let is_new = value & !*pending != 0;
            *pending |= value;
            return is_new;
        }
        Kind::ClearPending => exceptions.clear_pending_interrupts(index, value),
        Kind::Active => {}
    }
    false
}

/// Returns the bits of word `index` that belong to an interrupt.
fn implemented(index: usize) -> u32 {
    match INTERRUPTS - 32 * index {
        count @ ..32 => (1 << count) - 1,
        _ => u32::MAX,
    }
}

/// Writes STIR, which makes the interrupt with the number in the lowest nine bits pending.
pub fn trigger(exceptions: &mut Exceptions, value: u32) {
    let interrupt = (value & 0x1FF) as u16;
    if usize::from(interrupt) < INTERRUPTS {
        exceptions.pending.insert(FIRST_INTERRUPT + interrupt);
    }
}

/// Returns true if the register at `offset` from NVIC_ISER0 sets or clears bits that are written as 1.
pub fn is_written_with_ones(offset: u32) -> bool {
    locate(offset).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_of_interrupts_that_do_not_exist_are_zero() {
        let mut exceptions = Exceptions::new();
        write(&mut exceptions, 0x1C, u32::MAX);
        assert_eq!(read(&exceptions, 0x1C), 0xFFFF, "interrupts 224 to 239");
        write(&mut exceptions, 0x7C, u32::MAX);
        assert_eq!(read(&exceptions, 0x7C), 0);
        trigger(&mut exceptions, 240);
        assert_eq!(exceptions.most_urgent(), None);
    }

    #[test]
    fn a_priority_keeps_its_three_highest_bits() {
        let mut exceptions = Exceptions::new();
        write(&mut exceptions, IPR0 + 4, 0xFF7F_3F1F);
        assert_eq!(read(&exceptions, IPR0 + 4), 0xE060_2000);
    }

    #[test]
    fn only_a_new_interrupt_counts_as_made_pending() {
        let mut exceptions = Exceptions::new();
        assert!(write(&mut exceptions, 0x100, 2));
        assert!(!write(&mut exceptions, 0x100, 2));
        write(&mut exceptions, 0x180, 2);
        assert_eq!(read(&exceptions, 0x100), 0);
    }
}
