//! Opens benches from links, from the browser's storage and from examples, and reports when the bench has changed.

use std::ops::RangeInclusive;

use pinscope_emulator::examples::{Example, START};
use pinscope_emulator::files::MAIN;
use pinscope_emulator::share::{self, ShareError};
use pinscope_emulator::{Bench, Lesson, Playground};
use pinscope_protocol::{BenchView, LeftBench, Reply, ScriptEvent};

use crate::error::ApiError;
use crate::session::Engine;

/// Minimum time between two reports of a changed bench, in milliseconds.
const REPORT_INTERVAL_MS: f64 = 100.0;

/// The speeds at which a stored bench is opened again.
const STORED_SPEEDS: RangeInclusive<f64> = 0.1..=10.0;

/// The bench as the page has stored it, and the messages to the page about the bench that was opened.
#[derive(Debug)]
pub struct Autosave {
    /// The bench as it was opened or reported last.
    reported: Bench,
    /// The real time of the last comparison with the present bench, in milliseconds.
    compared_ms: f64,
    /// True if the page has opened a bench, or has tried to.
    has_opened: bool,
    replaced: Option<Reply>,
    opened: Option<Reply>,
    notice: Option<Reply>,
    lesson: Option<Lesson>,
    script: Option<ScriptEvent>,
    image: Option<Reply>,
}

impl Autosave {
    /// Creates the state for a bench that need not be stored until it changes.
    pub fn new(start: Bench) -> Self {
        Self {
            reported: start,
            compared_ms: 0.0,
            has_opened: false,
            replaced: None,
            opened: None,
            notice: None,
            lesson: None,
            script: None,
            image: None,
        }
    }

    /// Returns the report that a bench was replaced, if there is a new one.
    pub fn take_replaced(&mut self) -> Option<Reply> {
        self.replaced.take()
    }

    /// Records that the page has opened a bench.
    pub fn mark_opened(&mut self) {
        self.has_opened = true;
    }

    /// Returns the report that another bench was opened, if there is a new one.
    pub fn take_opened(&mut self) -> Option<Reply> {
        self.opened.take()
    }

    /// Reports that another bench was opened. An example and a bench that is opened again have a view.
    pub fn report_opened(&mut self, view: Option<BenchView>) {
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

    /// Returns the message about the image of a bench that was opened.
    pub fn take_image(&mut self) -> Option<Reply> {
        self.image.take()
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
        let is_first = !self.autosave.has_opened;
        let is_present = |text: &str| !matches!(text, "" | "#");
        let linked = is_present(link).then(|| self.load(link));
        let mut instead = "The bench is as it was.";
        if !matches!(linked, Some(Ok(_))) {
            match is_present(stored).then(|| self.load(stored)) {
                Some(Ok(refused)) => self.resume_stored(refused > 0),
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
        self.autosave.mark_opened();
    }

    /// Makes the clock of a stored bench what a person who comes back expects: at an extreme speed nothing could be
    /// followed, and a pause needs a reason.
    fn resume_stored(&mut self, has_notice: bool) {
        if !STORED_SPEEDS.contains(&self.pacer.speed()) {
            self.pacer.set_speed(1.0);
        }
        if !self.pacer.is_running() && !has_notice {
            self.autosave.show_notice(None, "Simulated time is paused, as you left it. Press run to go on.");
        }
    }

    /// Opens the bench in a text and returns the number of its settings that are impossible and were left out.
    pub(crate) fn load(&mut self, text: &str) -> Result<usize, ShareError> {
        let bench = share::decode(text)?;
        self.report_replaced(None);
        let refused = self.open_bench(&bench);
        if refused > 0 {
            self.autosave.show_notice(None, &format!("{refused} impossible settings of this bench were left out."));
        }
        Ok(refused)
    }

    /// Opens an example.
    pub(crate) fn open_example(&mut self, example: &Example) {
        self.report_replaced(None);
        let hides_task = !self.lesson.task.is_empty();
        self.open_bench(&example.bench());
        self.autosave.report_opened(Some(BenchView { pin: example.pin, span_ns: example.span_ns }));
        let about_task = if hides_task { " The task belongs to the bench before: undo brings it back." } else { "" };
        self.autosave.show_notice(Some(example.name), &format!("{}{about_task}", example.instructions));
        self.autosave.script = Some(ScriptEvent::Example(example.name.to_owned()));
    }

    /// Opens a bench again that the page has left, with its view and its notice. `left` is the number of the present
    /// bench.
    pub(crate) fn reopen(&mut self, bench: LeftBench, left: u32) {
        let LeftBench { bench, view, example, notice } = bench;
        let Ok(bench) = share::decode(&bench) else { return };
        self.report_replaced(Some(left));
        self.open_bench(&bench);
        self.autosave.report_opened(Some(view));
        self.autosave.show_notice(example.as_deref(), &notice);
        // An example has its script in the page until the page has stored it with the bench.
        if let Some(name) = example.filter(|_| bench.script.is_empty() && bench.files.is_empty()) {
            self.autosave.script = Some(ScriptEvent::Example(name));
        }
    }

    /// Reports that the present bench is being replaced, so that the page can open it again. The bench before the page
    /// has opened its first one was never shown. If several are replaced in one turn, only the first was shown.
    pub(crate) fn report_replaced(&mut self, left: Option<u32>) {
        if self.autosave.has_opened && self.autosave.replaced.is_none() {
            self.autosave.replaced = Some(Reply::Replaced { bench: share::encode(&self.present_bench()), left });
        }
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
        let image = self.image_reference().cloned();
        Bench { running: self.pacer.is_running(), speed, files, lesson, image, ..self.playground.bench() }
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
        self.autosave.image = Some(Reply::Image(bench.image.clone()));
        refused
    }

    /// Takes over the files of this bench, its image, and how it is shown.
    pub(crate) fn adopt_files(&mut self, bench: &Bench) {
        self.files = bench.files.clone();
        self.lesson = bench.lesson.clone();
        self.wanted_image = bench.image.clone();
    }

    /// Runs or pauses time, and sets its speed, as they are on this bench.
    pub(crate) fn adopt_clock(&mut self, bench: &Bench) {
        self.pacer.run(bench.running);
        self.pacer.set_speed(f64::from(bench.speed.max(1)) / f64::from(Bench::REAL_TIME));
    }
}
