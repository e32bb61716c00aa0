//! Reads a VCD file as a recording that can be replayed.

use std::io::Read as _;

use pinscope_core::{Level, PinId};
use vcd::{Command, IdCode, Parser, TimescaleUnit, Value};

use super::VcdError;
use crate::stimulus::Change;
use crate::trace::DEFAULT_CAPACITY;

/// Maximum size of a file, in bytes. [`write`](super::write) makes a smaller file from a full trace.
pub const MAX_BYTES: usize = 64 << 20;

/// Maximum number of pin changes in a file.
pub const MAX_CHANGES: usize = 2 * DEFAULT_CAPACITY;

/// Returns the changes of pins in a VCD file, in the order of the file. 0 and 1 drive a pin, z and x disconnect it.
///
/// A signal belongs to the pin that it is named after, in any scope (`GP10`, `top.gp10`); other signals are ignored.
/// Times are rounded down to nanoseconds. A file without a timescale is in nanoseconds, as in GTKWave.
///
/// # Errors
/// [`VcdError`] for text that is not VCD, for a file without a pin, and for a file above a limit.
pub fn read(text: &str) -> Result<Vec<Change>, VcdError> {
    if text.len() > MAX_BYTES {
        return Err(VcdError::TooLong { bytes: text.len() });
    }
    // The parser needs white space after a word, and the last line may end without it.
    let mut parser = Parser::new(text.as_bytes().chain(&b"\n"[..]));
    let mut reader = Reader::default();
    while let Some(command) = parser.next() {
        reader.command(command.map_err(|error| VcdError::from_parser(&error))?, parser.line())?;
    }
    reader.finish()
}

struct Reader {
    /// The signal of each pin. Several pins may have the same signal.
    signals: [Option<IdCode>; PinId::COUNT],
    timescale: (u32, TimescaleUnit),
    time_ns: u64,
    changes: Vec<Change>,
}

impl Default for Reader {
    fn default() -> Self {
        let timescale = (1, TimescaleUnit::NS);
        Self { signals: [None; PinId::COUNT], timescale, time_ns: 0, changes: Vec::new() }
    }
}

impl Reader {
    fn command(&mut self, command: Command, line: u64) -> Result<(), VcdError> {
        match command {
            Command::Timescale(number, unit) => {
                if !matches!(number, 1 | 10 | 100) {
                    return Err(VcdError::Timescale { line, given: number });
                }
                self.timescale = (number, unit);
                Ok(())
            }
            Command::VarDef(_, bits, signal, name, _) => self.declare(&name, bits, signal, line),
            Command::Timestamp(time) => self.set_time(time, line),
            Command::ChangeScalar(signal, value) => self.change(signal, value, line),
            // Some programs write a single bit as a vector of one bit.
            Command::ChangeVector(signal, bits) => match bits.iter().last() {
                Some(value) => self.change(signal, value, line),
                None => Ok(()),
            },
            _ => Ok(()),
        }
    }

    fn declare(&mut self, name: &str, bits: u32, signal: IdCode, line: u64) -> Result<(), VcdError> {
        let name = name.rsplit(['.', '/']).next().unwrap_or(name);
        let Some(pin) = PinId::ALL.into_iter().find(|pin| pin.name().eq_ignore_ascii_case(name)) else { return Ok(()) };
        if bits != 1 {
            return Err(VcdError::NotOneBit { line, pin });
        }
        match self.signals[pin.index()].replace(signal) {
            Some(other) if other != signal => Err(VcdError::TwoSignals { line, pin }),
            _ => Ok(()),
        }
    }

    fn set_time(&mut self, time: u64, line: u64) -> Result<(), VcdError> {
        let (number, unit) = self.timescale;
        let ns = u128::from(time) * u128::from(number) * 1_000_000_000 / u128::from(unit.divisor());
        let time_ns = u64::try_from(ns).map_err(|_| VcdError::TimeTooLate { line })?;
        if time_ns < self.time_ns {
            return Err(VcdError::TimeGoesBack { line });
        }
        self.time_ns = time_ns;
        Ok(())
    }

    fn change(&mut self, signal: IdCode, value: Value, line: u64) -> Result<(), VcdError> {
        let level = match value {
            Value::V0 => Some(Level::Low),
            Value::V1 => Some(Level::High),
            Value::X | Value::Z => None,
        };
        for pin in PinId::ALL.into_iter().filter(|pin| self.signals[pin.index()] == Some(signal)) {
            if self.changes.len() == MAX_CHANGES {
                return Err(VcdError::TooManyChanges { line });
            }
            self.changes.push(Change { time_ns: self.time_ns, pin, level });
        }
        Ok(())
    }

    fn finish(self) -> Result<Vec<Change>, VcdError> {
        if self.signals.iter().all(Option::is_none) { Err(VcdError::NoPin) } else { Ok(self.changes) }
    }
}
