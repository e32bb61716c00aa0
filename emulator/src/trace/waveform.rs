//! A part of the trace as a waveform display needs it, reduced to columns.

mod builder;
mod index;
mod lane;
mod serial;
#[cfg(test)]
mod tests;

use pinscope_core::{PadLevel, PinId, Power, Trigger};

pub use index::TraceIndex;

/// The part of the trace to show, and its resolution.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Viewport {
    /// The simulated time at the left edge, in nanoseconds. It may be negative. If it is `None`, the viewport follows
    /// the present, which is then near the right edge.
    pub from_ns: Option<f64>,
    /// The simulated time of a column, in nanoseconds.
    pub ns_per_column: f64,
    /// Number of columns.
    pub columns: u16,
    /// Minimum distance of two changes, in columns, at which they are shown separately. It is at least 1.
    pub min_separation: u16,
}

/// The reduced part of the trace.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Waveform {
    /// The simulated time at the left edge, in nanoseconds.
    pub from_ns: f64,
    /// The simulated time of a column, in nanoseconds.
    pub ns_per_column: f64,
    /// Number of columns.
    pub columns: u16,
    /// The present simulated time, in nanoseconds.
    pub now_ns: u64,
    /// The simulated time from which on the trace is kept, in nanoseconds.
    pub kept_from_ns: u64,
    /// Number of events that the trace has dropped.
    pub lost: u64,
    /// The pins that have had any event. Bit n is the pin at index n of `PinId::ALL`.
    pub touched: u32,
    /// A lane for each pin, in the order of `PinId::ALL`.
    pub lanes: Vec<Lane>,
    /// The sleeps in the viewport, in order. Sleeps that begin in the same column are merged into one.
    pub sleeps: Vec<SleepSpan>,
}

impl Waveform {
    /// Returns the simulated time at the right edge, in nanoseconds.
    pub fn to_ns(&self) -> f64 {
        self.from_ns + self.ns_per_column * f64::from(self.columns)
    }

    /// Returns `true` if `pin` has had any event.
    pub fn is_touched(&self, pin: PinId) -> bool {
        self.touched & crate::nets::bit(pin) != 0
    }
}

/// The lane of one pin.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Lane {
    /// The segments, each with its first column. A segment extends to the next one. The last segment is
    /// [`Segment::Unknown`], and it begins at the present or at the right edge.
    pub runs: Vec<(u16, Segment)>,
    /// The stages of the interrupt, in order.
    pub spans: Vec<Span>,
    /// The columns in which the interrupt became pending.
    pub pended: Vec<Mark>,
    /// The columns in which an edge was lost because the one before was still pending.
    pub coalesced: Vec<Mark>,
    /// The baud rates of the UART whose line this is in the viewport, in order. It is empty if it is none.
    pub bauds: Vec<u32>,
    /// The characters on the line of a UART, in order.
    pub characters: Vec<CharacterSpan>,
}

/// The columns of a character on the line of a UART.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct CharacterSpan {
    /// The column in which its start bit begins.
    pub from: u16,
    /// The column in which its stop bit ends.
    pub to: u16,
    /// The data bits.
    pub data: u8,
    /// True if it has no stop bit or the wrong parity.
    pub is_damaged: bool,
}

/// A column in which something happened that takes no time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Mark {
    /// The column.
    pub column: u16,
    /// Number of times that it happened in this column.
    pub count: u32,
}

/// The appearance of the level in some columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Segment {
    /// The level is low.
    Low,
    /// The level is high.
    High,
    /// Nothing drives the net.
    Floating,
    /// Drivers disagree.
    Contention,
    /// There are several changes, which are too close to be shown separately.
    Busy,
    /// The level is not known: its events were dropped, or the time is in the future.
    Unknown,
}

impl From<PadLevel> for Segment {
    fn from(level: PadLevel) -> Self {
        match level {
            PadLevel::Low => Self::Low,
            PadLevel::High => Self::High,
            PadLevel::Floating => Self::Floating,
            PadLevel::Contention => Self::Contention,
        }
    }
}

/// The columns in which an interrupt is in one stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Span {
    /// The first column.
    pub from: u16,
    /// The column in which the span ends, which may be the first.
    pub to: u16,
    /// The stage.
    pub stage: Stage,
}

/// The stage of an interrupt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Stage {
    /// The interrupt is pending.
    Waiting,
    /// The handler runs.
    Running,
    /// Another handler has preempted this one.
    Preempted,
}

/// A sleep in SUSPENDED or HIBERNATE.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct SleepSpan {
    /// The power state.
    pub power: Power,
    /// The simulated time of its beginning, in nanoseconds.
    pub from_ns: u64,
    /// The simulated time of its end, in nanoseconds, or the present if it has not ended.
    pub to_ns: u64,
    /// The cause of its end.
    pub end: SleepEnd,
}

/// The cause of the end of a sleep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum SleepEnd {
    /// The sleep has not ended.
    Asleep,
    /// A pin has ended HIBERNATE, and the board still starts.
    Starting(PinId),
    /// A pin woke the board. Its trigger is known if its handler was called.
    Woken(PinId, Option<Trigger>),
    /// The board was reset.
    Reset,
    /// The time came at which the real-time clock was to wake the board.
    WokenByRtc,
}

impl SleepEnd {
    /// Returns `true` if the sleep has not ended.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Asleep | Self::Starting(_))
    }
}
