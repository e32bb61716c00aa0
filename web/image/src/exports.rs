//! The functions of this program that `web/js/image_host.js` calls.

use std::cell::RefCell;

use pinscope_image::{Image, ImageRunner, Progress, RunState, image_hash};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::board::EngineBoard;

/// Number of slices of one call, and maximum number of cycles of a slice: together they take about a millisecond.
const SLICES: u32 = 100;
const MAX_CYCLES: u64 = 50_000;

thread_local! {
    /// The image that runs.
    static RUNNER: RefCell<Option<(ImageRunner, EngineBoard)>> = const { RefCell::new(None) };
}

fn with_runner<T>(default: T, work: impl FnOnce(&mut ImageRunner, &mut EngineBoard) -> T) -> T {
    RUNNER.with_borrow_mut(|runner| match runner {
        Some((runner, board)) => work(runner, board),
        None => default,
    })
}

/// Reads a file as an image, which begins with the next reset of the board. Returns the reason if it is refused.
#[wasm_bindgen]
pub fn load(file: &[u8]) -> Option<String> {
    match Image::parse(file) {
        Ok(image) => {
            RUNNER.set(Some((ImageRunner::new(image), EngineBoard::default())));
            None
        }
        Err(refusal) => Some(refusal.to_string()),
    }
}

/// Returns the hash of a file, by which another file of the same name is recognized.
#[wasm_bindgen]
pub fn hash(file: &[u8]) -> u64 {
    image_hash(file)
}

/// Lets the image run for about a millisecond. Returns whether it has to be called again at once.
#[wasm_bindgen]
pub fn run() -> bool {
    with_runner(false, |runner, board| runner.run(board, SLICES, MAX_CYCLES) == Progress::Behind)
}

/// Executes one instruction. Returns false if there is none to execute.
#[wasm_bindgen]
pub fn step() -> bool {
    with_runner(false, |runner, board| runner.step(board))
}

/// Returns the activity of the image: `running`, `waiting`, `asleep` or `stopped`.
#[wasm_bindgen]
pub fn state() -> String {
    let name = |state: &RunState| match state {
        RunState::Running => "running",
        RunState::Waiting => "waiting",
        RunState::Asleep => "asleep",
        RunState::Stopped(_) => "stopped",
    };
    with_runner("", |runner, _| name(runner.state())).to_owned()
}

/// Returns the sentence about the reason why the image has stopped, or about its last fault. It may be empty.
#[wasm_bindgen]
pub fn sentence() -> String {
    with_runner(String::new(), |runner, _| match (runner.state(), runner.fault()) {
        (RunState::Stopped(reason), _) => reason.clone(),
        (_, Some(fault)) => fault.sentence.clone(),
        _ => String::new(),
    })
}

/// Returns the registers R0 to R15 and the xPSR.
#[wasm_bindgen]
pub fn registers() -> Vec<u32> {
    with_runner(Vec::new(), |runner, _| {
        let cpu = runner.cpu();
        (0..16).map(|number| cpu.register(number)).chain([cpu.xpsr()]).collect()
    })
}

/// Returns the instructions from the program counter on, one a line: address, function and instruction, with tabs
/// between them.
#[wasm_bindgen]
pub fn disassembly(count: u32) -> String {
    with_runner(String::new(), |runner, _| runner.disassembly(count))
}

/// Returns the places in the calls that have led to the program counter, the innermost first, one a line.
#[wasm_bindgen]
pub fn call_stack() -> String {
    with_runner(String::new(), |runner, _| runner.call_stack().join("\n"))
}
