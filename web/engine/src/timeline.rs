//! The part of the trace that the page's timeline shows, and answers to its questions about the trace.

use pinscope_core::{Event, PinId};
use pinscope_emulator::Trace;
use pinscope_protocol::waveform::{TraceIndex, Viewport, Waveform};
use pinscope_protocol::{TraceAnswer, TraceQuery, Until};

/// The viewport that the page has selected, with an index that finds its part of a long trace quickly.
#[derive(Debug, Default)]
pub struct Timeline {
    viewport: Option<Viewport>,
    index: TraceIndex,
}

impl Timeline {
    /// Selects the part of the trace that frames carry from now on.
    pub fn set_viewport(&mut self, viewport: Viewport) {
        self.viewport = Some(viewport);
    }

    /// Discards the index and follows the present, because another trace takes the place of the last one.
    pub fn restart(&mut self) {
        self.index = TraceIndex::default();
        if let Some(viewport) = &mut self.viewport {
            viewport.from_ns = None;
        }
    }

    /// Returns the selected part of `trace`, which ends at `now_ns`. Returns `None` before the page has selected one.
    pub fn waveform(&mut self, trace: &Trace, now_ns: u64) -> Option<Waveform> {
        self.viewport.map(|viewport| self.index.waveform(trace, viewport, now_ns))
    }
}

/// Returns the answer to a question about `trace`.
pub fn answer(trace: &Trace, query: TraceQuery) -> TraceAnswer {
    match query {
        TraceQuery::Previous { pin, before_ns } => {
            TraceAnswer::Event(previous(trace, Some(pin), before_ns).or_else(|| {
                let has_none = next(trace, Some(pin), before_ns).is_none();
                has_none.then(|| previous(trace, None, before_ns)).flatten()
            }))
        }
        TraceQuery::Next { pin, from_ns } => TraceAnswer::Event(next(trace, Some(pin), from_ns).or_else(|| {
            let has_none = previous(trace, Some(pin), from_ns).is_none();
            has_none.then(|| next(trace, None, from_ns)).flatten()
        })),
        TraceQuery::NearestEdge { pin, time_ns, max_distance_ns } => {
            TraceAnswer::Edge { time_ns, edge_ns: trace.nearest_edge(pin, time_ns, max_distance_ns) }
        }
        TraceQuery::Pulse { pin, time_ns } => TraceAnswer::Pulse { pin, time_ns, pulse: trace.pulse(pin, time_ns) },
    }
}

/// Returns the last edge or interrupt of `pin`, or of any pin, before `before_ns`.
fn previous(trace: &Trace, pin: Option<PinId>, before_ns: u64) -> Option<Event> {
    trace.back_from(before_ns).find(|event| is_edge_or_interrupt(event, pin)).copied()
}

/// Returns the first edge or interrupt of `pin`, or of any pin, from `from_ns` on.
fn next(trace: &Trace, pin: Option<PinId>, from_ns: u64) -> Option<Event> {
    trace.from(from_ns).find(|event| is_edge_or_interrupt(event, pin)).copied()
}

fn is_edge_or_interrupt(event: &Event, pin: Option<PinId>) -> bool {
    Until::Edge(pin).is(&event.kind) || Until::Interrupt(pin).is(&event.kind)
}

#[cfg(test)]
mod tests {
    use pinscope_core::PinId::{GP2, GP9, GP10};
    use pinscope_core::{EventKind, PadLevel, PinId};
    use pinscope_emulator::Trace;
    use pinscope_protocol::{TraceAnswer, TraceQuery};

    use super::answer;

    /// Returns a trace in which GP10 changes at 100 and 300 ns, and GP9 at 200 ns.
    fn trace() -> Trace {
        let mut trace = Trace::default();
        for (time_ns, pin, level) in
            [(100, GP10, PadLevel::High), (200, GP9, PadLevel::High), (300, GP10, PadLevel::Low)]
        {
            trace.record(time_ns, EventKind::Level { pin, level });
        }
        trace
    }

    fn found(query: TraceQuery) -> Option<(u64, Option<PinId>)> {
        let TraceAnswer::Event(event) = answer(&trace(), query) else { panic!("the answer is an event") };
        event.map(|event| (event.time_ns, event.kind.pin()))
    }

    #[test]
    fn the_neighbours_of_a_time_are_events_of_the_pin() {
        let previous = |pin, before_ns| found(TraceQuery::Previous { pin, before_ns });
        let next = |pin, from_ns| found(TraceQuery::Next { pin, from_ns });
        assert_eq!(previous(GP10, 300), Some((100, Some(GP10))));
        assert_eq!(previous(GP10, 301), Some((300, Some(GP10))));
        assert_eq!(next(GP10, 101), Some((300, Some(GP10))));
        assert_eq!((previous(GP10, 100), next(GP10, 301)), (None, None), "GP10 has others");
    }

    #[test]
    fn a_pin_without_events_means_any_pin() {
        assert_eq!(found(TraceQuery::Previous { pin: GP2, before_ns: 300 }), Some((200, Some(GP9))));
        assert_eq!(found(TraceQuery::Next { pin: GP2, from_ns: 201 }), Some((300, Some(GP10))));
        assert_eq!(found(TraceQuery::Next { pin: GP2, from_ns: 301 }), None);
    }
}
