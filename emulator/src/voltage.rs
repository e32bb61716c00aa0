//! A source of a voltage at a pad: a constant voltage, a sine or a ramp. Its voltage is a function of the time since it
//! was attached, so that nothing has to be done between the moments at which somebody looks.

use std::f64::consts::TAU;

use pinscope_core::Level;

/// Lowest voltage that a digital input reads as high, in microvolts: 0.65 times the supply of 3.3 V, which is
/// unconfirmed (`docs/decisions.md`, D-90).
pub(crate) const MIN_HIGH_UV: u32 = 2_145_000;
/// Highest voltage that a digital input reads as low, in microvolts: 0.35 times the supply. Between the two an input
/// keeps its level.
pub(crate) const MAX_LOW_UV: u32 = 1_155_000;
/// The voltage of the high rail, in microvolts.
pub(crate) const SUPPLY_UV: u32 = 3_300_000;

/// The shape of a voltage over time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum VoltageShape {
    /// The voltage does not change.
    Constant,
    /// A sine, which begins half way between the two voltages and rises.
    Sine,
    /// A ramp, which rises from the low voltage to the high one and starts again.
    Ramp,
}

/// A source of a voltage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(into = "Fields", try_from = "Fields"))]
pub struct VoltageSource {
    shape: VoltageShape,
    low_uv: u32,
    high_uv: u32,
    period_ns: u64,
}

/// The fields of a source as they are serialized: shape, lowest and highest voltage in microvolts, and period in
/// nanoseconds.
type Fields = (VoltageShape, u32, u32, u64);

impl VoltageSource {
    /// Maximum voltage, in volts. More would damage the chip.
    pub const MAX_VOLTS: f64 = 3.6;
    /// Maximum frequency, in hertz.
    pub const MAX_HERTZ: f64 = 100e3;
    /// Minimum frequency, in hertz.
    pub const MIN_HERTZ: f64 = 1e-6;

    /// A constant voltage of 1 V.
    pub(crate) const ONE_VOLT: Self =
        Self { shape: VoltageShape::Constant, low_uv: 1_000_000, high_uv: 1_000_000, period_ns: 0 };

    const MAX_UV: u32 = 3_600_000;
    /// The periods between these two frequencies, in nanoseconds.
    const PERIODS_NS: std::ops::RangeInclusive<u64> = 10_000..=1_000_000_000_000_000;

    /// Returns a constant voltage, or `None` if it is not between 0 and [`VoltageSource::MAX_VOLTS`].
    pub fn constant(volts: f64) -> Option<Self> {
        let microvolts = microvolts(volts)?;
        Some(Self { shape: VoltageShape::Constant, low_uv: microvolts, high_uv: microvolts, period_ns: 0 })
    }

    /// Returns a sine between two voltages, or `None` if a voltage or the frequency is not possible.
    pub fn sine(low_volts: f64, high_volts: f64, hertz: f64) -> Option<Self> {
        Self::changing(VoltageShape::Sine, low_volts, high_volts, hertz)
    }

    /// Returns a ramp between two voltages, or `None` if a voltage or the frequency is not possible.
    pub fn ramp(low_volts: f64, high_volts: f64, hertz: f64) -> Option<Self> {
        Self::changing(VoltageShape::Ramp, low_volts, high_volts, hertz)
    }

    fn changing(shape: VoltageShape, low_volts: f64, high_volts: f64, hertz: f64) -> Option<Self> {
        if !(Self::MIN_HERTZ..=Self::MAX_HERTZ).contains(&hertz) {
            return None;
        }
        let (low_uv, high_uv) = (microvolts(low_volts)?, microvolts(high_volts)?);
        Self::try_from((shape, low_uv, high_uv, (1e9 / hertz).round() as u64)).ok()
    }

    /// Returns the shape.
    pub const fn shape(self) -> VoltageShape {
        self.shape
    }

    /// Returns the lowest and the highest voltage, in microvolts.
    pub const fn range_uv(self) -> (u32, u32) {
        (self.low_uv, self.high_uv)
    }

    /// Returns the period in nanoseconds, which is 0 for a constant voltage.
    pub const fn period_ns(self) -> u64 {
        self.period_ns
    }

    /// Returns the voltage in microvolts, `ns` nanoseconds after the source was attached.
    pub fn microvolts_at(self, ns: u64) -> u32 {
        let swing = f64::from(self.high_uv - self.low_uv);
        let phase = || (ns % self.period_ns) as f64 / self.period_ns as f64;
        let share = match self.shape {
            VoltageShape::Constant => return self.low_uv,
            // `libm` gives the same result on every target.
            VoltageShape::Sine => (libm::sin(TAU * phase()) + 1.0) / 2.0,
            VoltageShape::Ramp => phase(),
        };
        self.low_uv + (swing * share).round() as u32
    }

    /// Returns the level that a digital input reads, which had the level `before`.
    pub(crate) fn level_at(self, ns: u64, before: Level) -> Level {
        match self.microvolts_at(ns) {
            microvolts if microvolts >= MIN_HIGH_UV => Level::High,
            microvolts if microvolts <= MAX_LOW_UV => Level::Low,
            _ => before,
        }
    }

    /// Returns the first time after `ns` at which the level that a digital input reads changes from `level`, or `None`
    /// if it never does. All times count from the moment at which the source was attached.
    pub(crate) fn next_change(self, ns: u64, level: Level) -> Option<u64> {
        let can_change = match level {
            Level::Low => self.high_uv >= MIN_HIGH_UV,
            Level::High => self.low_uv <= MAX_LOW_UV,
        };
        let (start, length) = match (self.shape, level) {
            (VoltageShape::Constant, _) => return None,
            (VoltageShape::Sine, Level::Low) => (self.period_ns - self.period_ns / 4, self.period_ns / 2),
            (VoltageShape::Sine, Level::High) => (self.period_ns / 4, self.period_ns / 2),
            (VoltageShape::Ramp, Level::Low) => (0, self.period_ns - 1),
            // A ramp falls in no time, at the end of its period.
            (VoltageShape::Ramp, Level::High) => (0, 0),
        };
        if !can_change {
            return None;
        }
        // The voltage moves towards the other level in the part of each period that begins at `start`. A period more
        // keeps all times of that part positive.
        let ns = ns + self.period_ns;
        let into_part = (ns + self.period_ns - start) % self.period_ns;
        let first = |part_ns: u64, from: u64| {
            let is_reached = |offset: u64| self.level_at(part_ns + offset, level) != level;
            let (mut low, mut high) = (from, length);
            while low < high {
                let middle = low.midpoint(high);
                if is_reached(middle) { high = middle } else { low = middle + 1 }
            }
            is_reached(low).then_some(part_ns + low)
        };
        let in_this_part = (into_part < length).then(|| first(ns - into_part, into_part + 1)).flatten();
        let next = in_this_part.or_else(|| first(ns - into_part + self.period_ns, 0))?;
        Some(next - self.period_ns)
    }
}

fn microvolts(volts: f64) -> Option<u32> {
    (0.0..=VoltageSource::MAX_VOLTS).contains(&volts).then(|| (volts * 1e6).round() as u32)
}

impl From<VoltageSource> for Fields {
    fn from(source: VoltageSource) -> Self {
        (source.shape, source.low_uv, source.high_uv, source.period_ns)
    }
}

impl TryFrom<Fields> for VoltageSource {
    type Error = &'static str;

    fn try_from((shape, low_uv, high_uv, period_ns): Fields) -> Result<Self, Self::Error> {
        let is_possible = match shape {
            VoltageShape::Constant => low_uv == high_uv && period_ns == 0,
            VoltageShape::Sine | VoltageShape::Ramp => low_uv <= high_uv && Self::PERIODS_NS.contains(&period_ns),
        };
        if is_possible && high_uv <= Self::MAX_UV {
            Ok(Self { shape, low_uv, high_uv, period_ns })
        } else {
            Err("a voltage is 0 to 3.6 V, at 0.000001 to 100000 Hz if it changes")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_voltage_is_a_function_of_time() {
        let sine = VoltageSource::sine(0.2, 1.2, 1_000.0).expect("possible");
        let at = |source: VoltageSource, us: u64| source.microvolts_at(us * 1_000);
        assert_eq!(
            [0, 250, 500, 750, 1_000, 1_250].map(|us| at(sine, us)),
            [700_000, 1_200_000, 700_000, 200_000, 700_000, 1_200_000]
        );
        let ramp = VoltageSource::ramp(0.0, 1.0, 1_000.0).expect("possible");
        assert_eq!([0, 250, 500, 999, 1_000].map(|us| at(ramp, us)), [0, 250_000, 500_000, 999_000, 0]);
        assert_eq!(at(VoltageSource::constant(1.1).expect("possible"), 77), 1_100_000);
    }

    #[test]
    fn only_possible_voltages_and_frequencies_are_accepted() {
        assert_eq!([-0.1, 3.7, f64::NAN].map(VoltageSource::constant), [None; 3]);
        assert!(VoltageSource::constant(3.6).is_some());
        for (low, high, hertz) in [(1.0, 0.5, 10.0), (0.0, 1.0, 0.0), (0.0, 1.0, 100_001.0), (0.0, 4.0, 10.0)] {
            assert_eq!(VoltageSource::sine(low, high, hertz), None);
            assert_eq!(VoltageSource::ramp(low, high, hertz), None);
        }
        assert!(VoltageSource::try_from((VoltageShape::Constant, 1, 2, 0)).is_err());
    }

    #[test]
    fn the_next_change_of_level_is_the_first_nanosecond_past_a_threshold() {
        let sources = [
            VoltageSource::sine(0.0, 3.3, 1_000.0),
            VoltageSource::ramp(0.0, 3.3, 1_000.0),
            VoltageSource::sine(1.0, 2.2, 7_777.0),
        ];
        for source in sources.into_iter().flatten() {
            let (mut level, mut now) = (source.level_at(0, Level::Low), 0);
            for _ in 0..7 {
                let next = source.next_change(now, level).expect("it crosses both thresholds");
                assert!(next > now && next - now <= source.period_ns());
                let mut seen = level;
                let early = (now..next).step_by(97).chain([next - 1]);
                early.for_each(|ns| seen = source.level_at(ns, seen));
                assert_eq!(seen, level, "{source:?} at {now}");
                level = source.level_at(next, level);
                assert_ne!(seen, level, "{source:?} at {next}");
                now = next;
            }
        }
        for small in [VoltageSource::sine(0.0, 1.4, 100.0), VoltageSource::ramp(1.2, 2.1, 100.0)].into_iter().flatten()
        {
            assert_eq!(small.next_change(0, Level::Low), None);
        }
        assert_eq!(VoltageSource::sine(1.2, 3.0, 10.0).and_then(|source| source.next_change(0, Level::High)), None);
    }
}
