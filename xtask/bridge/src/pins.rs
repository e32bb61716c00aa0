//! Parses the lines that are typed into the bridge's terminal. Each changes the level of a pin in QEMU: `GP10 high`.

use std::fmt;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};

/// The sentence that explains the lines that can be typed.
pub const HELP: &str = "Type `GP10 high`, `GP10 low` or `GP10 pulse` here to change a pin's level from outside.";

/// The duration of a pulse. The page can show a pulse of this length.
pub const PULSE: Duration = Duration::from_millis(100);

/// The numbers in the names of the board's pins.
const PINS: [u32; 25] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 22, 23, 24, 25, 28, 30, 31];

/// The pins that carry the serial line.
const SERIAL_PINS: [u32; 2] = [1, 2];

/// A pin of the board.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pin(u32);

impl Pin {
    /// Returns the number in the pin's name.
    pub fn number(self) -> u32 {
        self.0
    }

    /// Returns the number of the pin's port.
    pub fn port(self) -> usize {
        self.0 as usize / 8
    }

    /// Returns the pin's bit in its port.
    pub fn bit(self) -> u32 {
        self.0 % 8
    }
}

impl fmt::Display for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "GP{}", self.0)
    }
}

/// A change of a pin's level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    High,
    Low,
    /// The other level for the time [`PULSE`].
    Pulse,
}

/// Parses a line, such as `GP10 high`.
pub fn parse(line: &str) -> Result<(Pin, Change)> {
    let mut words = line.split_whitespace();
    let (Some(name), Some(change), None) = (words.next(), words.next(), words.next()) else {
        bail!("`{line}` is not a pin and a change. {HELP}");
    };
    let name = name.to_ascii_uppercase();
    let number = name.strip_prefix("GP").and_then(|number| number.parse().ok());
    let number = number.filter(|number| PINS.contains(number)).with_context(|| format!("there is no pin {name}"))?;
    ensure!(!SERIAL_PINS.contains(&number), "{name} carries the serial line, so its level cannot be changed");
    let change = match change.to_ascii_lowercase().as_str() {
        "high" => Change::High,
        "low" => Change::Low,
        "pulse" => Change::Pulse,
        _ => bail!("{name} can be made high, low or pulse, not {change}"),
    };
    Ok((Pin(number), change))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_names_a_pin_and_a_change() {
        let (pin, change) = parse(" gp10  pulse ").unwrap();
        assert_eq!((pin.to_string().as_str(), pin.port(), pin.bit(), change), ("GP10", 1, 2, Change::Pulse));
        assert_eq!(parse("GP31 high").unwrap(), (Pin(31), Change::High));
    }

    #[test]
    fn a_line_that_cannot_be_carried_out_says_why() {
        for (line, reason) in [
            ("GP10", "GP10 high"),
            ("GP10 high now", "GP10 high"),
            ("GP18 high", "there is no pin GP18"),
            ("LED high", "there is no pin LED"),
            ("GP2 high", "carries the serial line"),
            ("GP10 sideways", "high, low or pulse, not sideways"),
        ] {
            let error = parse(line).unwrap_err().to_string();
            assert!(error.contains(reason), "{error}");
        }
    }
}
