//! Where to begin reading: how the board was at every few thousandth event.

use std::collections::VecDeque;

use super::builder::WaveformBuilder;
use super::{Viewport, Waveform};
use crate::trace::{Trace, TraceState};

/// Events from one known moment to the next. So many are read over again for the left edge of a view.
const SPACING: usize = 4096;

/// Where the present stands in a view that follows it, as a share of its width.
const PRESENT: f64 = 0.8;

/// More columns than this are not drawn.
const MOST_COLUMNS: u16 = 16_384;

/// What is known of a trace beside its events. It belongs to one trace, and is brought up to date each time it is asked.
#[derive(Clone, Debug, Default)]
pub struct TraceIndex {
    /// How the board was before the event of this sequence number.
    moments: VecDeque<(u64, TraceState)>,
}

impl TraceIndex {
    /// What there is to see of `trace` at `now_ns`.
    pub fn waveform(&mut self, trace: &Trace, view: Viewport, now_ns: u64) -> Waveform {
        let latest = self.catch_up(trace);
        let (first, before) = (trace.lost, trace.before);
        let ns_per_column = view.ns_per_column.clamp(1e-3, 1e15);
        let columns = view.columns.min(MOST_COLUMNS);
        let width_ns = ns_per_column * f64::from(columns);
        let from_ns = view.from_ns.unwrap_or(now_ns as f64 - PRESENT * width_ns).clamp(-width_ns, now_ns as f64);

        let start = trace.count_before(from_ns);
        let end = trace.count_before(from_ns + width_ns);
        let known = self.moments.partition_point(|&(seq, _)| seq <= first + start as u64);
        let (seq, mut moment) = known.checked_sub(1).map_or((first, before), |place| self.moments[place]);
        trace.range((seq - first) as usize..start).for_each(|&event| moment.apply(event));

        let strip = Waveform {
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
        let mut pass = WaveformBuilder::new(strip, view.min_separation.max(1), moment);
        trace.range(start..end).for_each(|&event| pass.event(event));
        pass.end_nap(trace.range(end..trace.events.len()));
        pass.finish()
    }

    /// Notes what has happened since it was last asked, forgets what the trace has; answers how the board is now.
    fn catch_up(&mut self, trace: &Trace) -> TraceState {
        while self.moments.front().is_some_and(|&(seq, _)| seq < trace.lost) {
            self.moments.pop_front();
        }
        if self.moments.is_empty() {
            self.moments.push_back((trace.lost, trace.before));
        }
        let (mut seq, mut moment) = self.moments.back().copied().unwrap_or((trace.lost, trace.before));
        for &event in trace.range((seq - trace.lost) as usize..trace.events.len()) {
            moment.apply(event);
            seq += 1;
            if self.moments.back().is_some_and(|&(last, _)| seq - last >= SPACING as u64) {
                self.moments.push_back((seq, moment));
            }
        }
        moment
    }
}
