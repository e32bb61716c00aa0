//! Decides when the page gets its next frame.

use pinscope_core::Event;
use pinscope_emulator::Trace;
use pinscope_protocol::Frame;

/// Number of events between two frames above which nobody can follow each of them.
const MAX_FOLLOWED_EVENTS: u64 = 100;
/// Minimum time between two frames, in milliseconds, while there are more than [`MAX_FOLLOWED_EVENTS`] events or a
/// handler of a script waits.
const REST_MS: f64 = 100.0;

/// Flow control of the frames. The page acknowledges a frame when it is on the screen, and gets the next one only then.
/// One exception keeps it responsive: a frame that answers a request is urgent and does not wait for the
/// acknowledgement. At most one urgent frame is sent before it.
#[derive(Debug)]
pub struct FrameScheduler {
    /// Something has changed since the last frame.
    changed: bool,
    /// The page has acknowledged the last frame.
    acked: bool,
    /// No urgent frame may be sent before the next acknowledgement, because one is in flight already.
    is_full: bool,
    /// The page or a program has asked for something since the last frame.
    urgent: bool,
    /// The time of the last frame, in milliseconds.
    last_sent_ms: f64,
    /// The sequence number of the first event that was not sent yet.
    next_seq: u64,
}

/// The work that may delay a frame.
#[derive(Clone, Copy, Debug, Default)]
pub struct Load {
    /// The number of events since the last frame.
    pub events: u64,
    /// A script has to call a handler, which is more important than a frame and takes less time.
    pub handler_waits: bool,
}

impl FrameScheduler {
    /// Creates a scheduler that sends nothing before the first acknowledgement: the page asks for its first frame, so
    /// that it can open another bench first.
    pub fn new() -> Self {
        Self { changed: true, acked: false, is_full: true, urgent: false, last_sent_ms: 0.0, next_seq: 0 }
    }

    /// Records that something that the page shows has changed.
    pub fn mark_changed(&mut self) {
        self.changed = true;
    }

    /// Records that the page or a program has asked for something.
    pub fn mark_urgent(&mut self) {
        self.urgent = true;
    }

    /// Records that the page has shown the last frame.
    pub fn acknowledge(&mut self) {
        self.acked = true;
        self.is_full = false;
    }

    /// Takes the last frame as shown if it was sent at least `interval_ms` ago, for a page that cannot say so.
    pub fn acknowledge_after(&mut self, now_ms: f64, interval_ms: f64) {
        if now_ms - self.last_sent_ms >= interval_ms {
            self.acknowledge();
        }
    }

    /// Returns whether a frame has to be sent at `now_ms`.
    pub fn is_due(&self, now_ms: f64, load: Load) -> bool {
        let is_recent = now_ms - self.last_sent_ms < REST_MS;
        let rests = load.events > MAX_FOLLOWED_EVENTS && is_recent;
        let yields = load.handler_waits && is_recent;
        let may_send = if self.urgent { self.acked || !self.is_full } else { self.acked && !rests };
        self.changed && !yields && may_send
    }

    /// Records that a frame is sent at `now_ms`.
    pub fn on_sent(&mut self, now_ms: f64) {
        self.is_full = !self.acked;
        self.acked = false;
        self.changed = false;
        self.urgent = false;
        self.last_sent_ms = now_ms;
    }

    /// Returns the number of events in `trace` that were not sent yet.
    pub fn unsent_events(&self, trace: &Trace) -> u64 {
        trace.next() - self.next_seq
    }

    /// Returns the latest events that were not sent yet, each with its sequence number, for the frame that is sent now.
    pub fn take_events(&mut self, trace: &Trace) -> Vec<(u64, Event)> {
        let first = self.next_seq.max(trace.next().saturating_sub(Frame::MAX_EVENTS));
        self.next_seq = trace.next();
        trace.since(first).collect()
    }

    /// Continues with another trace, of which the events before `next_seq` are not sent.
    pub fn restart_at(&mut self, next_seq: u64) {
        self.next_seq = next_seq;
    }
}

#[cfg(test)]
mod tests {
    use pinscope_core::{EventKind, PinId};

    use super::*;

    const IDLE: Load = Load { events: 0, handler_waits: false };
    const BUSY: Load = Load { events: MAX_FOLLOWED_EVENTS + 1, handler_waits: false };
    const HANDLER: Load = Load { events: 0, handler_waits: true };

    /// Returns a scheduler whose last frame was sent at 0 ms and acknowledged.
    fn acknowledged() -> FrameScheduler {
        let mut frames = FrameScheduler::new();
        frames.acknowledge();
        frames.on_sent(0.0);
        frames.acknowledge();
        frames
    }

    #[test]
    fn nothing_is_sent_before_the_page_asks() {
        let mut frames = FrameScheduler::new();
        frames.mark_urgent();
        assert!(!frames.is_due(1000.0, IDLE));
        frames.acknowledge();
        assert!(frames.is_due(1000.0, IDLE));
    }

    #[test]
    fn nothing_is_sent_unless_something_has_changed() {
        let mut frames = acknowledged();
        assert!(!frames.is_due(1000.0, IDLE));
        frames.mark_changed();
        assert!(frames.is_due(1000.0, IDLE));
    }

    #[test]
    fn a_frame_waits_until_the_last_one_is_acknowledged() {
        let mut frames = acknowledged();
        frames.on_sent(0.0);
        frames.mark_changed();
        assert!(!frames.is_due(1000.0, IDLE));
        frames.acknowledge();
        assert!(frames.is_due(1000.0, IDLE));
    }

    #[test]
    fn one_urgent_frame_overtakes_an_acknowledgement_and_no_second_one() {
        let mut frames = acknowledged();
        frames.on_sent(0.0);
        frames.mark_changed();
        frames.mark_urgent();
        assert!(frames.is_due(1.0, IDLE));
        frames.on_sent(1.0);
        frames.mark_changed();
        frames.mark_urgent();
        assert!(!frames.is_due(1000.0, IDLE));
        frames.acknowledge();
        assert!(frames.is_due(1000.0, IDLE));
    }

    #[test]
    fn frames_rest_while_much_happens_unless_one_is_urgent() {
        let mut frames = acknowledged();
        frames.mark_changed();
        assert!(frames.is_due(REST_MS - 1.0, IDLE));
        assert!(!frames.is_due(REST_MS - 1.0, BUSY));
        assert!(frames.is_due(REST_MS, BUSY));
        frames.mark_urgent();
        assert!(frames.is_due(REST_MS - 1.0, BUSY));
    }

    #[test]
    fn a_handler_of_a_script_goes_before_any_frame_but_not_for_ever() {
        let mut frames = acknowledged();
        frames.mark_changed();
        frames.mark_urgent();
        assert!(!frames.is_due(REST_MS - 1.0, HANDLER));
        assert!(frames.is_due(REST_MS, HANDLER));
    }

    #[test]
    fn each_event_is_sent_once_and_only_the_latest_of_many() {
        let mut trace = Trace::default();
        let record = |trace: &mut Trace, count: u64| {
            (0..count).for_each(|_| trace.record(0, EventKind::Pended { pin: PinId::GP9 }));
        };
        let mut frames = FrameScheduler::new();
        record(&mut trace, 3);
        assert_eq!(frames.unsent_events(&trace), 3);
        assert_eq!(frames.take_events(&trace).len(), 3);
        assert_eq!(frames.take_events(&trace), []);
        record(&mut trace, Frame::MAX_EVENTS + 5);
        let events = frames.take_events(&trace);
        assert_eq!(events.len() as u64, Frame::MAX_EVENTS);
        assert_eq!(events.first().map(|(seq, _)| *seq), Some(3 + 5));
    }
}
