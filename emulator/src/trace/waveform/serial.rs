//! The characters on the lines of UARTs, for the lanes of a waveform.

use pinscope_core::PinId;

use super::{CharacterSpan, Waveform};
use crate::trace::Trace;
use crate::uart::{self, SerialCharacter, SerialFormat};

/// Minimum width at which characters are shown, in columns.
const MIN_COLUMNS: f64 = 8.0;
/// Maximum number of baud rates of a lane.
const MAX_BAUDS: usize = 8;

impl Waveform {
    /// Adds to each lane the baud rates of the UART whose line it was, and the characters there that are wide enough to
    /// be shown. Each is decoded with the settings that the UART had when it began.
    pub fn add_characters(&mut self, trace: &Trace) {
        let (view_ns, ns_per_column, columns) = (self.from_ns, self.ns_per_column, self.columns);
        let from_ns = view_ns.max(0.0) as u64;
        let to_ns = self.to_ns().min(self.now_ns as f64).max(0.0) as u64;
        let column = |time_ns: u64| ((time_ns as f64 - view_ns) / ns_per_column).clamp(0.0, columns.into()) as u16;
        let is_wide = |character_ns: u64| character_ns as f64 >= MIN_COLUMNS * ns_per_column;
        for (pin, lane) in PinId::ALL.into_iter().zip(&mut self.lanes) {
            let formats = trace.line_formats(pin);
            let visible: Vec<SerialFormat> = formats.between(from_ns, to_ns).collect();
            for baud in visible.iter().map(SerialFormat::baud) {
                if !lane.bauds.contains(&baud) && lane.bauds.len() < MAX_BAUDS {
                    lane.bauds.push(baud);
                }
            }
            if visible.iter().any(|format| is_wide(format.character_ns())) {
                let characters = uart::decode_around(trace, pin, &formats, from_ns, to_ns);
                let span = |&SerialCharacter { from_ns, to_ns, data, is_damaged }: &SerialCharacter| {
                    let span = CharacterSpan { from: column(from_ns), to: column(to_ns), data, is_damaged };
                    is_wide(to_ns - from_ns).then_some(span)
                };
                lane.characters = characters.iter().filter_map(span).collect();
            }
        }
    }
}
