//! The vcd program: what reads and writes VCD for the engine, which loads it when a person first wants a file.

fn main() {}

#[cfg(target_arch = "wasm32")]
mod exports {
    use pinscope_emulator::trace::{Trace, vcd};
    use pinscope_protocol::{Recorded, Recording};
    use wasm_bindgen::prelude::*;

    /// A [`Recorded`] as a VCD file; nothing if it is of another build.
    #[wasm_bindgen]
    pub fn write(recorded: &[u8]) -> Option<String> {
        let Recorded::<Trace> { trace, profile, now_ns } = pinscope_protocol::decode(recorded)?;
        Some(vcd::write_trace(&trace, profile, now_ns))
    }

    /// The [`Recording`] that a VCD file is.
    #[wasm_bindgen]
    pub fn read(text: &str) -> Vec<u8> {
        let recording: Recording = vcd::read(text).map_err(|error| (error.kind().to_owned(), error.to_string()));
        pinscope_protocol::encode(&recording)
    }
}
