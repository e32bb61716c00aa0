//! The benches of this tab in the order in which they were opened, so that the ones before can be opened again.

use pinscope_core::PinId;
use pinscope_protocol::{BenchView, LeftBench};

/// Maximum number of benches. The oldest are forgotten first, as in the history of a browser.
const MAX_BENCHES: usize = 50;

/// Separates the parts of a bench in the text of a history. Neither a link nor a notice contains it.
const SEPARATOR: char = '\t';

/// A bench of the history.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    /// Its number, which is the state of its entry in the browser's history.
    number: u32,
    /// The bench. It is unknown until the page has left it.
    left: Option<LeftBench>,
}

/// The benches of this tab, the oldest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BenchHistory {
    entries: Vec<Entry>,
    /// Index of the bench that is on the page.
    present: usize,
}

impl BenchHistory {
    /// Reads the history that [`BenchHistory::to_text`] has written. `number` is the number of the present bench. If
    /// the history does not contain it, a new history begins, whose numbers differ from those before.
    pub fn from_text(text: &str, number: Option<u32>) -> Self {
        let entries: Vec<_> = text.lines().filter_map(read).collect();
        match entries.iter().position(|entry| Some(entry.number) == number) {
            Some(present) => Self { entries, present },
            None => {
                let number = entries.last().map_or(1, |last| last.number + 1);
                Self { entries: vec![Entry { number, left: None }], present: 0 }
            }
        }
    }

    /// Writes the history, a line for each bench.
    pub fn to_text(&self) -> String {
        self.entries.iter().map(write).collect::<Vec<_>>().join("\n")
    }

    /// Returns the number of the present bench.
    pub fn present(&self) -> u32 {
        self.entries[self.present].number
    }

    /// Returns the number that the next new bench gets.
    pub fn next_number(&self) -> u32 {
        self.present() + 1
    }

    /// Returns whether there is a bench before the present one.
    pub fn can_undo(&self) -> bool {
        self.present > 0 && self.entries[self.present - 1].left.is_some()
    }

    /// Keeps the present bench and adds a new one in place of those that came after it.
    pub fn add(&mut self, left: LeftBench) {
        let number = self.next_number();
        self.entries.truncate(self.present + 1);
        self.entries[self.present].left = Some(left);
        self.entries.push(Entry { number, left: None });
        let superfluous = self.entries.len().saturating_sub(MAX_BENCHES);
        self.entries.drain(..superfluous);
        self.present = self.entries.len() - 1;
    }

    /// Keeps the bench with this number as it was when the page left it.
    pub fn keep(&mut self, number: u32, left: LeftBench) {
        if let Some(entry) = self.entries.iter_mut().find(|entry| entry.number == number) {
            entry.left = Some(left);
        }
    }

    /// Goes to the bench with this number and returns it, with the number of the bench that the page leaves. Returns
    /// `None` if it is present already, or unknown.
    pub fn go_to(&mut self, number: u32) -> Option<(LeftBench, u32)> {
        let index =
            self.entries.iter().position(|entry| entry.number == number).filter(|&index| index != self.present)?;
        let bench = self.entries[index].left.clone()?;
        let left = self.present();
        self.present = index;
        Some((bench, left))
    }
}

fn write(entry: &Entry) -> String {
    let mut line = entry.number.to_string();
    if let Some(LeftBench { bench, view: BenchView { pin, span_ns }, example, notice }) = &entry.left {
        let span_ns = span_ns.to_string();
        for part in [pin.name(), &span_ns, bench, example.as_deref().unwrap_or_default(), notice] {
            line.push(SEPARATOR);
            line.push_str(part);
        }
    }
    line
}

fn read(line: &str) -> Option<Entry> {
    let mut parts = line.split(SEPARATOR);
    let number = parts.next()?.parse().ok()?;
    Some(Entry { number, left: read_bench(parts) })
}

fn read_bench<'a>(mut parts: impl Iterator<Item = &'a str>) -> Option<LeftBench> {
    let view = BenchView { pin: PinId::from_name(parts.next()?)?, span_ns: parts.next()?.parse().ok()? };
    let bench = parts.next()?.to_owned();
    let example = Some(parts.next()?.to_owned()).filter(|name| !name.is_empty());
    Some(LeftBench { bench, view, example, notice: parts.next()?.to_owned() })
}

#[cfg(test)]
mod tests {
    use pinscope_core::PinId;
    use pinscope_protocol::{BenchView, LeftBench};

    use super::{BenchHistory, MAX_BENCHES};

    fn bench(name: &str) -> LeftBench {
        let view = BenchView { pin: PinId::GP9, span_ns: 1_000 };
        LeftBench {
            bench: name.to_owned(),
            view,
            example: Some("an output".to_owned()),
            notice: "Click it.".to_owned(),
        }
    }

    /// Returns the history of benches a and b, which the page has left, and a third one.
    fn history() -> BenchHistory {
        let mut history = BenchHistory::from_text("", None);
        assert!(!history.can_undo());
        history.add(bench("a"));
        history.add(bench("b"));
        history
    }

    #[test]
    fn each_bench_that_was_left_can_be_opened_again_in_both_directions() {
        let mut history = history();
        assert_eq!((history.present(), history.can_undo()), (3, true));
        assert_eq!(history.go_to(2), Some((bench("b"), 3)));
        history.keep(3, bench("c"));
        assert_eq!(history.go_to(1), Some((bench("a"), 2)));
        history.keep(2, bench("b, changed"));
        assert!(!history.can_undo());
        assert_eq!(history.go_to(2), Some((bench("b, changed"), 1)));
        assert_eq!(history.go_to(3), Some((bench("c"), 2)));
        assert_eq!(history.go_to(3), None, "it is present");
        assert_eq!(history.go_to(9), None, "it is unknown");
    }

    #[test]
    fn a_new_bench_replaces_those_that_came_after_the_present_one() {
        let mut history = history();
        history.go_to(1);
        history.keep(3, bench("c"));
        history.add(bench("a, changed"));
        assert_eq!(history.present(), 2);
        assert_eq!(history.go_to(3), None);
        assert_eq!(history.go_to(1), Some((bench("a, changed"), 2)));
    }

    #[test]
    fn the_oldest_benches_are_forgotten() {
        let mut history = BenchHistory::from_text("", None);
        (0..MAX_BENCHES + 5).for_each(|index| history.add(bench(&index.to_string())));
        assert_eq!(history.go_to(6), None);
        assert!(history.go_to(7).is_some());
    }

    #[test]
    fn a_reloaded_page_continues_its_history_and_a_new_page_begins_another() {
        let mut history = history();
        history.go_to(2);
        history.keep(3, LeftBench { example: None, notice: String::new(), ..bench("c") });
        let text = history.to_text();
        assert_eq!(BenchHistory::from_text(&text, Some(2)), history);
        let other = BenchHistory::from_text(&text, None);
        assert_eq!((other.present(), other.can_undo()), (4, false), "no number is used twice");
    }
}
