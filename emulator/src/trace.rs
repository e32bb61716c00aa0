//! The trace: a bounded record of events, from which the oldest are dropped first.

pub mod pulse;
mod serial_formats;
mod state;
pub mod vcd;
pub mod waveform;

use std::ops::Range;

use pinscope_core::{Event, EventKind, PadLevel, PinId};

pub(crate) use serial_formats::LineFormats;
pub use serial_formats::SerialFormats;
pub(crate) use state::TraceState;

/// Default capacity of a trace, in events.
pub const DEFAULT_CAPACITY: usize = 1_000_000;

/// The events in the order in which they happened. Each has a sequence number, which is never reused.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Trace {
    /// The state of the board before the oldest event that is kept.
    before: TraceState,
    /// The events. Once the trace is full this is a ring, and the next event replaces the one at `oldest`.
    events: Vec<Event>,
    oldest: usize,
    lost: u64,
    capacity: usize,
    serial_formats: SerialFormats,
}

impl Default for Trace {
    fn default() -> Self {
        Self::with_capacity(DEFAULT_CAPACITY)
    }
}

impl Trace {
    /// Returns an empty trace that keeps at most `capacity` events, or one event if `capacity` is 0.
    pub fn with_capacity(capacity: usize) -> Self {
        Self {
            before: TraceState::START,
            events: Vec::new(),
            oldest: 0,
            lost: 0,
            capacity: capacity.max(1),
            serial_formats: SerialFormats::default(),
        }
    }

    /// Returns an empty trace of a board that is known from `time_ns` on. `levels` are the levels of its pads at that
    /// time; a level that is not known is `None`.
    pub fn known_from(time_ns: u64, levels: [Option<PadLevel>; PinId::COUNT]) -> Self {
        Self { before: TraceState::known(time_ns, levels), ..Self::default() }
    }

    /// Returns a trace of these events. The first of them has the sequence number `first`.
    pub fn from_events(first: u64, events: Vec<Event>) -> Self {
        Self { events, lost: first, ..Self::default() }
    }

    /// Returns the number of events that were dropped. It is also the sequence number of the oldest event that is kept.
    pub fn lost(&self) -> u64 {
        self.lost
    }

    /// Returns the sequence number of the next event.
    pub fn next(&self) -> u64 {
        self.lost + self.events.len() as u64
    }

    /// Returns the events from sequence number `since` on that are still kept, each with its sequence number.
    pub fn since(&self, since: u64) -> impl Iterator<Item = (u64, Event)> {
        let count = self.events.len();
        let skip = since.saturating_sub(self.lost).min(count as u64) as usize;
        (self.lost + skip as u64..).zip(self.range(skip..count).copied())
    }

    /// Returns the kept events before `time_ns`, the last one first.
    pub fn back_from(&self, time_ns: u64) -> impl Iterator<Item = &Event> {
        self.range(0..self.count_before(time_ns as f64)).rev()
    }

    /// Returns the kept events from `time_ns` on.
    pub fn from(&self, time_ns: u64) -> impl Iterator<Item = &Event> {
        self.range(self.count_before(time_ns as f64)..self.events.len())
    }

    /// Returns the sequence number of the first event from `time_ns` on, or that of the next event if there is none.
    pub(crate) fn seq_at(&self, time_ns: u64) -> u64 {
        self.lost + self.count_before(time_ns as f64) as u64
    }

    /// Returns the kept events at these positions, in order. Position 0 is the oldest.
    pub(crate) fn range(&self, positions: Range<usize>) -> impl DoubleEndedIterator<Item = &Event> {
        let (older, newer) = self.as_slices();
        let split = |position: usize| (position.min(older.len()), position.saturating_sub(older.len()));
        let (start, end) = (split(positions.start), split(positions.end));
        older[start.0..end.0].iter().chain(&newer[start.1..end.1])
    }

    /// Returns the number of kept events that happened before `time_ns`.
    pub(crate) fn count_before(&self, time_ns: f64) -> usize {
        let (older, newer) = self.as_slices();
        let is_before = |event: &Event| (event.time_ns as f64) < time_ns;
        match older.partition_point(is_before) {
            count if count == older.len() => count + newer.partition_point(is_before),
            count => count,
        }
    }

    /// Returns the contents of the ring as two slices, the older events first.
    fn as_slices(&self) -> (&[Event], &[Event]) {
        let (newer, older) = self.events.split_at(self.oldest);
        (older, newer)
    }

    /// Returns the state of the board before the oldest event that is kept.
    pub(crate) fn before(&self) -> TraceState {
        self.before
    }

    /// Records an event. It must not be earlier than the last one.
    #[inline]
    pub fn record(&mut self, time_ns: u64, kind: EventKind) {
        let event = Event { time_ns, kind };
        if self.events.len() < self.capacity {
            self.events.push(event);
        } else {
            self.drop_oldest();
            self.events[self.oldest] = event;
            self.oldest = if self.oldest + 1 == self.capacity { 0 } else { self.oldest + 1 };
        }
    }

    /// Drops the oldest event, whose place the next one takes.
    #[inline(never)]
    fn drop_oldest(&mut self) {
        self.before.apply(self.events[self.oldest]);
        self.lost += 1;
        self.serial_formats.forget(self.lost);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_takes_sixteen_bytes() {
        assert_eq!(size_of::<Event>(), 16);
    }

    #[test]
    fn the_oldest_go_first_and_are_counted() {
        let mut trace = Trace::with_capacity(3);
        for time_ns in 0..5 {
            trace.record(time_ns, EventKind::SetUp);
        }
        let kept: Vec<_> = trace.since(0).map(|(sequence, event)| (sequence, event.time_ns)).collect();
        assert_eq!(kept, [(2, 2), (3, 3), (4, 4)]);
        assert_eq!((trace.lost(), trace.next()), (2, 5));
        let times = |events: &mut dyn Iterator<Item = &Event>| events.map(|event| event.time_ns).collect::<Vec<_>>();
        assert_eq!(times(&mut trace.back_from(4)), [3, 2]);
        assert_eq!(times(&mut trace.from(3)), [3, 4]);
        assert_eq!(trace.since(4).count(), 1);
        assert_eq!(trace.since(99).count(), 0);
    }
}
