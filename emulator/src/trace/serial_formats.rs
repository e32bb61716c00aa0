//! The formats of the serial lines at the pads, with their changes, so that each character is decoded with the settings
//! that its UART had when it began.

use std::collections::VecDeque;

use pinscope_core::PinId;

use super::Trace;
use crate::uart::SerialFormat;

/// Maximum number of changes that are kept. It bounds a checkpoint, which has them all.
const MAX_CHANGES: usize = 2_048;

/// The formats of the lines at all pads. A pad that is no line of a UART that is on has no format.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct SerialFormats {
    /// The formats before the oldest change.
    before: [Option<SerialFormat>; PinId::COUNT],
    /// The changes, in the order of their sequence numbers.
    changes: VecDeque<FormatChange>,
    /// The present formats.
    present: [Option<SerialFormat>; PinId::COUNT],
    /// The sequence number of the first event whose format is known, because older changes were too many.
    known_from: u64,
}

/// The change of the format of a line.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
struct FormatChange {
    /// The sequence number of the first event after it. Events of the same time may come before it.
    seq: u64,
    time_ns: u64,
    pin: PinId,
    format: Option<SerialFormat>,
}

impl SerialFormats {
    /// Records that the line at `pin` has this format from the event `seq` on.
    fn record(&mut self, seq: u64, time_ns: u64, pin: PinId, format: Option<SerialFormat>) {
        let present = &mut self.present[pin.index()];
        if std::mem::replace(present, format) == format {
            return;
        }
        // No character began between two changes that have no event between them, so only the second one counts.
        if let Some(last) = self.changes.iter().rposition(|change| change.pin == pin)
            && self.changes[last].seq == seq
        {
            self.changes.remove(last);
        }
        let change = FormatChange { seq, time_ns, pin, format };
        if self.last(pin) != format {
            self.changes.push_back(change);
        }
        if self.changes.len() > MAX_CHANGES {
            self.drop_oldest();
        }
    }

    /// Returns the format after the last change that is kept.
    fn last(&self, pin: PinId) -> Option<SerialFormat> {
        let last = self.changes.iter().rfind(|change| change.pin == pin);
        last.map_or(self.before[pin.index()], |change| change.format)
    }

    fn drop_oldest(&mut self) {
        if let Some(FormatChange { seq, pin, format, .. }) = self.changes.pop_front() {
            self.before[pin.index()] = format;
            self.known_from = seq;
        }
    }

    /// Forgets the changes before the event `seq`, which is the oldest one that is kept.
    #[inline]
    pub(super) fn forget(&mut self, seq: u64) {
        while self.changes.front().is_some_and(|change| change.seq <= seq) {
            self.drop_oldest();
        }
    }
}

/// The formats of the line at one pad, in order.
pub(crate) struct LineFormats(Vec<LineFormat>);

/// A format with the first event for which it holds.
struct LineFormat {
    seq: u64,
    from_ns: u64,
    format: Option<SerialFormat>,
}

impl LineFormats {
    /// Returns the format for the event `seq`.
    pub fn at(&self, seq: u64) -> Option<SerialFormat> {
        self.until(seq).last()?.format
    }

    /// Returns the format of the last character that can be on the line at the event `seq`, although the UART may be off
    /// since.
    pub fn last_before(&self, seq: u64) -> Option<SerialFormat> {
        self.until(seq).iter().rev().find_map(|line| line.format)
    }

    /// Returns the formats that the line has between two simulated times, in order.
    pub fn between(&self, from_ns: u64, to_ns: u64) -> impl Iterator<Item = SerialFormat> {
        let first = self.0.partition_point(|line| line.from_ns <= from_ns).saturating_sub(1);
        self.0[first..].iter().take_while(move |line| line.from_ns <= to_ns).filter_map(|line| line.format)
    }

    fn until(&self, seq: u64) -> &[LineFormat] {
        &self.0[..self.0.partition_point(|line| line.seq <= seq)]
    }
}

impl Trace {
    /// Records the format that the line at `pin` has from now on.
    pub(crate) fn record_serial_format(&mut self, time_ns: u64, pin: PinId, format: Option<SerialFormat>) {
        self.serial_formats.record(self.next(), time_ns, pin, format);
    }

    /// Returns the formats that the line at `pin` has had.
    pub(crate) fn line_formats(&self, pin: PinId) -> LineFormats {
        let SerialFormats { before, changes, known_from, .. } = &self.serial_formats;
        let first = LineFormat { seq: *known_from, from_ns: 0, format: before[pin.index()] };
        let changes = changes.iter().filter(|change| change.pin == pin);
        let changes =
            changes.map(|&FormatChange { seq, time_ns, format, .. }| LineFormat { seq, from_ns: time_ns, format });
        LineFormats(std::iter::once(first).chain(changes).collect())
    }

    /// Returns the formats of all lines.
    pub fn serial_formats(&self) -> &SerialFormats {
        &self.serial_formats
    }

    /// Returns the trace with these formats, which were those of the same events.
    #[must_use]
    pub fn with_serial_formats(mut self, formats: SerialFormats) -> Self {
        self.serial_formats = formats;
        self.serial_formats.forget(self.lost);
        self
    }
}
