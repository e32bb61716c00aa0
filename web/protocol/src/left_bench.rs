//! A bench that the page has left and can open again, and the view of a bench.

use pinscope_core::PinId;
use serde::{Deserialize, Serialize};

/// The view of a bench: the selected pin and the zoom of the timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BenchView {
    /// The pin to select.
    pub pin: PinId,
    /// The simulated time that the timeline spans, in nanoseconds.
    pub span_ns: u64,
}

/// A bench that the page has left, with everything that a person saw of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftBench {
    /// The bench with its script, as the text of a link.
    pub bench: String,
    /// Its view.
    pub view: BenchView,
    /// The name of the example that the notice was about.
    pub example: Option<String>,
    /// The notice, which may be empty.
    pub notice: String,
}
