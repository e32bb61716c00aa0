//! The ruler: formats times, and decides where the ticks are.

use crate::text;

/// Width of a monospaced letter of 12 pixels, in pixels.
pub const LETTER_WIDTH: f64 = 7.25;

/// Minimum distance between a label and the next tick, in pixels.
const MIN_LABEL_GAP: f64 = 24.0;

/// The distances of the ruler's ticks, in nanoseconds. A long tick has a label, short ones are between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticks {
    /// Distance between labels.
    pub long_ns: u64,
    /// Distance between ticks.
    pub short_ns: u64,
}

impl Ticks {
    /// Returns the ticks for times up to `to_ns` whose labels do not overlap.
    pub fn new(to_ns: f64, ns_per_px: f64) -> Self {
        let mut decade = 1;
        loop {
            for (long, parts) in [(1, 5), (2, 4), (5, 5)] {
                let long_ns = decade * long;
                let label_px = time(to_ns as u64, long_ns).len() as f64 * LETTER_WIDTH;
                if long_ns as f64 / ns_per_px >= label_px + MIN_LABEL_GAP || decade >= 10_u64.pow(17) {
                    let short_ns = if long_ns.is_multiple_of(parts) { long_ns / parts } else { long_ns };
                    return Self { long_ns, short_ns };
                }
            }
            decade *= 10;
        }
    }
}

/// Formats a time in seconds, with as many groups of digits as a step of `step_ns` needs: `0.136 100`.
pub fn time(time_ns: u64, step_ns: u64) -> String {
    let mut unit_ns = 1_000_000_000;
    let mut text = text::grouped(time_ns / unit_ns);
    let mut separator = '.';
    while unit_ns > step_ns.max(1) {
        let rest = time_ns % unit_ns;
        unit_ns /= 1_000;
        text.push(separator);
        text.push_str(&format!("{:03}", rest / unit_ns));
        separator = ' ';
    }
    text
}

/// Formats a duration: `2.310 ms`.
pub fn duration(ns: u64) -> String {
    scaled(ns.saturating_mul(1_000), &["ns", "µs", "ms", "s"], false)
}

/// Formats the frequency of something that happens every `ns` nanoseconds: `432.900 Hz`.
pub fn frequency(ns: u64) -> String {
    match ns {
        0 => String::new(),
        _ => scaled(1_000_000_000_000 / ns, &["Hz", "kHz", "MHz", "GHz"], true),
    }
}

/// Formats thousandths of the first unit, in the unit that leaves one to three digits before the point. There are three
/// decimals, or one if `is_rough`.
fn scaled(mut thousandths: u64, units: &[&str], is_rough: bool) -> String {
    let mut unit = 0;
    while thousandths >= 1_000_000 && unit + 1 < units.len() {
        thousandths /= 1_000;
        unit += 1;
    }
    let (whole, part) = (text::grouped(thousandths / 1_000), thousandths % 1_000);
    match part {
        0 => format!("{whole} {}", units[unit]),
        _ if is_rough => format!("{whole}.{} {}", part / 100, units[unit]),
        _ => format!("{whole}.{part:03} {}", units[unit]),
    }
}

#[cfg(test)]
mod tests {
    use super::{LETTER_WIDTH, Ticks, duration, frequency, time};

    #[test]
    fn a_time_has_as_many_digits_as_its_step_needs() {
        assert_eq!(time(136_100_000, 1_000_000_000), "0");
        assert_eq!(time(136_100_000, 1_000_000), "0.136");
        assert_eq!(time(136_100_000, 50_000), "0.136 100");
        assert_eq!(time(1_000_000_000_007, 1), "1 000.000 000 007");
    }

    #[test]
    fn a_duration_and_its_frequency_are_in_the_unit_that_fits() {
        assert_eq!(duration(2_310_000), "2.310 ms");
        assert_eq!(duration(5), "5 ns");
        assert_eq!(duration(12_000_000_000_000), "12 000 s");
        assert_eq!(frequency(2_310_000), "432.9 Hz");
        assert_eq!(frequency(1), "1 GHz");
        assert_eq!(frequency(0), "", "nothing happens infinitely often");
    }

    #[test]
    fn labels_never_overlap() {
        for exponent in -2..13 {
            let ns_per_px = 10_f64.powi(exponent) * 3.0;
            let to_ns = 1_000.0 * ns_per_px;
            let ticks = Ticks::new(to_ns, ns_per_px);
            let label_px = time(to_ns as u64, ticks.long_ns).len() as f64 * LETTER_WIDTH;
            assert!(ticks.long_ns as f64 / ns_per_px > label_px, "{ticks:?} at {ns_per_px} ns a pixel");
            assert!(ticks.long_ns.is_multiple_of(ticks.short_ns), "{ticks:?}");
        }
    }
}
