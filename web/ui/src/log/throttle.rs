//! How much of the log is shown: all of it, unless more happens than anybody could read.

use gloo_timers::callback::Timeout;
use yew::Callback;

use super::Lines;
use crate::irq_stats::IrqStats;
use pinscope_protocol::Frame;

/// Where more lines than [`MAX_READABLE_LINES`] come in this time, in milliseconds, they are shown once in it.
const PAUSE_MS: u32 = 200;
/// As many lines a person can follow one by one.
const MAX_READABLE_LINES: usize = 8;

/// As many lines are shown of a flood, which nobody scrolls back in: each is a new one, and making them takes time.
const MAX_FLOOD_LINES: usize = 50;

/// What happened, and as much of it as is shown.
#[derive(Debug, Default)]
pub struct ThrottledLog {
    lines: Lines,
    shown: Lines,
    /// Whether what is shown is part of a flood.
    is_flood: bool,
    /// How many lines came since the pause began.
    new_lines: usize,
    pause: Option<Timeout>,
}

impl ThrottledLog {
    /// The lines, and how many of them to show.
    pub fn shown(&self) -> (Lines, usize) {
        (self.shown.clone(), if self.is_flood { MAX_FLOOD_LINES } else { usize::MAX })
    }

    /// How each pin's interrupt was served last.
    pub fn irq_stats(&self) -> &IrqStats {
        self.lines.irq_stats()
    }

    /// Adds what happened since the last frame, which showed `last`. `on_pause_over` is told when more may be shown.
    pub fn add(&mut self, last: Option<&Frame>, frame: &Frame, on_pause_over: &Callback<()>) {
        self.new_lines += self.lines.add(last, frame);
        if self.pause.is_none() || self.new_lines <= MAX_READABLE_LINES {
            self.show(on_pause_over);
        }
    }

    /// Shows what has come, now that the pause is over. Answers whether that changes anything.
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
