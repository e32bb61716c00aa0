//! Measures a pulse: the time for which the level of a pin stays the same.

use pinscope_core::{Event, EventKind, PadLevel, PinId};

use super::Trace;

/// A time for which the level of a pin is the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Pulse {
    /// The level.
    pub level: PadLevel,
    /// The simulated time of its beginning, in nanoseconds. `None` if it began before the oldest event that is kept.
    pub from_ns: Option<u64>,
    /// The simulated time of its end, in nanoseconds. `None` if it has not ended.
    pub to_ns: Option<u64>,
    /// The time from its beginning to that of the next pulse with the same level, in nanoseconds. While there is no
    /// next one, it is the time since the pulse before.
    pub period_ns: Option<u64>,
}

impl Pulse {
    /// Returns the width, if both ends are known.
    pub fn width_ns(&self) -> Option<u64> {
        Some(self.to_ns? - self.from_ns?)
    }
}

impl Trace {
    /// Returns the pulse of `pin` at `time_ns`, if its level is known there. At the time of an edge it is the pulse
    /// that begins.
    pub fn pulse(&self, pin: PinId, time_ns: u64) -> Option<Pulse> {
        let mut past = self.back_from(time_ns + 1).filter_map(|event| change_of(pin, event));
        let mut future = self.from(time_ns + 1).filter_map(|event| change_of(pin, event));
        let begin = past.next();
        let level = begin.map_or_else(|| self.before().level(pin), |(_, level)| level)?;
        let from_ns = begin.map(|(from_ns, _)| from_ns);
        let to_ns = future.next().map(|(to_ns, _)| to_ns);
        let is_same = |&(_, other): &(u64, Option<PadLevel>)| other == Some(level);
        // After one pulse with another level comes the next with the same.
        let next_ns = future.next().filter(is_same).map(|(next_ns, _)| next_ns);
        let last_ns = past.nth(1).filter(is_same).map(|(last_ns, _)| last_ns);
        let period_ns = from_ns.and_then(|from_ns| match next_ns {
            Some(next_ns) => Some(next_ns - from_ns),
            None => last_ns.map(|last_ns| from_ns - last_ns),
        });
        Some(Pulse { level, from_ns, to_ns, period_ns })
    }

    /// Returns the time of the edge that is nearest to `time_ns` and at most `max_distance_ns` away from it. It is an
    /// edge of `pin`, or of any pin.
    pub fn nearest_edge(&self, pin: Option<PinId>, time_ns: u64, max_distance_ns: u64) -> Option<u64> {
        let is_edge = |event: &&Event| match event.kind {
            EventKind::Level { pin: changed, .. } => pin.is_none_or(|pin| pin == changed),
            _ => false,
        };
        let before =
            self.back_from(time_ns).take_while(|event| time_ns - event.time_ns <= max_distance_ns).find(is_edge);
        let after = self.from(time_ns).take_while(|event| event.time_ns - time_ns <= max_distance_ns).find(is_edge);
        let edges = [before, after].into_iter().flatten().map(|event| event.time_ns);
        edges.min_by_key(|edge_ns| edge_ns.abs_diff(time_ns))
    }
}

/// Returns the time of a change of `pin` and its level after it, which is `None` if it is unknown.
fn change_of(pin: PinId, event: &Event) -> Option<(u64, Option<PadLevel>)> {
    match event.kind {
        EventKind::Level { pin: changed, level } if changed == pin => Some((event.time_ns, Some(level))),
        EventKind::Unknown { pin: changed } if changed == pin => Some((event.time_ns, None)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use pinscope_core::EventKind;
    use pinscope_core::PadLevel::{Floating, High, Low};
    use pinscope_core::PinId::{self, GP9, GP10};

    use super::Pulse;
    use crate::trace::Trace;

    /// Returns a trace of GP10, which is high for 30 ns of each 100 ns, twice. GP9 changes in between.
    fn trace() -> Trace {
        let mut trace = Trace::default();
        let level = |pin: PinId, level| EventKind::Level { pin, level };
        trace.record(100, level(GP10, High));
        trace.record(110, level(GP9, High));
        trace.record(130, level(GP10, Low));
        trace.record(200, level(GP10, High));
        trace.record(230, level(GP10, Low));
        trace
    }

    #[test]
    fn a_pulse_is_measured_from_edge_to_edge_and_to_the_next_one_with_its_level() {
        let high = Pulse { level: High, from_ns: Some(100), to_ns: Some(130), period_ns: Some(100) };
        assert_eq!(trace().pulse(GP10, 100), Some(high), "at the edge that begins it");
        assert_eq!(trace().pulse(GP10, 129), Some(high));
        assert_eq!(high.width_ns(), Some(30));
        let low = Pulse { level: Low, from_ns: Some(130), to_ns: Some(200), period_ns: Some(100) };
        assert_eq!(trace().pulse(GP10, 150), Some(low));
    }

    #[test]
    fn the_last_pulses_have_the_period_before_them() {
        let high = Pulse { level: High, from_ns: Some(200), to_ns: Some(230), period_ns: Some(100) };
        assert_eq!(trace().pulse(GP10, 210), Some(high));
        let low = Pulse { level: Low, from_ns: Some(230), to_ns: None, period_ns: Some(100) };
        assert_eq!(trace().pulse(GP10, 1_000), Some(low));
        assert_eq!(low.width_ns(), None);
    }

    #[test]
    fn a_pulse_without_a_beginning_or_with_an_unknown_level_has_no_figures() {
        let first = Pulse { level: Floating, from_ns: None, to_ns: Some(100), period_ns: None };
        assert_eq!(trace().pulse(GP10, 50), Some(first));
        let mut trace = trace();
        trace.record(300, EventKind::Unknown { pin: GP10 });
        assert_eq!(trace.pulse(GP10, 400), None);
    }

    #[test]
    fn the_nearest_edge_is_that_of_the_pin_and_not_too_far() {
        let trace = trace();
        assert_eq!(trace.nearest_edge(Some(GP10), 112, 20), Some(100));
        assert_eq!(trace.nearest_edge(Some(GP10), 117, 20), Some(130));
        assert_eq!(trace.nearest_edge(None, 112, 20), Some(110));
        assert_eq!(trace.nearest_edge(Some(GP10), 130, 0), Some(130));
        assert_eq!(trace.nearest_edge(Some(GP10), 160, 20), None);
        assert_eq!(trace.nearest_edge(Some(GP9), 115, 3), None);
    }
}
