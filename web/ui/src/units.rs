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

#[cfg(test)]
mod tests {
    use super::{CURRENT, FREQUENCY, TIME, format, parse};

    #[test]
    fn a_number_is_written_in_the_largest_unit_that_fits() {
        assert_eq!(format(999, TIME), "999 ns");
        assert_eq!(format(12_500, TIME), "12.5 µs");
        assert_eq!(format(1_000_000_000, TIME), "1 s");
        assert_eq!(format(1_234_567, TIME), "1.234 ms", "further decimals are cut");
        assert_eq!(format(0, TIME), "0 ns");
        assert_eq!(format(10, CURRENT), "0.01 mA", "smaller than the only unit");
    }

    #[test]
    fn what_is_written_is_read_again() {
        for number in [0, 1, 999, 12_500, 250_000, 1_500_000_000] {
            assert_eq!(parse(&format(number, TIME), TIME), Some(number));
        }
    }

    #[test]
    fn people_may_leave_out_the_unit_the_space_and_the_accent() {
        assert_eq!(parse("250", TIME), Some(250));
        assert_eq!(parse(" 12.5us ", TIME), Some(12_500));
        assert_eq!(parse("12.5 μs", TIME), Some(12_500), "the Greek letter is another character");
        assert_eq!(parse("3 KHZ", FREQUENCY), Some(3_000_000));
        assert_eq!(parse("2.", FREQUENCY), Some(2_000));
    }

    #[test]
    fn what_is_no_number_with_a_unit_is_refused() {
        for text in ["", "fast", "-1", "1 parsec", "1.5.2 s", ".5 s", "99999999999999 s", "1.000000000000000000000 s"] {
            assert_eq!(parse(text, TIME), None, "{text}");
        }
    }
}
