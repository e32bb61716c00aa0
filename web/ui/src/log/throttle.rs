//! How much of the log is shown: all of it, unless more happens than anybody could read.

use gloo_timers::callback::Timeout;
use yew::Callback;

use super::Lines;
use crate::irq_stats::IrqStats;
use pinscope_protocol::Frame;

/// Where more lines than [`READABLE`] come in this time, in milliseconds, they are shown once in it.
const PAUSE_MS: u32 = 200;
/// As many lines a person can follow one by one.
const READABLE: usize = 8;

/// As many lines are shown of a flood, which nobody scrolls back in: each is a new one, and making them takes time.
const OF_A_FLOOD: usize = 50;

/// What happened, and as much of it as is shown.
#[derive(Debug, Default)]
pub struct ThrottledLog {
    lines: Lines,
    shown: Lines,
    /// Whether what is shown is part of a flood.
    is_flood: bool,
    /// How many lines came since the pause began.
    fresh: usize,
    pause: Option<Timeout>,
}

impl ThrottledLog {
    /// The lines, and how many of them to show.
    pub fn shown(&self) -> (Lines, usize) {
        (self.shown.clone(), if self.is_flood { OF_A_FLOOD } else { usize::MAX })
    }

    /// How each pin's interrupt was served last.
    pub fn served(&self) -> &IrqStats {
        self.lines.served()
    }

    /// Adds what happened since the last frame, which showed `last`. `due` is told when more may be shown.
    pub fn add(&mut self, last: Option<&Frame>, frame: &Frame, due: &Callback<()>) {
        self.fresh += self.lines.add(last, frame);
        if self.pause.is_none() || self.fresh <= READABLE {
            self.show(due);
        }
    }

    /// Shows what has come, now that the pause is over. Answers whether that changes anything.
    pub fn read_on(&mut self, due: &Callback<()>) -> bool {
        self.pause = None;
        self.show(due)
    }

    fn show(&mut self, due: &Callback<()>) -> bool {
        let is_flood = self.fresh > READABLE;
        let is_new = self.lines != self.shown || self.is_flood != is_flood;
        if is_new {
            (self.shown, self.is_flood) = (self.lines.clone(), is_flood);
            if self.pause.is_none() {
                let due = due.clone();
                self.fresh = 0;
                self.pause = Some(Timeout::new(PAUSE_MS, move || due.emit(())));
            }
        }
        is_new
    }
}
