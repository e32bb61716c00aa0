//! The program that reads and writes VCD files for the engine. It is loaded when the first file is wanted.

fn main() {}

#[cfg(target_arch = "wasm32")]
mod exports {
    use pinscope_emulator::trace::{Trace, vcd};
    use pinscope_protocol::{TraceExport, VcdChanges};
    use wasm_bindgen::prelude::*;

    /// Returns an encoded [`TraceExport`] as a VCD file, or `None` if another build has encoded it.
    #[wasm_bindgen]
    pub fn write(trace_export: &[u8]) -> Option<String> {
        let TraceExport::<Trace> { trace, profile, now_ns } = pinscope_protocol::decode(trace_export)?;
        Some(vcd::write_trace(&trace, profile, now_ns))
    }

    /// Returns the encoded [`VcdChanges`] of a VCD file.
    #[wasm_bindgen]
    pub fn read(text: &str) -> Vec<u8> {
        let changes: VcdChanges = vcd::read(text)
            .map(|recording| recording.changes)
            .map_err(|error| (error.kind().to_owned(), error.to_string()));
        pinscope_protocol::encode(&changes)
    }
}
