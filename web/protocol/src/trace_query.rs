//! Questions about the trace that the picture of the timeline does not answer, because it is reduced to columns.

use pinscope_core::{Event, PinId};
use pinscope_emulator::trace::pulse::Pulse;
use serde::{Deserialize, Serialize};

/// A question. Times are simulated nanoseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TraceQuery {
    /// Asks for the last edge or interrupt of a pin before a time. If the pin has none at all, it means that of any
    /// pin.
    Previous {
        /// The pin.
        pin: PinId,
        /// The time.
        before_ns: u64,
    },
    /// Asks for the first edge or interrupt of a pin from a time on. If the pin has none at all, it means that of any
    /// pin.
    Next {
        /// The pin.
        pin: PinId,
        /// The time.
        from_ns: u64,
    },
    /// Asks for the edge that is nearest to a time.
    NearestEdge {
        /// The pin. `None` means any pin.
        pin: Option<PinId>,
        /// The time.
        time_ns: u64,
        /// Maximum distance of the edge.
        max_distance_ns: u64,
    },
    /// Asks for the pulse of a pin at a time.
    Pulse {
        /// The pin.
        pin: PinId,
        /// The time.
        time_ns: u64,
    },
}

/// The answer to a [`TraceQuery`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TraceAnswer {
    /// The edge or interrupt, if there is one.
    Event(Option<Event>),
    /// The edge that is nearest to a time, if there is one.
    Edge {
        /// The time that was asked for.
        time_ns: u64,
        /// The time of the edge.
        edge_ns: Option<u64>,
    },
    /// The pulse of a pin at a time, if its level is known there.
    Pulse {
        /// The pin.
        pin: PinId,
        /// The time that was asked for.
        time_ns: u64,
        /// The pulse.
        pulse: Option<Pulse>,
    },
}
