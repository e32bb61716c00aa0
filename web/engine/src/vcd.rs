//! VCD files. A program of its own reads and writes them, and loads when the first one is wanted.

use js_sys::Promise;
use pinscope_emulator::Change;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use crate::error::ApiError;
use pinscope_protocol::Recording;

/// Where the program is, beside the engine's own.
const PROGRAM: &str = "./vcd.js";

/// Something to do with a file.
pub enum Task {
    /// To write what these bytes are, a [`Recorded`](pinscope_protocol::Recorded).
    Write(Vec<u8>),
    /// To read this.
    Read(String),
}

/// What has come of it.
pub enum Done {
    /// The file.
    Written(String),
    /// What it says of pins.
    Read(Vec<Change>),
}

/// Who waits for it.
#[derive(Clone, Copy)]
pub enum Asker {
    /// The page, to save a file.
    Export,
    /// The page, which was given one.
    Import,
    /// The call of `window.pinscope` with this number.
    Call(f64),
}

#[wasm_bindgen]
extern "C" {
    /// JavaScript's own: a program that is there already is not loaded again.
    fn import(path: &str) -> Promise;

    type Program;
    #[wasm_bindgen(method, js_name = default)]
    fn start(this: &Program) -> Promise;
    #[wasm_bindgen(method, catch)]
    fn write(this: &Program, recorded: &[u8]) -> Result<Option<String>, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn read(this: &Program, text: &str) -> Result<Vec<u8>, JsValue>;
}

impl Task {
    /// Has the program do it, and tells what has come of it.
    pub fn begin(self, tell: impl FnOnce(Result<Done, ApiError>) + 'static) {
        spawn_local(async move { tell(self.carry_out().await) });
    }

    async fn carry_out(self) -> Result<Done, ApiError> {
        let program = program().await.map_err(|_| missing("cannot be loaded; it takes a network once"))?;
        match self {
            Self::Write(recorded) => program.write(&recorded).ok().flatten().map(Done::Written),
            Self::Read(text) => {
                match program.read(&text).ok().and_then(|bytes| pinscope_protocol::decode::<Recording>(&bytes)) {
                    Some(Err((kind, message))) => return Err(ApiError::new(kind, message)),
                    recording => recording.and_then(Result::ok).map(Done::Read),
                }
            }
        }
        .ok_or_else(|| missing("is of another build; load the page again"))
    }
}

async fn program() -> Result<Program, JsValue> {
    let program: Program = JsFuture::from(import(PROGRAM)).await?.unchecked_into();
    JsFuture::from(program.start()).await?;
    Ok(program)
}

/// Why a script that runs must end first: nothing can load while it keeps the worker busy.
pub fn busy() -> ApiError {
    missing("cannot be loaded while a script runs; stop it first")
}

fn missing(why: &str) -> ApiError {
    ApiError::new("Unavailable", format!("what reads and writes VCD {why}"))
}
