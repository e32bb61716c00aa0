//! What happened: a bounded record of events, the oldest of which go first.

mod state;
pub mod vcd;
pub mod waveform;

use std::mem;
use std::ops::Range;

use pinscope_core::{Event, EventKind, PadLevel, PinId};

pub(crate) use state::TraceState;

/// How many events are kept unless told otherwise.
pub const DEFAULT_CAPACITY: usize = 1_000_000;

/// Events in the order they happened, each with a sequence number that never repeats.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Trace {
    /// What the lost events add up to.
    before: TraceState,
    /// A ring once it is full: then the oldest event is at `oldest`, and the next one takes its place.
    events: Vec<Event>,
    oldest: usize,
    lost: u64,
    capacity: usize,
}

impl Default for Trace {
    fn default() -> Self {
        Self::with_capacity(DEFAULT_CAPACITY)
    }
}

impl Trace {
    /// An empty trace that keeps at most `capacity` events, at least one.
    pub fn with_capacity(capacity: usize) -> Self {
        Self { before: TraceState::START, events: Vec::new(), oldest: 0, lost: 0, capacity: capacity.max(1) }
    }

    /// An empty trace of a board that is known from `time_ns` on, when its pads had these levels, as far as it could tell.
    pub fn known_from(time_ns: u64, levels: [Option<PadLevel>; PinId::COUNT]) -> Self {
        Self { before: TraceState::known(time_ns, levels), ..Self::default() }
    }

    /// A record that goes on after these events, of which the oldest has the sequence number `first`.
    pub fn from_events(first: u64, events: Vec<Event>) -> Self {
        Self { events, lost: first, ..Self::default() }
    }

    /// How many of the oldest events are gone. It is also the sequence number of the oldest one kept.
    pub fn lost(&self) -> u64 {
        self.lost
    }

    /// The sequence number the next event will have.
    pub fn next(&self) -> u64 {
        self.lost + self.events.len() as u64
    }

    /// The events from sequence number `since` on that are still kept.
    pub fn since(&self, since: u64) -> impl Iterator<Item = (u64, Event)> {
        let count = self.events.len();
        let skip = since.saturating_sub(self.lost).min(count as u64) as usize;
        (self.lost + skip as u64..).zip(self.range(skip..count).copied())
    }

    /// The kept events of these ages, 0 the oldest, in order.
    pub(crate) fn range(&self, ages: Range<usize>) -> impl Iterator<Item = &Event> {
        let (older, newer) = self.runs();
        let of = |age: usize| (age.min(older.len()), age.saturating_sub(older.len()));
        let (start, end) = (of(ages.start), of(ages.end));
        older[start.0..end.0].iter().chain(&newer[start.1..end.1])
    }

    /// How many of the kept events happened before `time_ns`.
    pub(crate) fn count_before(&self, time_ns: f64) -> usize {
        let (older, newer) = self.runs();
        let is_before = |event: &Event| (event.time_ns as f64) < time_ns;
        match older.partition_point(is_before) {
            all if all == older.len() => all + newer.partition_point(is_before),
            some => some,
        }
    }

    /// The ring, straightened: what was recorded before its end was reached, and after it.
    fn runs(&self) -> (&[Event], &[Event]) {
        let (newer, older) = self.events.split_at(self.oldest);
        (older, newer)
    }

    /// How the board was before the oldest event that is kept.
    pub(crate) fn before(&self) -> TraceState {
        self.before
    }

    /// Takes in what has happened, which is not before what happened last.
    pub fn record(&mut self, time_ns: u64, kind: EventKind) {
        let event = Event { time_ns, kind };
        if self.events.len() < self.capacity {
            self.events.push(event);
        } else {
            self.replace_oldest(event);
        }
    }

    fn replace_oldest(&mut self, event: Event) {
        self.before.apply(mem::replace(&mut self.events[self.oldest], event));
        self.lost += 1;
        self.oldest += 1;
        if self.oldest == self.capacity {
            self.oldest = 0;
        }
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
        assert_eq!(trace.since(4).count(), 1);
        assert_eq!(trace.since(99).count(), 0);
    }
}
