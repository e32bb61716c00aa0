//! Opens benches from links, from the browser's storage and from examples, and reports when the bench has changed.

use std::mem;

use pinscope_emulator::examples::{Example, START};
use pinscope_emulator::files::MAIN;
use pinscope_emulator::share::{self, ShareError};
use pinscope_emulator::{Bench, Lesson, Playground};
use pinscope_protocol::{ExampleView, Reply, ScriptEvent};

use crate::error::ApiError;
use crate::session::Engine;

/// Minimum time between two reports of a changed bench, in milliseconds.
const REPORT_INTERVAL_MS: f64 = 100.0;

/// The bench as the page has stored it, and the messages to the page about the bench that was opened.
#[derive(Debug)]
pub struct Autosave {
    /// The bench as it was opened or reported last.
    reported: Bench,
    /// The real time of the last comparison with the present bench, in milliseconds.
    compared_ms: f64,
    /// True if the page has opened a bench, or has tried to.
    has_opened: bool,
    opened: Option<Reply>,
    notice: Option<Reply>,
    lesson: Option<Lesson>,
    script: Option<ScriptEvent>,
}

impl Autosave {
    /// Creates the state for a bench that need not be stored until it changes.
    pub fn new(start: Bench) -> Self {
        Self {
            reported: start,
            compared_ms: 0.0,
            has_opened: false,
            opened: None,
            notice: None,
            lesson: None,
            script: None,
        }
    }

    /// Returns the report that another bench was opened, if there is a new one.
    pub fn take_opened(&mut self) -> Option<Reply> {
        self.opened.take()
    }

    /// Reports that another bench was opened. An example has a view.
    pub fn report_opened(&mut self, view: Option<ExampleView>) {
        self.opened = Some(Reply::Opened(view));
    }

    /// Returns the notice for the page, if there is a new one.
    pub fn take_notice(&mut self) -> Option<Reply> {
        self.notice.take()
    }

    /// Returns the message about how to show a bench that was opened.
    pub fn take_lesson(&mut self) -> Option<Reply> {
        self.lesson.take().map(Reply::Lesson)
    }

    /// Returns the event about the script of a bench that was opened.
    pub fn take_script(&mut self) -> Option<Reply> {
        self.script.take().map(Reply::Script)
    }

    /// Replaces the notice that the page shows. `example` is the name of the example that was opened.
    pub fn show_notice(&mut self, example: Option<&str>, text: &str) {
        self.notice = Some(Reply::Notice { example: example.map(str::to_owned), text: text.to_owned() });
    }
}

impl Engine {
    /// Opens the bench of a page that starts: the one in its link, otherwise the one that the browser has stored,
    /// otherwise the first example. If a text cannot be decoded, the page shows the reason and what it opened instead.
    pub(crate) fn open(&mut self, link: &str, stored: &str) {
        let is_first = !mem::replace(&mut self.autosave.has_opened, true);
        let is_present = |text: &str| !matches!(text, "" | "#");
        let linked = is_present(link).then(|| self.load(link));
        let mut instead = "The bench is as it was.";
        if !matches!(linked, Some(Ok(_))) {
            match is_present(stored).then(|| self.load(stored)) {
                Some(Err(_)) => {
                    let text = "the bench that this browser had stored is damaged; this is a new one.";
                    self.autosave.show_notice(None, text);
                    instead = "The bench that this browser had stored is damaged too; this is a new one.";
                }
                None if linked.is_none() || is_first => {
                    self.open_example(START);
                    instead = "This is the first example instead.";
                }
                _ => {}
            }
        }
        if let Some(Err(error)) = linked {
            self.autosave.show_notice(None, &format!("{error}. {instead}"));
        }
        self.autosave.reported = self.present_bench();
    }

    /// Opens the bench in a text and returns the number of its settings that are impossible and were left out.
    pub(crate) fn load(&mut self, text: &str) -> Result<usize, ShareError> {
        let refused = self.open_bench(&share::decode(text)?);
        if refused > 0 {
            self.autosave.show_notice(None, &format!("{refused} impossible settings of this bench were left out."));
        }
        Ok(refused)
    }

    /// Opens an example.
    pub(crate) fn open_example(&mut self, example: &Example) {
        self.open_bench(&example.bench());
        self.autosave.report_opened(Some(ExampleView { pin: example.pin, span_ns: example.span_ns }));
        self.autosave.show_notice(Some(example.name), example.instructions);
        self.autosave.script = Some(ScriptEvent::Example(example.name.to_owned()));
    }

    /// Stores a script with the bench, unless it is too long for a link.
    pub(crate) fn set_script(&mut self, script: String) -> Result<(), ApiError> {
        const MAX: usize = share::MAX_SCRIPT_BYTES;
        if script.len() > MAX {
            return Err(ApiError::new("ScriptTooLong", format!("a bench keeps a script of at most {MAX} bytes")));
        }
        Ok(self.set_file(MAIN, script)?)
    }

    /// Returns the text of a link that shows the bench in this way.
    pub(crate) fn share(&self, lesson: Lesson) -> Result<String, ApiError> {
        let bench = Bench { lesson, ..self.present_bench() };
        share::check_length(&bench)?;
        Ok(share::encode(&bench))
    }

    /// Returns the bench for the page to store, if it has changed.
    pub(crate) fn changed_bench(&mut self, now_ms: f64) -> Option<Reply> {
        if now_ms - self.autosave.compared_ms < REPORT_INTERVAL_MS {
            return None;
        }
        self.autosave.compared_ms = now_ms;
        let bench = self.present_bench();
        if bench == self.autosave.reported {
            return None;
        }
        let text = share::encode(&bench);
        self.autosave.reported = bench;
        Some(Reply::BenchChanged(text))
    }

    pub(crate) fn present_bench(&self) -> Bench {
        let speed = (self.pacer.speed() * f64::from(Bench::REAL_TIME)).round() as u32;
        let (files, lesson) = (self.files.clone(), self.lesson.clone());
        Bench { running: self.pacer.is_running(), speed, files, lesson, ..self.playground.bench() }
    }

    /// Replaces the bench and returns the number of its commands that were refused.
    fn open_bench(&mut self, bench: &Bench) -> usize {
        let (playground, refused) = Playground::load(bench);
        self.start(playground);
        self.autosave.report_opened(None);
        self.adopt_clock(bench);
        self.adopt_files(bench);
        self.autosave.lesson = Some(bench.lesson.clone());
        self.autosave.script = Some(ScriptEvent::Loaded(bench.script.clone()));
        refused
    }

    /// Takes over the files of this bench, and how it is shown.
    pub(crate) fn adopt_files(&mut self, bench: &Bench) {
        self.files = bench.files.clone();
        self.lesson = bench.lesson.clone();
    }

    /// Runs or pauses time, and sets its speed, as they are on this bench.
    pub(crate) fn adopt_clock(&mut self, bench: &Bench) {
        self.pacer.run(bench.running);
        self.pacer.set_speed(f64::from(bench.speed.max(1)) / f64::from(Bench::REAL_TIME));
    }
}
