//! A set of exceptions, one bit for each.

use super::number::FIRST_INTERRUPT;
use crate::bus::INTERRUPTS;

/// Number of words: one for the exceptions of the core, and the words of the NVIC.
const WORDS: usize = 1 + INTERRUPTS.div_ceil(32);

/// The first word holds the exceptions below 16, and each other word 32 interrupts as the registers of the NVIC do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ExceptionSet([u32; WORDS]);

impl ExceptionSet {
    fn position(exception: u16) -> (usize, u32) {
        match exception.checked_sub(FIRST_INTERRUPT) {
            None => (0, 1 << exception),
            Some(interrupt) => (1 + usize::from(interrupt) / 32, 1 << (interrupt % 32)),
        }
    }

    pub fn contains(&self, exception: u16) -> bool {
        let (word, bit) = Self::position(exception);
        self.0.get(word).is_some_and(|word| word & bit != 0)
    }

    pub fn insert(&mut self, exception: u16) {
        self.put(exception, true);
    }

    pub fn remove(&mut self, exception: u16) {
        self.put(exception, false);
    }

    /// Inserts or removes `exception`. One that does not exist is ignored.
    pub fn put(&mut self, exception: u16, is_member: bool) {
        let (word, bit) = Self::position(exception);
        if let Some(word) = self.0.get_mut(word) {
            *word = if is_member { *word | bit } else { *word & !bit };
        }
    }

    /// Returns the bits of the interrupts 32 × `index` to 32 × `index` + 31.
    pub fn interrupts(&self, index: usize) -> u32 {
        self.0[1 + index]
    }

    pub fn interrupts_mut(&mut self, index: usize) -> &mut u32 {
        &mut self.0[1 + index]
    }

    /// Returns true if there is an interrupt among the members.
    pub fn has_interrupts(&self) -> bool {
        self.0[1..].iter().any(|word| *word != 0)
    }

    pub fn intersection(&self, other: &ExceptionSet) -> ExceptionSet {
        let mut result = *self;
        for (word, other) in result.0.iter_mut().zip(other.0) {
            *word &= other;
        }
        result
    }

    pub fn len(&self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }

    /// Returns the members in the order of their numbers.
    pub fn iter(&self) -> impl Iterator<Item = u16> {
        self.0.into_iter().enumerate().flat_map(|(index, mut word)| {
            let first = if index == 0 { 0 } else { FIRST_INTERRUPT + 32 * (index as u16 - 1) };
            core::iter::from_fn(move || {
                let bit = word.trailing_zeros();
                word &= word.checked_sub(1)?;
                Some(first + bit as u16)
            })
        })
    }
}
