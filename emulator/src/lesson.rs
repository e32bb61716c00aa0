//! A lesson: how a teacher's link shows its bench.

/// Maximum length of the task, in characters.
pub const MAX_TASK_CHARS: usize = 300;

/// A part of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Part {
    /// The board.
    Board,
    /// The selected pin.
    Pin,
    /// The script and its interpreter.
    Script,
    /// The timeline.
    Timeline,
    /// The registers of the chip.
    Registers,
    /// The log of events.
    Interrupts,
    /// Sleep and wake.
    Wake,
    /// The image of a firmware.
    Firmware,
}

impl Part {
    /// All parts, in the order in which a page of one column shows them.
    pub const ALL: [Self; 8] = [
        Self::Board,
        Self::Pin,
        Self::Script,
        Self::Timeline,
        Self::Registers,
        Self::Interrupts,
        Self::Wake,
        Self::Firmware,
    ];

    /// Returns the name of the part, as its tab shows it.
    pub const fn name(self) -> &'static str {
        ["board", "pin", "script", "timeline", "registers", "interrupts", "wake", "firmware"][self as usize]
    }

    /// Returns the part with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.name() == name)
    }
}

/// The settings with which a link shows its bench.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Lesson {
    /// The task in one sentence, which is shown above the board. It may be empty.
    pub task: String,
    /// The parts of the page that are shown. If it is empty, the page shows those that it always does.
    pub parts: Vec<Part>,
    /// The script is shown, and the page does not run it.
    pub only_shows_script: bool,
}

impl Lesson {
    /// Returns `true` if the task is one line of at most [`MAX_TASK_CHARS`] characters, and no part is named twice.
    pub fn is_valid(&self) -> bool {
        let is_line = self.task.chars().count() <= MAX_TASK_CHARS && !self.task.contains(char::is_control);
        let is_repeated = |(index, part)| self.parts[..index].contains(part);
        is_line && !self.parts.iter().enumerate().any(is_repeated)
    }
}

#[cfg(test)]
mod tests {
    use super::{Lesson, MAX_TASK_CHARS, Part};

    #[test]
    fn every_part_is_found_by_its_name() {
        assert!(Part::ALL.into_iter().all(|part| Part::from_name(part.name()) == Some(part)));
        assert_eq!(Part::from_name("console"), None);
    }

    #[test]
    fn a_task_is_one_short_line_and_parts_are_named_once() {
        let lesson =
            |task: &str, parts: &[Part]| Lesson { task: task.to_owned(), parts: parts.to_vec(), ..Lesson::default() };
        assert!(lesson(&"é".repeat(MAX_TASK_CHARS), &Part::ALL).is_valid());
        assert!(!lesson(&"é".repeat(MAX_TASK_CHARS + 1), &[]).is_valid());
        assert!(!lesson("two\nlines", &[]).is_valid());
        assert!(!lesson("", &[Part::Pin, Part::Board, Part::Pin]).is_valid());
    }
}
