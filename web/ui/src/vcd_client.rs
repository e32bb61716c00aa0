//! Connects the page to the worker that reads and writes VCD files (`web/js/vcd_worker.js`).

use js_sys::{Object, Uint8Array};
use pinscope_protocol::BUILD;
use wasm_bindgen::prelude::JsValue;
use yew::Callback;

use crate::calls::{field, set};
use crate::module_worker::ModuleWorker;

const SCRIPT: &str = "./vcd_worker.js";
const NOT_LOADED: &str = "The VCD reader could not be loaded. Check your connection and try again.";

/// A message from the worker, with which a job ends.
#[derive(Debug)]
pub enum VcdMessage {
    /// The answer to the call, for `boot.js`: the file that was written, or an error.
    Answer(JsValue),
    /// A file was read, and the engine has to replay it.
    Replay(Replay),
    /// The worker cannot be loaded or has stopped, for this reason.
    Failed(String),
}

/// A file that was read.
#[derive(Debug)]
pub struct Replay {
    /// The call of `replay`.
    pub call: JsValue,
    /// The request for the engine, encoded.
    pub request: Vec<u8>,
    /// The number of changes.
    pub count: u64,
    /// The parts of the file that are not replayed, as a part of a sentence.
    pub passed_over: Option<String>,
}

/// The worker. It carries out its jobs in the order in which it receives them.
#[derive(Debug)]
pub struct VcdClient(ModuleWorker);

impl VcdClient {
    /// Starts the worker.
    ///
    /// # Errors
    /// Returns the reason if the browser cannot start it.
    pub fn start(on_message: Callback<VcdMessage>) -> Result<Self, String> {
        let on_error = on_message.reform(|message: Option<String>| VcdMessage::Failed(reason(message)));
        let worker = ModuleWorker::start(SCRIPT, on_message.reform(|message: JsValue| parse(&message)), on_error);
        worker.map(Self).map_err(|_| NOT_LOADED.to_owned())
    }

    /// Has a trace written as a file. `trace` is the `{id, trace}` that the engine has sent.
    pub fn write(&self, trace: &JsValue) {
        self.post(&field(trace, "id"), "trace", &field(trace, "trace"));
    }

    /// Has a file read for a call of `replay`.
    pub fn read(&self, call: &JsValue, text: &JsValue) {
        self.post(&field(call, "id"), "text", text);
    }

    fn post(&self, id: &JsValue, key: &str, value: &JsValue) {
        let job = Object::new();
        set(&job, "id", id);
        set(&job, "build", &BUILD.into());
        set(&job, key, value);
        self.0.post(&job);
    }
}

fn parse(message: &JsValue) -> VcdMessage {
    let (answer, replay) = (field(message, "answer"), field(message, "replay"));
    if answer.is_object() {
        VcdMessage::Answer(answer)
    } else if replay.is_object() {
        VcdMessage::Replay(Replay {
            request: Uint8Array::new(&field(&replay, "request")).to_vec(),
            count: field(&replay, "count").as_f64().unwrap_or_default() as u64,
            passed_over: field(&replay, "passed_over").as_string(),
            call: replay,
        })
    } else {
        VcdMessage::Failed(reason(field(message, "failed").as_string()))
    }
}

/// Returns the reason of a failure, from the message of an error in the worker's program if there was one.
fn reason(error: Option<String>) -> String {
    match error {
        None => NOT_LOADED.to_owned(),
        Some(error) => format!("The VCD reader has stopped because of an error in its program ({error}). Try again."),
    }
}
