//! The hint of the first minute: five steps with the first example. Each is done when it has happened on the board.

pub mod storage;
pub mod view;

use pinscope_core::{EventKind, PadLevel, demo};
use pinscope_protocol::{FIRST_EXAMPLE, Frame};
use yew::AttrValue;

use crate::app::App;
use crate::notice::Notice;

/// Maximum time between two interrupts of a contact that bounces, in nanoseconds.
const MAX_BOUNCE_NS: u64 = 20_000_000;

/// A step of the hint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A rising edge interrupts.
    Edge,
    /// A falling edge does not.
    Falling,
    /// A contact bounces.
    Bounce,
    /// The board sleeps and a pin wakes it.
    Sleep,
    /// A script runs.
    Python,
}

impl Step {
    /// All steps, in their order.
    pub const ALL: [Self; 5] = [Self::Edge, Self::Falling, Self::Bounce, Self::Sleep, Self::Python];

    /// Returns the name of the step.
    pub const fn name(self) -> &'static str {
        ["edge", "falling", "bounce", "sleep", "python"][self as usize]
    }
}

/// The state of a step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mark {
    /// The step has not ended.
    #[default]
    Open,
    /// It has happened on the board.
    Done,
    /// The person has skipped it.
    Skipped,
}

/// The progress of a person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// The state of each step, in their order.
    pub marks: [Mark; Step::ALL.len()],
    /// The hint is shown, because its example is on the bench.
    pub is_shown: bool,
    /// The hint was closed or finished, so it never comes back.
    pub is_over: bool,
}

impl Progress {
    /// Returns the first step that has not ended.
    pub fn step(&self) -> Option<Step> {
        Step::ALL.into_iter().find(|&step| self.marks[step as usize] == Mark::Open)
    }
}

/// The hint of the first minute.
#[derive(Clone, Debug, Default)]
pub struct FirstMinute {
    progress: Progress,
    /// The hint was shown when the page was left, and stays when the page opens the same bench again.
    is_restored: bool,
    /// The instructions of the example, which are those of the first step.
    instructions: AttrValue,
    /// Simulated time of the last interrupt on this bench.
    last_irq_ns: Option<u64>,
    /// The pin was high the last time that its level changed on this bench.
    was_high: bool,
}

impl FirstMinute {
    /// Creates the hint with the progress that a person has made before.
    pub fn new(progress: Progress) -> Self {
        Self { progress, is_restored: progress.is_shown, ..Self::default() }
    }

    /// Returns the progress.
    pub fn progress(&self) -> Progress {
        self.progress
    }

    /// Returns the present step while the hint is shown. There is none once all have ended.
    pub fn step(&self) -> Option<Step> {
        self.progress.step().filter(|_| self.progress.is_shown)
    }

    /// Returns the notice in whose place the hint is shown.
    pub fn notice(&self) -> Option<Notice> {
        let notice = Notice { example: Some(FIRST_EXAMPLE.into()), text: self.instructions.clone() };
        self.step().is_some().then_some(notice)
    }

    /// Shows the hint in place of a notice about its example. Returns whether it is shown.
    pub fn show_for(&mut self, notice: &Notice) -> bool {
        if self.progress.is_over || notice.example.as_deref() != Some(FIRST_EXAMPLE) {
            return false;
        }
        self.instructions = notice.text.clone();
        self.progress.is_shown = true;
        true
    }

    /// Hides the hint, because another bench was opened.
    pub fn on_bench_opened(&mut self) {
        self.last_irq_ns = None;
        self.was_high = false;
        if !std::mem::take(&mut self.is_restored) {
            self.progress.is_shown = false;
        }
    }

    /// Ends the last step if a script has started. In any other step the script has replaced what the hint is about.
    pub fn on_script_started(&mut self) {
        match self.step() {
            Some(Step::Python) => self.end_step(Mark::Done),
            _ => self.progress.is_shown = false,
        }
    }

    /// Hides the hint, because an image has replaced what it is about.
    pub fn on_image_started(&mut self) {
        self.progress.is_shown = false;
    }

    /// Ends the present step if it has happened in a frame. A frame ends one step at most, because a contact that
    /// bounces makes all kinds of edges.
    pub fn record(&mut self, frame: &Frame) {
        for (_, event) in &frame.events {
            let is_irq = matches!(event.kind, EventKind::Irq { pin: demo::BUTTON, .. });
            let has_happened = match (self.step(), event.kind) {
                (Some(Step::Edge), _) => is_irq,
                (Some(Step::Falling), kind) => {
                    self.was_high && kind == EventKind::Level { pin: demo::BUTTON, level: PadLevel::Low }
                }
                (Some(Step::Bounce), _) => {
                    is_irq && self.last_irq_ns.is_some_and(|last_ns| event.time_ns < last_ns + MAX_BOUNCE_NS)
                }
                (Some(Step::Sleep), kind) => matches!(kind, EventKind::Wake { .. }),
                (Some(Step::Python) | None, _) => false,
            };
            if is_irq {
                self.last_irq_ns = Some(event.time_ns);
            }
            if let EventKind::Level { pin: demo::BUTTON, level } = event.kind {
                self.was_high = level == PadLevel::High;
            }
            if has_happened {
                return self.end_step(Mark::Done);
            }
        }
    }

    /// Skips the present step.
    pub fn skip(&mut self) {
        self.end_step(Mark::Skipped);
        if self.progress.is_over {
            self.close();
        }
    }

    /// Closes the hint for ever.
    pub fn close(&mut self) {
        self.progress.is_shown = false;
        self.progress.is_over = true;
    }

    fn end_step(&mut self, mark: Mark) {
        if let Some(step) = self.step() {
            self.progress.marks[step as usize] = mark;
            self.progress.is_over = self.step().is_none();
        }
    }
}

impl App {
    /// Changes the hint of the first minute, and stores its progress. Returns whether the page has to be rendered
    /// again.
    pub(crate) fn change_first_minute(&mut self, change: impl FnOnce(&mut FirstMinute)) -> bool {
        let before = self.first_minute.progress();
        change(&mut self.first_minute);
        let progress = self.first_minute.progress();
        if progress != before {
            storage::store(&progress);
        }
        progress != before
    }
}

#[cfg(test)]
mod tests {
    use pinscope_core::PinId::{GP9, GP10};
    use pinscope_core::{EventKind, PadLevel, PinId, Power, Priority, Trigger};
    use pinscope_protocol::FIRST_EXAMPLE;

    use super::{FirstMinute, Mark, Progress, Step};
    use crate::notice::Notice;
    use crate::scene::tests::frame;

    fn notice() -> Notice {
        Notice { example: Some(FIRST_EXAMPLE.into()), text: "Click GP10.".into() }
    }

    /// Returns the hint as a person first sees it.
    fn shown() -> FirstMinute {
        let mut hint = FirstMinute::default();
        hint.on_bench_opened();
        assert!(hint.show_for(&notice()));
        hint
    }

    const fn irq(pin: PinId) -> EventKind {
        EventKind::Irq { pin, trigger: Trigger::Rising, priority: Priority::P1 }
    }

    const fn level(pin: PinId, level: PadLevel) -> EventKind {
        EventKind::Level { pin, level }
    }

    /// Records a frame of events, each at its own time, and returns the present step.
    fn after<const N: usize>(hint: &mut FirstMinute, events: [(u64, EventKind); N]) -> Option<Step> {
        hint.record(&frame(events.map(|(time_ns, kind)| (0, time_ns, kind))));
        hint.step()
    }

    #[test]
    fn each_step_ends_when_it_has_happened_on_the_board() {
        let mut hint = shown();
        let wake = EventKind::Wake { pin: GP10, from: Power::Suspended };
        assert_eq!(after(&mut hint, [(1, irq(GP9)), (2, level(GP10, PadLevel::Low)), (3, wake)]), Some(Step::Edge));
        assert_eq!(after(&mut hint, [(10, level(GP10, PadLevel::High)), (10, irq(GP10))]), Some(Step::Falling));
        assert_eq!(after(&mut hint, [(20, level(GP9, PadLevel::Low))]), Some(Step::Falling));
        assert_eq!(after(&mut hint, [(30, level(GP10, PadLevel::Low))]), Some(Step::Bounce));
        assert_eq!(after(&mut hint, [(1_000_000_000, irq(GP10))]), Some(Step::Bounce), "it is a single edge");
        assert_eq!(after(&mut hint, [(1_000_100_000, irq(GP10))]), Some(Step::Sleep));
        assert_eq!(
            after(&mut hint, [(2_000_000_000, EventKind::Sleep { power: Power::Suspended })]),
            Some(Step::Sleep)
        );
        assert_eq!(after(&mut hint, [(3_000_000_000, wake)]), Some(Step::Python));
        hint.on_script_started();
        assert_eq!(hint.step(), None);
        let progress = Progress { marks: [Mark::Done; 5], is_shown: true, is_over: true };
        assert_eq!(hint.progress(), progress, "its last sentence is shown");
    }

    #[test]
    fn a_button_that_bounces_ends_only_the_present_step() {
        let mut hint = shown();
        let bounce = [(1, irq(GP10)), (2, level(GP10, PadLevel::Low)), (3, irq(GP10)), (4, irq(GP10))];
        assert_eq!(after(&mut hint, bounce), Some(Step::Falling));
    }

    #[test]
    fn a_skipped_step_is_not_done_and_skipping_the_last_closes_the_hint() {
        let mut hint = shown();
        hint.skip();
        assert_eq!((hint.step(), hint.progress().marks[0]), (Some(Step::Falling), Mark::Skipped));
        (0..4).for_each(|_| hint.skip());
        assert!(hint.progress().is_over && !hint.progress().is_shown);
        assert!(!hint.show_for(&notice()), "it never comes back");
    }

    #[test]
    fn another_bench_or_a_script_hides_the_hint_and_the_first_example_shows_it_where_it_was() {
        let mut hint = shown();
        after(&mut hint, [(1, irq(GP10))]);
        hint.on_bench_opened();
        assert!(!hint.show_for(&Notice { example: Some("an output".into()), ..notice() }));
        assert_eq!((hint.step(), hint.notice()), (None, None));
        assert_eq!(after(&mut hint, [(2, level(GP10, PadLevel::Low))]), None);
        assert!(hint.show_for(&notice()));
        assert_eq!((hint.step(), hint.notice()), (Some(Step::Falling), Some(notice())));
        assert_eq!(after(&mut hint, [(0, level(GP10, PadLevel::Low))]), Some(Step::Falling), "it begins low");
        hint.on_script_started();
        assert_eq!(hint.step(), None);
        assert!(hint.show_for(&notice()));
        hint.on_image_started();
        assert_eq!(hint.step(), None);
        hint.close();
        assert!(!hint.show_for(&notice()));
    }

    #[test]
    fn after_a_reload_the_hint_stays_with_the_bench_that_comes_back() {
        let mut hint = FirstMinute::new(Progress { is_shown: true, ..shown().progress() });
        hint.on_bench_opened();
        assert_eq!(hint.step(), Some(Step::Edge));
        hint.on_bench_opened();
        assert_eq!(hint.step(), None);
    }
}
