//! Stores the progress of the first minute: for ever that it is over, and its steps for as long as the tab exists.

use super::{Mark, Progress, Step};
use crate::dom;

/// Key in both storages of the browser.
const STORAGE_KEY: &str = "pinscope.hint";

/// Stored when the hint is over.
const OVER: &str = "over";

/// Returns the progress that was stored. A link in the address has another bench, which the hint is not about.
pub fn load() -> Progress {
    let is_over = dom::is_embedded() || dom::load(STORAGE_KEY).is_some();
    let steps = dom::load_in_tab(STORAGE_KEY).filter(|_| !is_over && !dom::has_link()).unwrap_or_default();
    Progress { is_over, ..from_text(&steps) }
}

/// Stores the progress.
pub fn store(progress: &Progress) {
    if progress.is_over {
        dom::store(STORAGE_KEY, OVER);
    }
    dom::store_in_tab(STORAGE_KEY, &to_text(progress));
}

/// Writes how each step has ended, such as `done skipped`. It is empty unless the hint is shown.
fn to_text(progress: &Progress) -> String {
    let ended = progress.marks.iter().filter(|_| progress.is_shown).filter_map(|mark| match mark {
        Mark::Open => None,
        Mark::Done => Some("done"),
        Mark::Skipped => Some("skipped"),
    });
    ended.collect::<Vec<_>>().join(" ")
}

fn from_text(text: &str) -> Progress {
    let mut progress = Progress::default();
    for (step, word) in Step::ALL.into_iter().zip(text.split_whitespace()) {
        progress.marks[step as usize] = if word == "done" { Mark::Done } else { Mark::Skipped };
        progress.is_shown = true;
    }
    progress
}

#[cfg(test)]
mod tests {
    use super::{from_text, to_text};
    use crate::first_minute::{Mark, Progress};

    #[test]
    fn steps_that_have_ended_are_restored_while_the_hint_is_shown() {
        let marks = [Mark::Done, Mark::Skipped, Mark::Open, Mark::Open, Mark::Open];
        let progress = Progress { marks, is_shown: true, is_over: false };
        assert_eq!(to_text(&progress), "done skipped");
        assert_eq!(from_text("done skipped"), progress);
        assert_eq!(to_text(&Progress { is_shown: false, ..progress }), "");
        assert_eq!(from_text(""), Progress::default());
    }
}
