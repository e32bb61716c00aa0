//! How much of the log is shown: all of it, unless more happens than anybody could read.

use gloo_timers::callback::Timeout;
use yew::Callback;

use super::Lines;
use crate::protocol::Frame;

/// Where more lines than [`READABLE`] come in this time, in milliseconds, they are shown once in it.
const PAUSE_MS: u32 = 200;
/// As many lines a person can follow one by one.
const READABLE: usize = 8;

/// What happened, and as much of it as is shown.
#[derive(Debug, Default)]
pub struct Reading {
    lines: Lines,
    shown: Lines,
    /// How many lines came since the pause began.
    fresh: usize,
    pause: Option<Timeout>,
}

impl Reading {
    /// The lines to show.
    pub fn shown(&self) -> Lines {
        self.shown.clone()
    }

    /// Adds what happened since the last frame, which showed `last`. `due` is told when more may be shown.
    pub fn add(&mut self, last: Option<&Frame>, frame: &Frame, due: &Callback<()>) {
        self.fresh += self.lines.add(last, frame);
        self.show(due);
    }

    /// Shows what has come, now that the pause is over. Answers whether anything has.
    pub fn read_on(&mut self, due: &Callback<()>) -> bool {
        self.pause = None;
        self.show(due)
    }

    fn show(&mut self, due: &Callback<()>) -> bool {
        let is_new = !self.lines.is(&self.shown);
        let may = self.pause.is_none() || self.fresh <= READABLE;
        if is_new && may {
            self.shown = self.lines.clone();
            if self.pause.is_none() {
                let due = due.clone();
                self.fresh = 0;
                self.pause = Some(Timeout::new(PAUSE_MS, move || due.emit(())));
            }
        }
        is_new && may
    }
}
