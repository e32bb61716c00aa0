//! The unit in which a VCD file gives its times.

/// The units, each with the number of decimal places behind the second.
const UNITS: [(&str, u32); 8] =
    [("s", 0), ("ms", 3), ("us", 6), ("ns", 9), ("ps", 12), ("fs", 15), ("as", 18), ("zs", 21)];

/// A multiple of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timescale {
    number: u64,
    /// The unit is 10^-places s.
    places: u32,
}

impl Timescale {
    /// A file without a timescale is in nanoseconds, as in GTKWave.
    pub const DEFAULT: Self = Self { number: 1, places: 9 };

    /// Parses a timescale without blanks, such as `10us`. The number is a whole number, 1 or more.
    pub fn parse(text: &str) -> Option<Self> {
        let (number, unit) = text.split_at(text.find(|c: char| !c.is_ascii_digit())?);
        let (_, places) = UNITS.into_iter().find(|(name, _)| *name == unit)?;
        let number = number.parse().ok().filter(|number| *number > 0)?;
        Some(Self { number, places })
    }

    /// Returns a time of the file in nanoseconds, rounded down, unless it has more than 64 bits.
    pub fn to_ns(self, time: u64) -> Option<u64> {
        let units = u128::from(time) * u128::from(self.number);
        let ns = match self.places {
            places @ ..9 => units.checked_mul(10_u128.pow(9 - places))?,
            places => units / 10_u128.pow(places - 9),
        };
        u64::try_from(ns).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timescale_is_a_whole_multiple_of_a_unit() {
        for text in ["1s", "10us", "100fs", "6666ps", "435ps", "3as", "7zs", "18446744073709551615ms"] {
            assert!(Timescale::parse(text).is_some(), "{text}");
        }
        for text in ["", "1", "ns", "0ps", "0.001fs", "1.5ns", "-1ns", "1 ns", "1NS", "1µs", "18446744073709551616ms"]
        {
            assert_eq!(Timescale::parse(text), None, "{text}");
        }
    }

    #[test]
    fn times_are_rounded_down_and_do_not_overflow() {
        let to_ns = |timescale, time| Timescale::parse(timescale).unwrap().to_ns(time);
        assert_eq!(to_ns("6666ps", 3), Some(19));
        assert_eq!(to_ns("1zs", u64::MAX), Some(18_446_744));
        assert_eq!(to_ns("1fs", u64::MAX), Some(18_446_744_073_709));
        assert_eq!(to_ns("1s", u64::MAX), None);
        assert_eq!(to_ns("18446744073709551615s", u64::MAX), None);
    }
}
