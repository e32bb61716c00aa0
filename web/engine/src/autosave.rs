//! The bench opened from a link, from what the browser kept, or from an example; and told when it has changed.

use pinscope_emulator::examples::{Example, START};
use pinscope_emulator::share::{self, ShareError};
use pinscope_emulator::{Bench, Playground};

use crate::error::ApiError;
use crate::session::Engine;
use pinscope_protocol::{Reply, ScriptEvent};

/// A change of the bench is told at most this often, in milliseconds.
const TELL_EVERY_MS: f64 = 100.0;
/// The fastest a bench may run, in thousandths of real time.
const FASTEST: u32 = 1_000_000_000;

/// What is known of the bench elsewhere.
#[derive(Debug)]
pub struct Autosave {
    /// The bench as it was opened or told last.
    told: Bench,
    /// When it was looked at last, in milliseconds of real time.
    looked_ms: f64,
    /// Something to say of the bench that has not been said yet.
    note: Option<Reply>,
    /// What is to be said of the script of a bench that was put up.
    script: Option<ScriptEvent>,
}

impl Autosave {
    /// Nothing but the start is known.
    pub fn new(start: Bench) -> Self {
        Self { told: start, looked_ms: 0.0, note: None, script: None }
    }

    /// What is to be said, if there is something.
    pub fn take_note(&mut self) -> Option<Reply> {
        self.note.take()
    }

    /// What is to be said of the script of a bench that was put up, if there is something.
    pub fn take_script(&mut self) -> Option<Reply> {
        self.script.take().map(Reply::Script)
    }

    /// Says this, of an example or not, in place of what was said before.
    pub fn say(&mut self, example: Option<&str>, text: &str) {
        self.note = Some(Reply::Notice { example: example.map(str::to_owned), text: text.to_owned() });
    }
}

impl Engine {
    /// Begins as a page does: with the bench of a link, else with the one that was kept, and where there is neither, with
    /// the first example. What cannot be read leaves the bench as it is, and is said.
    pub(crate) fn open(&mut self, link: &str, kept: &str) {
        let is_there = |text: &str| !matches!(text, "" | "#");
        let linked = is_there(link).then(|| self.load(link));
        if !matches!(linked, Some(Ok(_))) {
            match is_there(kept).then(|| self.load(kept)) {
                Some(Err(_)) => self.keeper.say(None, "what this browser had kept is damaged; this is a new bench."),
                None if linked.is_none() => self.put_up_example(START),
                _ => {}
            }
        }
        if let Some(Err(error)) = linked {
            self.keeper.say(None, &format!("{error}. The bench is as it was."));
        }
        self.keeper.told = self.present_bench();
    }

    /// Opens the bench of a text and answers how many of its settings are impossible.
    pub(crate) fn load(&mut self, text: &str) -> Result<usize, ShareError> {
        let refused = self.put_up(&share::decode(text)?);
        if refused > 0 {
            self.keeper.say(None, &format!("{refused} impossible settings of this bench were left out."));
        }
        Ok(refused)
    }

    /// Opens an example.
    pub(crate) fn put_up_example(&mut self, example: &Example) {
        self.put_up(&example.bench());
        self.keeper.say(Some(example.name), example.instructions);
        self.keeper.script = Some(ScriptEvent::Example(example.name.to_owned()));
    }

    /// Puts a script beside the bench, unless it is longer than a link holds.
    pub(crate) fn put_script(&mut self, script: String) -> Result<(), ApiError> {
        if script.len() > share::MAX_SCRIPT_BYTES {
            let most = share::MAX_SCRIPT_BYTES;
            return Err(ApiError::new("ScriptTooLong", format!("a bench keeps a script of at most {most} bytes")));
        }
        self.playground.set_source(script);
        Ok(())
    }

    /// The bench as text.
    pub(crate) fn share(&self) -> String {
        share::encode(&self.present_bench())
    }

    /// Tells the page what to keep, if it has changed.
    pub(crate) fn tell_kept(&mut self, now_ms: f64) -> Option<Reply> {
        if now_ms - self.keeper.looked_ms < TELL_EVERY_MS {
            return None;
        }
        self.keeper.looked_ms = now_ms;
        let bench = self.present_bench();
        if bench == self.keeper.told {
            return None;
        }
        let text = share::encode(&bench);
        self.keeper.told = bench;
        Some(Reply::BenchChanged(text))
    }

    pub(crate) fn present_bench(&self) -> Bench {
        let speed = (self.pace.speed() * f64::from(Bench::REAL_TIME)).round() as u32;
        Bench { running: self.pace.is_running(), speed, ..self.playground.bench() }
    }

    /// Puts a bench up in place of the one there is, and answers how many of its commands were refused.
    fn put_up(&mut self, bench: &Bench) -> usize {
        let (playground, refused) = Playground::load(bench);
        self.begin(playground);
        self.pace.run(bench.running);
        self.set_speed_of(bench);
        self.keeper.script = Some(ScriptEvent::Loaded(bench.script.clone()));
        refused
    }

    /// Time goes as fast as on this bench.
    pub(crate) fn set_speed_of(&mut self, bench: &Bench) {
        self.pace.set_speed(f64::from(bench.speed.clamp(1, FASTEST)) / f64::from(Bench::REAL_TIME));
    }
}
