//! Loads the program `vcd` and runs its jobs.

use js_sys::Promise;
use pinscope_protocol::VcdChanges;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use crate::error::ApiError;
use crate::vcd::{VcdJob, VcdResult};

/// The URL of the program, relative to the engine's.
const PROGRAM: &str = "./vcd.js";

#[wasm_bindgen]
extern "C" {
    /// Calls JavaScript's `import()`, which loads a program once.
    fn import(path: &str) -> Promise;

    type Program;
    #[wasm_bindgen(method, js_name = default)]
    fn start(this: &Program) -> Promise;
    #[wasm_bindgen(method, catch)]
    fn write(this: &Program, trace: &[u8]) -> Result<Option<String>, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn read(this: &Program, text: &str) -> Result<Vec<u8>, JsValue>;
}

/// Runs a job and calls `on_result` when it has finished.
pub fn spawn(job: VcdJob, on_result: impl FnOnce(Result<VcdResult, ApiError>) + 'static) {
    spawn_local(async move { on_result(run(job).await) });
}

async fn run(job: VcdJob) -> Result<VcdResult, ApiError> {
    let program = load().await.map_err(|_| not_loaded())?;
    match job {
        VcdJob::Write(trace) => program.write(&trace).ok().flatten().map(VcdResult::Written).ok_or_else(other_build),
        VcdJob::Read(text) => {
            let bytes = program.read(&text).map_err(|_| other_build())?;
            let changes: VcdChanges = pinscope_protocol::decode(&bytes).ok_or_else(other_build)?;
            changes.map(VcdResult::Read).map_err(|(kind, message)| ApiError::new(kind, message))
        }
    }
}

async fn load() -> Result<Program, JsValue> {
    let program: Program = JsFuture::from(import(PROGRAM)).await?.unchecked_into();
    JsFuture::from(program.start()).await?;
    Ok(program)
}

/// Returns the error if the program could not be loaded.
fn not_loaded() -> ApiError {
    unavailable("The VCD reader could not be loaded. Check your connection and try again.")
}

/// Returns the error if the program is of another build than the engine.
fn other_build() -> ApiError {
    unavailable("The VCD reader is of another version than the page. Reload the page.")
}

/// Returns the error for a file that is wanted while a script runs: the worker cannot load a program then.
pub fn blocked_by_script() -> ApiError {
    unavailable("The VCD reader cannot be loaded while a script runs. Stop the script first.")
}

fn unavailable(message: &str) -> ApiError {
    ApiError::new("Unavailable", message)
}
