//! The part of the trace that the page's timeline shows.

use pinscope_emulator::Trace;
use pinscope_protocol::waveform::{TraceIndex, Viewport, Waveform};

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

    /// Discards the index, because another trace takes the place of the last one.
    pub fn restart(&mut self) {
        self.index = TraceIndex::default();
    }

    /// Returns the selected part of `trace`, which ends at `now_ns`. Returns `None` before the page has selected one.
    pub fn waveform(&mut self, trace: &Trace, now_ns: u64) -> Option<Waveform> {
        self.viewport.map(|viewport| self.index.waveform(trace, viewport, now_ns))
    }
}
