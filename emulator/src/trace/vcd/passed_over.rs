//! Counts the parts of a VCD file that are not replayed.

use super::words::Word;

/// A part of a file that is not replayed.
#[derive(Clone, Copy, Debug)]
pub enum Part {
    /// A signal that is not named after a pin.
    OtherSignal,
    /// A signal that is named after a pin, but is not one bit.
    NotOneBit,
    /// A signal of a pin that has another signal, which is declared in an outer scope or earlier.
    SecondSignal,
    /// A value whose identifier no signal has.
    UndeclaredValue,
    /// A number or a text as the value of a pin.
    ValueWithoutLevel,
    /// A level of a pin after `$dumpoff`.
    ValueWhileOff,
    /// A command that the reader does not know.
    UnknownCommand,
}

impl Part {
    /// Every part, with the words for one of it and for several.
    const ALL: [(Self, &'static str, &'static str); 7] = [
        (Self::OtherSignal, "signal without the name of a pin", "signals without the name of a pin"),
        (Self::NotOneBit, "signal of a pin that is not one bit", "signals of pins that are not one bit"),
        (
            Self::SecondSignal,
            "signal of a pin that has another one in an outer scope or before it",
            "signals of pins that have another one in an outer scope or before it",
        ),
        (Self::UndeclaredValue, "value of an undeclared signal", "values of undeclared signals"),
        (Self::ValueWithoutLevel, "value of a pin that is not a level", "values of pins that are not levels"),
        (Self::ValueWhileOff, "value between $dumpoff and $dumpon", "values between $dumpoff and $dumpon"),
        (Self::UnknownCommand, "unknown command", "unknown commands"),
    ];
}

/// The number of parts of each kind that are not replayed, and the first of each.
#[derive(Debug, Default)]
pub struct PassedOver<'a> {
    tallies: [Tally<'a>; Part::ALL.len()],
}

#[derive(Debug, Default)]
struct Tally<'a> {
    count: u64,
    first: Option<Word<'a>>,
}

impl<'a> PassedOver<'a> {
    /// Counts a part, which `word` names.
    pub fn add(&mut self, part: Part, word: Word<'a>) {
        let tally = &mut self.tallies[part as usize];
        tally.count += 1;
        tally.first.get_or_insert(word);
    }

    /// Returns everything that was counted as one part of a sentence, or `None` if nothing was.
    pub fn to_text(&self) -> Option<String> {
        let items: Vec<_> = Part::ALL.into_iter().filter_map(|part| self.item(part)).collect();
        (!items.is_empty()).then(|| items.join(", "))
    }

    fn item(&self, (part, one, several): (Part, &str, &str)) -> Option<String> {
        let Tally { count, first } = &self.tallies[part as usize];
        let Word { line, .. } = (*first)?;
        let (words, first) = (if *count == 1 { one } else { several }, (*first)?.quoted());
        Some(match count {
            1 => format!("1 {words} ({first} in line {line})"),
            _ => format!("{count} {words} (the first is {first} in line {line})"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_is_counted_in_its_place() {
        let mut passed_over = PassedOver::default();
        assert_eq!(passed_over.to_text(), None);
        for (index, (part, ..)) in Part::ALL.into_iter().enumerate() {
            assert_eq!(part as usize, index);
            passed_over.add(part, Word { text: "a", line: 3 });
        }
        passed_over.add(Part::OtherSignal, Word { text: "b", line: 4 });
        let text = passed_over.to_text().unwrap();
        assert!(text.starts_with("2 signals without the name of a pin (the first is 'a' in line 3), 1 signal of"));
        assert!(text.ends_with(", 1 unknown command ('a' in line 3)"), "{text}");
    }
}
