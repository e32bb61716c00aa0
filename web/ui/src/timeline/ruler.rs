//! Times in words, and where the ruler has its ticks.

use crate::text;

/// A monospaced letter of 12 pixels is this wide, in pixels.
pub const LETTER_WIDTH: f64 = 7.25;

/// Room between a label and the next tick, in pixels.
const MIN_LABEL_GAP: f64 = 24.0;

/// The ruler's ticks: a label at each long one, short ones between, in nanoseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticks {
    /// From label to label.
    pub long_ns: u64,
    /// From tick to tick.
    pub short_ns: u64,
}

impl Ticks {
    /// Ticks for labels up to `to_ns` that do not run into each other.
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

/// A moment in seconds, as finely as `step_ns` asks for: `0.136 100`.
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

/// A length of time: `2.310 ms`.
pub fn duration(ns: u64) -> String {
    scaled(ns.saturating_mul(1_000), &["ns", "µs", "ms", "s"], false)
}

/// How often a second something comes that takes so long: `432.900 Hz`.
pub fn frequency(ns: u64) -> String {
    match ns {
        0 => String::new(),
        _ => scaled(1_000_000_000_000 / ns, &["Hz", "kHz", "MHz", "GHz"], true),
    }
}

/// Thousandths of the first unit, in the unit that leaves one to three digits before the point; to thousandths of that,
/// or roughly to tenths.
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
