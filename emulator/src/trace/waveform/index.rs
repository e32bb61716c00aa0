//! Checkpoints of a trace, so that a waveform can begin anywhere without reading all the events before.

use std::collections::VecDeque;

use super::builder::WaveformBuilder;
use super::{Viewport, Waveform};
use crate::trace::{Trace, TraceState};

/// Number of events between two checkpoints. At most this many are read to find the state at the left edge.
const CHECKPOINT_SPACING: u64 = 4096;

/// The position of the present in a viewport that follows it, as a fraction of its width.
const PRESENT_POSITION: f64 = 0.8;

/// Maximum number of columns of a waveform.
const MAX_COLUMNS: u16 = 16_384;

/// The checkpoints of one trace. Each call of [`TraceIndex::waveform`] brings them up to date.
#[derive(Clone, Debug, Default)]
pub struct TraceIndex {
    /// The state of the board before the event with the given sequence number.
    checkpoints: VecDeque<(u64, TraceState)>,
}

impl TraceIndex {
    /// Returns the waveform of `trace` in `view`, when the time is `now_ns`.
    pub fn waveform(&mut self, trace: &Trace, view: Viewport, now_ns: u64) -> Waveform {
        let latest = self.update(trace);
        let (first, before) = (trace.lost, trace.before);
        let ns_per_column = view.ns_per_column.clamp(1e-3, 1e15);
        let columns = view.columns.min(MAX_COLUMNS);
        let width_ns = ns_per_column * f64::from(columns);
        let follow_ns = now_ns as f64 - PRESENT_POSITION * width_ns;
        let from_ns = view.from_ns.unwrap_or(follow_ns).clamp(-width_ns, now_ns as f64);

        let start = trace.count_before(from_ns);
        let end = trace.count_before(from_ns + width_ns);
        let usable = self.checkpoints.partition_point(|&(seq, _)| seq <= first + start as u64);
        let (seq, mut state) = usable.checked_sub(1).map_or((first, before), |index| self.checkpoints[index]);
        trace.range((seq - first) as usize..start).for_each(|&event| state.apply(event));

        let waveform = Waveform {
            from_ns,
            ns_per_column,
            columns,
            now_ns,
            kept_from_ns: before.time_ns,
            lost: first,
            touched: latest.touched,
            lanes: Vec::new(),
            sleeps: Vec::new(),
        };
        let mut builder = WaveformBuilder::new(waveform, view.min_separation.max(1), state);
        trace.range(start..end).for_each(|&event| builder.event(event));
        builder.find_sleep_end(trace.range(end..trace.events.len()));
        builder.finish()
    }

    /// Drops the checkpoints of dropped events and adds those of new events. Returns the present state of the board.
    fn update(&mut self, trace: &Trace) -> TraceState {
        while self.checkpoints.front().is_some_and(|&(seq, _)| seq < trace.lost) {
            self.checkpoints.pop_front();
        }
        if self.checkpoints.is_empty() {
            self.checkpoints.push_back((trace.lost, trace.before));
        }
        let (mut seq, mut state) = self.checkpoints.back().copied().unwrap_or((trace.lost, trace.before));
        for &event in trace.range((seq - trace.lost) as usize..trace.events.len()) {
            state.apply(event);
            seq += 1;
            if self.checkpoints.back().is_some_and(|&(last, _)| seq - last >= CHECKPOINT_SPACING) {
                self.checkpoints.push_back((seq, state));
            }
        }
        state
    }
}
