//! The state of an engine that has to be replaced.

use serde::{Deserialize, Serialize};

/// The state of an engine, from which another engine can continue. The page keeps it while a script runs, because it
/// has to replace the engine if the script does not stop.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Checkpoint {
    /// The bench, as the text of a link.
    pub bench: String,
    /// The registers, the time and the formats of the serial lines at the last frame, encoded.
    pub board: Vec<u8>,
    /// The trace, oldest events first.
    pub record: Vec<TraceChunk>,
}

/// A run of consecutive events of the trace.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TraceChunk {
    /// The sequence number of the first event.
    pub first: u64,
    /// The number of events.
    pub count: u64,
    /// The events, encoded.
    pub events: Vec<u8>,
}
