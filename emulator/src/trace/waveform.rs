//! A stretch of the record as a picture needs it: reduced to columns, whatever happened in each.

mod builder;
mod index;
mod lane;
#[cfg(test)]
mod tests;

use pinscope_core::{PadLevel, PinId, Power, Trigger};

pub use index::TraceIndex;

/// What part of the record is looked at, and how finely.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Viewport {
    /// Simulated nanoseconds at the left edge; `None` follows the present, which is then near the right edge. It may lie before
    /// the beginning of time.
    pub from_ns: Option<f64>,
    /// How much simulated time a column stands for, in nanoseconds.
    pub ns_per_column: f64,
    /// How many columns there are.
    pub columns: u16,
    /// Changes less than so many columns apart are not told from each other; at least 1.
    pub min_separation: u16,
}

/// What there is to see of a stretch of the record.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Waveform {
    /// Simulated nanoseconds at the left edge.
    pub from_ns: f64,
    /// How much simulated time a column stands for, in nanoseconds.
    pub ns_per_column: f64,
    /// How many columns there are.
    pub columns: u16,
    /// The present, in simulated nanoseconds.
    pub now_ns: u64,
    /// From when on the record is kept, in simulated nanoseconds.
    pub kept_from_ns: u64,
    /// How many older events are gone.
    pub lost: u64,
    /// The pins something ever happened to, bit n for place n in `PinId::ALL`.
    pub touched: u32,
    /// A lane for each pin, in the order of `PinId::ALL`.
    pub lanes: Vec<Lane>,
    /// The sleeps within the view, in order. What follows another's beginning in the same column is one with it.
    pub sleeps: Vec<SleepSpan>,
}

impl Waveform {
    /// Simulated nanoseconds at the right edge.
    pub fn to_ns(&self) -> f64 {
        self.from_ns + self.ns_per_column * f64::from(self.columns)
    }

    /// Whether anything ever happened to `pin`.
    pub fn is_touched(&self, pin: PinId) -> bool {
        self.touched & crate::nets::bit(pin) != 0
    }
}

/// What happened to one pin.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Lane {
    /// Where a shape begins; it goes on to the next. The last is [`Segment::Unknown`], from the present or the edge on.
    pub runs: Vec<(u16, Segment)>,
    /// What the interrupt does, in order.
    pub spans: Vec<Span>,
    /// Where the interrupt became pending.
    pub pended: Vec<u16>,
    /// Where an edge was not seen, because the one before was not yet taken.
    pub coalesced: Vec<u16>,
}

/// What a column looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Segment {
    /// Low.
    Low,
    /// High.
    High,
    /// Nobody decides the level.
    Floating,
    /// Drivers disagree.
    Contention,
    /// Changes that are too close to be told from each other.
    Busy,
    /// Nothing is known: it is forgotten, or has yet to happen.
    Unknown,
}

impl From<PadLevel> for Segment {
    fn from(level: PadLevel) -> Self {
        [Self::Low, Self::High, Self::Floating, Self::Contention][level as usize]
    }
}

/// A stretch of an interrupt's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Span {
    /// Its first column.
    pub from: u16,
    /// The column it ends in, which may be its first.
    pub to: u16,
    /// What the interrupt does meanwhile.
    pub stage: Stage,
}

/// What an interrupt does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Stage {
    /// It is pending and waits to be served.
    Waiting,
    /// Its handler runs.
    Running,
    /// Its handler waits for one that preempted it.
    Preempted,
}

/// A sleep, SUSPENDED or HIBERNATE.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct SleepSpan {
    /// How deep.
    pub power: Power,
    /// When it began, in simulated nanoseconds.
    pub from_ns: u64,
    /// When it ended, or the present.
    pub to_ns: u64,
    /// What ended it.
    pub end: SleepEnd,
}

/// What ended a sleep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum SleepEnd {
    /// Nothing yet.
    Asleep,
    /// A pin, and what its interrupt waited for, where its callback told.
    Woken(PinId, Option<Trigger>),
    /// A reset.
    Reset,
}
