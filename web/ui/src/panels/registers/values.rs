//! The last words of the registers, and which of their bits have just changed.

use std::rc::Rc;

/// Time for which a change is marked, in milliseconds.
const MARK_DURATION_MS: f64 = 1000.0;

/// The bits of a register that have just changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    /// The bits.
    pub bits: u32,
    /// Number of changes so far. The mark's animation starts again when it increases.
    pub turn: u32,
}

/// The word and mark of each register, in the order of the register map. Cloning and comparing it is cheap.
#[derive(Clone, Debug, Default)]
pub struct RegisterValues(Rc<Vec<(u32, Mark, f64)>>);

impl RegisterValues {
    /// Updates the words at `now` (in milliseconds).
    pub fn update(&mut self, words: &[u32], now: f64) {
        if self.0.len() != words.len() {
            self.0 = Rc::new(words.iter().map(|&word| (word, Mark::default(), now)).collect());
            return;
        }
        let is_new = self.0.iter().zip(words).any(|((before, ..), word)| before != word);
        if is_new {
            for ((before, mark, at), &word) in Rc::make_mut(&mut self.0).iter_mut().zip(words) {
                let changed = *before ^ word;
                if changed != 0 {
                    let kept = if now - *at < MARK_DURATION_MS { mark.bits } else { 0 };
                    *mark = Mark { bits: kept | changed, turn: mark.turn.wrapping_add(1) };
                    *before = word;
                    *at = now;
                }
            }
        }
    }

    /// Returns whether the words are known.
    pub fn are_known(&self) -> bool {
        !self.0.is_empty()
    }

    /// Returns the word and the mark of the register at `index`.
    pub fn at(&self, index: usize) -> (u32, Mark) {
        self.0.get(index).map_or_else(Default::default, |&(word, mark, _)| (word, mark))
    }
}

impl PartialEq for RegisterValues {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

#[cfg(test)]
mod tests {
    use super::RegisterValues;

    #[test]
    fn changed_bits_are_marked_and_the_first_words_are_not() {
        let mut values = RegisterValues::default();
        values.update(&[0b0001, 7], 0.0);
        assert_eq!(values.at(0).1.bits, 0);
        values.update(&[0b0011, 7], 10.0);
        assert_eq!((values.at(0).0, values.at(0).1.bits), (0b0011, 0b0010));
        assert_eq!(values.at(1).1.bits, 0);
    }

    #[test]
    fn marks_of_changes_within_a_second_add_up_and_older_ones_end() {
        let mut values = RegisterValues::default();
        values.update(&[0], 0.0);
        values.update(&[0b01], 100.0);
        values.update(&[0b11], 1_099.0);
        assert_eq!(values.at(0).1.bits, 0b11);
        values.update(&[0b111], 2_099.0);
        assert_eq!(values.at(0).1.bits, 0b100);
        assert_eq!(values.at(0).1.turn, 3, "each change starts the animation again");
    }

    #[test]
    fn words_without_a_change_compare_equal() {
        let mut values = RegisterValues::default();
        values.update(&[5], 0.0);
        let before = values.clone();
        values.update(&[5], 10.0);
        assert!(values == before);
        assert_eq!(values.at(9), Default::default(), "a register that does not exist is 0");
    }
}
