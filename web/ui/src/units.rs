//! Formats and parses numbers with units.

/// Units, each with its size in the smallest unit of the quantity. The first one is used for a number without a unit.
pub type Units = &'static [(&'static str, u64)];

/// Time, in nanoseconds.
pub const TIME: Units = &[("ns", 1), ("µs", 1_000), ("ms", 1_000_000), ("s", 1_000_000_000)];

/// Frequency, in millihertz.
pub const FREQUENCY: Units = &[("Hz", 1_000), ("kHz", 1_000_000), ("MHz", 1_000_000_000)];

/// Current, in microamperes.
pub const CURRENT: Units = &[("mA", 1_000)];

/// Formats a number in the largest unit that leaves a whole part, with at most three decimals: `12.5 µs`.
pub fn format(number: u64, units: Units) -> String {
    let fits = |(_, size): &&(&str, u64)| number >= *size;
    let (unit, size) = *units.iter().rev().find(fits).unwrap_or(&units[0]);
    let thousandths = number % size * 1_000 / size;
    let decimals = format!(".{thousandths:03}");
    format!("{}{} {unit}", number / size, decimals.trim_end_matches('0').trim_end_matches('.'))
}

/// Parses a number as a person types it: `12.5 µs`, `12.5us`, `3 khz`.
pub fn parse(text: &str, units: Units) -> Option<u64> {
    let text = text.trim().replace(['µ', 'μ'], "u");
    let (number, unit) = text.split_at(text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len()));
    let called = |name: &str| name.replace('µ', "u").eq_ignore_ascii_case(unit.trim());
    let size = match unit {
        "" => units[0].1,
        _ => units.iter().find(|(name, _)| called(name))?.1,
    };
    let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
    let part: u64 = if decimals.is_empty() { 0 } else { decimals.parse().ok()? };
    let of = 10_u64.checked_pow(decimals.len() as u32)?;
    whole.parse::<u64>().ok()?.checked_mul(size)?.checked_add(part.checked_mul(size)? / of)
}
