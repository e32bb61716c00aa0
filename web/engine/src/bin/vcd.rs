//! The program that reads and writes VCD files. `vcd_worker.js` runs it in a worker of its own, which the page starts
//! when it first wants a file.

fn main() {}

#[cfg(target_arch = "wasm32")]
mod exports {
    use pinscope_emulator::trace::Trace;
    use pinscope_emulator::trace::vcd::{self, Recording};
    use pinscope_protocol::{BUILD, Request, TraceExport};
    use wasm_bindgen::prelude::*;

    /// The reason why a file is neither read nor written.
    #[wasm_bindgen(getter_with_clone)]
    pub struct Refusal {
        /// The kind of the error.
        pub kind: String,
        /// The message of the error.
        pub message: String,
    }

    /// A file that was read.
    #[wasm_bindgen(getter_with_clone)]
    pub struct Replay {
        /// The encoded [`Request`] with which the engine replays the file.
        pub request: Vec<u8>,
        /// The number of changes.
        pub count: usize,
        /// The parts of the file that are not replayed, as a part of a sentence.
        pub passed_over: Option<String>,
    }

    /// Returns an encoded [`TraceExport`] of a page of this build as a VCD file.
    #[wasm_bindgen]
    pub fn write(build: &str, trace: &[u8]) -> Result<String, Refusal> {
        check_build(build)?;
        let TraceExport::<Trace> { trace, profile, now_ns } =
            pinscope_protocol::decode(trace).ok_or_else(other_build)?;
        Ok(vcd::write_trace(&trace, profile, now_ns))
    }

    /// Reads a VCD file for the call with this number, which a page of this build has made.
    #[wasm_bindgen]
    pub fn read(build: &str, text: &str, call: f64) -> Result<Replay, Refusal> {
        check_build(build)?;
        let Recording { changes, passed_over } =
            vcd::read(text).map_err(|error| Refusal { kind: error.kind().to_owned(), message: error.to_string() })?;
        let count = changes.len();
        Ok(Replay { request: pinscope_protocol::encode(&Request::Replay { call, changes }), count, passed_over })
    }

    /// Refuses a page of another build, because it encodes its messages differently.
    fn check_build(build: &str) -> Result<(), Refusal> {
        if build == BUILD { Ok(()) } else { Err(other_build()) }
    }

    fn other_build() -> Refusal {
        let message = "The VCD reader is of another version than the page. Reload the page.".to_owned();
        Refusal { kind: "Unavailable".to_owned(), message }
    }
}
