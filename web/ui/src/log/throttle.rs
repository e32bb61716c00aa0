//! Limits how often and how much of the log is shown while more happens than a person can read.

use gloo_timers::callback::Timeout;
use yew::Callback;

use super::Lines;
use crate::irq_stats::IrqStats;
use pinscope_protocol::Frame;

/// If more than [`MAX_READABLE_LINES`] come in this time, in milliseconds, the log is shown once in it.
const PAUSE_MS: u32 = 200;
/// Maximum number of lines that a person can follow one by one.
const MAX_READABLE_LINES: usize = 8;

/// Maximum number of lines shown while events flood the log. Every line is new then, and drawing them takes time.
const MAX_FLOOD_LINES: usize = 50;

/// The log, and the part of it that is shown.
#[derive(Debug, Default)]
pub struct ThrottledLog {
    lines: Lines,
    shown: Lines,
    /// More lines came than a person can follow.
    is_flood: bool,
    /// Number of lines that came since the pause began.
    new_lines: usize,
    pause: Option<Timeout>,
}

impl ThrottledLog {
    /// Returns the lines, and the maximum number of them to show.
    pub fn shown(&self) -> (Lines, usize) {
        (self.shown.clone(), if self.is_flood { MAX_FLOOD_LINES } else { usize::MAX })
    }

    /// Returns the statistics of interrupts.
    pub fn irq_stats(&self) -> &IrqStats {
        self.lines.irq_stats()
    }

    /// Adds the events of a frame; `last` is the frame before it. `on_pause_over` is called when more may be shown.
    pub fn add(&mut self, last: Option<&Frame>, frame: &Frame, on_pause_over: &Callback<()>) {
        self.new_lines += self.lines.add(last, frame);
        if self.pause.is_none() || self.new_lines <= MAX_READABLE_LINES {
            self.show(on_pause_over);
        }
    }

    /// Shows the lines that came during the pause. Returns whether that changes the view.
    pub fn on_pause_elapsed(&mut self, on_pause_over: &Callback<()>) -> bool {
        self.pause = None;
        self.show(on_pause_over)
    }

    fn show(&mut self, on_pause_over: &Callback<()>) -> bool {
        let is_flood = self.new_lines > MAX_READABLE_LINES;
        let is_new = self.lines != self.shown || self.is_flood != is_flood;
        if is_new {
            (self.shown, self.is_flood) = (self.lines.clone(), is_flood);
            if self.pause.is_none() {
                let on_pause_over = on_pause_over.clone();
                self.new_lines = 0;
                self.pause = Some(Timeout::new(PAUSE_MS, move || on_pause_over.emit(())));
            }
        }
        is_new
    }
}
