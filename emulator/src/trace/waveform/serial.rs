//! The characters on the lines of UARTs, for the lanes of a waveform.

use pinscope_core::PinId;

use super::{CharacterSpan, Waveform};
use crate::trace::Trace;
use crate::uart::{SerialCharacter, SerialFormat};

/// Minimum width at which characters are shown, in columns.
const MIN_COLUMNS: f64 = 8.0;

impl Waveform {
    /// Adds the baud rate of a UART to the lane of `pin`, and the characters there if they are wide enough to be shown.
    pub fn add_characters(&mut self, trace: &Trace, pin: PinId, format: SerialFormat) {
        let (from_ns, ns_per_column, columns) = (self.from_ns, self.ns_per_column, self.columns);
        let to_ns = self.to_ns().min(self.now_ns as f64).max(0.0) as u64;
        let Some(lane) = self.lanes.get_mut(pin.index()) else { return };
        lane.baud = Some(format.baud());
        if format.character_ns() as f64 >= MIN_COLUMNS * ns_per_column {
            let column = |time_ns: u64| ((time_ns as f64 - from_ns) / ns_per_column).clamp(0.0, columns.into()) as u16;
            let characters = format.decode_around(trace, pin, from_ns.max(0.0) as u64, to_ns);
            let span = |&SerialCharacter { from_ns, to_ns, data, is_damaged }: &SerialCharacter| CharacterSpan {
                from: column(from_ns),
                to: column(to_ns),
                data,
                is_damaged,
            };
            lane.characters = characters.iter().map(span).collect();
        }
    }
}
