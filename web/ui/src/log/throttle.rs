//! Limits how often the log is drawn again, and how many lines are shown, while more happens than a person can read.

use gloo_timers::callback::Timeout;
use pinscope_protocol::Frame;

use super::Lines;
use crate::irq_stats::IrqStats;

/// Length of a pause, in milliseconds. If more than [`MAX_READABLE_LINES`] lines come during a pause, they are shown
/// when it is over.
pub const PAUSE_MS: u32 = 200;
/// Maximum number of lines that a person can follow one by one.
const MAX_READABLE_LINES: usize = 8;

/// Maximum number of lines shown while events flood the log. All lines are new then, and drawing them takes time.
const MAX_FLOOD_LINES: usize = 50;

/// The log, and the part of it that is shown. `T` is the type of the timer of a pause, which stops when it is dropped.
#[derive(Debug)]
pub struct ThrottledLog<T = Timeout> {
    lines: Lines,
    shown: Lines,
    /// More lines came than a person can follow.
    is_flood: bool,
    /// Number of lines that came since the pause began.
    new_lines: usize,
    pause: Option<T>,
}

impl<T> Default for ThrottledLog<T> {
    fn default() -> Self {
        Self { lines: Lines::default(), shown: Lines::default(), is_flood: false, new_lines: 0, pause: None }
    }
}

impl<T> ThrottledLog<T> {
    /// Returns the lines, and the maximum number of them to show.
    pub fn shown(&self) -> (Lines, usize) {
        (self.shown.clone(), if self.is_flood { MAX_FLOOD_LINES } else { usize::MAX })
    }

    /// Returns the statistics of interrupts.
    pub fn irq_stats(&self) -> &IrqStats {
        self.lines.irq_stats()
    }

    /// Adds the events of a frame; `last` is the frame before it. `start_pause` starts the timer of a pause.
    pub fn add(&mut self, last: Option<&Frame>, frame: &Frame, start_pause: impl FnOnce() -> T) {
        self.new_lines += self.lines.add(last, frame);
        if self.pause.is_none() || self.new_lines <= MAX_READABLE_LINES {
            self.show(start_pause);
        }
    }

    /// Shows the lines that came during the pause. Returns whether that changes the view.
    pub fn on_pause_elapsed(&mut self, start_pause: impl FnOnce() -> T) -> bool {
        self.pause = None;
        self.show(start_pause)
    }

    fn show(&mut self, start_pause: impl FnOnce() -> T) -> bool {
        let is_flood = self.new_lines > MAX_READABLE_LINES;
        let is_new = self.lines != self.shown || self.is_flood != is_flood;
        if is_new {
            self.shown = self.lines.clone();
            self.is_flood = is_flood;
            if self.pause.is_none() {
                self.new_lines = 0;
                self.pause = Some(start_pause());
            }
        }
        is_new
    }
}

#[cfg(test)]
mod tests {
    use pinscope_core::{EventKind, PinId};
    use pinscope_protocol::Frame;

    use super::{MAX_FLOOD_LINES, ThrottledLog};
    use crate::scene::tests::frame;

    /// Returns a frame with `count` wakes, which are a line each.
    fn wakes(first: u64, count: u64) -> Frame {
        let wake = EventKind::Wake { pin: PinId::GP17, from: pinscope_core::Power::Suspended };
        frame((first..first + count).map(|seq| (seq, seq * 1_000_000, wake)))
    }

    fn count(log: &ThrottledLog<()>) -> usize {
        log.shown().0.iter().count()
    }

    #[test]
    fn a_few_lines_are_shown_at_once_and_many_when_the_pause_is_over() {
        let mut log = ThrottledLog::<()>::default();
        log.add(None, &wakes(0, 1), || ());
        assert_eq!(count(&log), 1);
        log.add(None, &wakes(1, 8), || ());
        assert_eq!(count(&log), 9, "a person can follow eight lines");
        log.add(None, &wakes(9, 1), || ());
        assert_eq!(count(&log), 9, "one more has to wait");
        assert!(log.on_pause_elapsed(|| ()));
        assert_eq!(count(&log), 10);
    }

    #[test]
    fn of_a_flood_only_the_latest_lines_are_shown_until_it_is_over() {
        let mut log = ThrottledLog::<()>::default();
        log.add(None, &wakes(0, 1), || ());
        log.add(None, &wakes(1, 60), || ());
        assert!(log.on_pause_elapsed(|| ()));
        assert_eq!(log.shown().1, MAX_FLOOD_LINES);
        assert!(log.on_pause_elapsed(|| ()), "now the rest is shown too");
        assert_eq!(log.shown().1, usize::MAX);
        assert!(!log.on_pause_elapsed(|| ()), "nothing is new any more");
    }

    #[test]
    fn a_pause_begins_only_when_something_is_shown() {
        let mut log = ThrottledLog::<()>::default();
        let mut pauses = 0;
        log.add(None, &wakes(0, 1), || pauses += 1);
        log.add(None, &wakes(1, 1), || panic!("there is a pause already"));
        assert_eq!(pauses, 1);
    }
}
