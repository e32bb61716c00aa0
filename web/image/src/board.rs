//! The board of the image, which is in the engine. Each call of it passes through JavaScript.

use pinscope_image::{Board, BusError, ExceptionChange, InterruptLines};
use wasm_bindgen::prelude::wasm_bindgen;

// The numbers below are shared with `web/engine/src/image.rs`.

/// The access was a bus fault.
const IS_FAULT: u32 = 1;
/// The levels of the interrupt lines have changed.
const HAS_NEW_LINES: u32 = 2;
/// The processor must not execute another instruction now.
const ENDS_SLICE: u32 = 4;
/// Number of words that hold the interrupt lines.
const LINE_WORDS: usize = 6;

/// The exception number of interrupt 0.
const FIRST_INTERRUPT: u16 = 16;

/// The functions of the engine, which `web/js/image_host.js` makes available as the object `board`.
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = board)]
    fn image_time() -> f64;
    #[wasm_bindgen(js_namespace = board)]
    fn image_limit() -> f64;
    #[wasm_bindgen(js_namespace = board)]
    fn image_next_event() -> f64;
    #[wasm_bindgen(js_namespace = board)]
    fn image_advance(to_ns: f64);
    #[wasm_bindgen(js_namespace = board)]
    fn image_is_awake() -> bool;
    #[wasm_bindgen(js_namespace = board)]
    fn take_restart() -> bool;
    #[wasm_bindgen(js_namespace = board)]
    fn reset_chip();
    #[wasm_bindgen(js_namespace = board)]
    fn image_read(addr: u32, time_ns: f64) -> u32;
    #[wasm_bindgen(js_namespace = board)]
    fn image_word() -> u32;
    #[wasm_bindgen(js_namespace = board)]
    fn image_write(addr: u32, word: u32, time_ns: f64) -> u32;
    #[wasm_bindgen(js_namespace = board)]
    fn image_changes() -> u32;
    #[wasm_bindgen(js_namespace = board)]
    fn image_lines(index: usize) -> u32;
    #[wasm_bindgen(js_namespace = board)]
    fn image_entered(interrupt: u32, time_ns: f64) -> u32;
    #[wasm_bindgen(js_namespace = board)]
    fn image_returned(interrupt: u32, time_ns: f64);
    #[wasm_bindgen(js_namespace = board)]
    fn image_wrote_nvic(addr: u32, word: u32);
}

/// The board in the engine.
#[derive(Default)]
pub struct EngineBoard {
    /// The changes that the processor has yet to take in, as bits.
    changes: u32,
}

impl EngineBoard {
    fn after_access(&mut self, changes: u32) -> Result<(), BusError> {
        self.changes = changes;
        if changes & IS_FAULT != 0 { Err(BusError) } else { Ok(()) }
    }
}

impl Board for EngineBoard {
    fn time_ns(&mut self) -> u64 {
        image_time() as u64
    }

    fn limit_ns(&mut self) -> u64 {
        image_limit() as u64
    }

    /// A number that is too large, as infinity is, becomes `u64::MAX`.
    fn next_event_ns(&mut self) -> u64 {
        let next_ns = image_next_event() as u64;
        self.changes = image_changes();
        next_ns
    }

    fn advance(&mut self, time_ns: u64) {
        image_advance(time_ns as f64);
    }

    fn is_awake(&mut self) -> bool {
        image_is_awake()
    }

    fn take_restart(&mut self) -> bool {
        take_restart()
    }

    fn reset(&mut self) {
        reset_chip();
    }

    fn read(&mut self, address: u32, time_ns: u64) -> Result<u32, BusError> {
        let changes = image_read(address, time_ns as f64);
        self.after_access(changes).map(|()| image_word())
    }

    fn write(&mut self, address: u32, word: u32, time_ns: u64) -> Result<(), BusError> {
        let changes = image_write(address, word, time_ns as f64);
        self.after_access(changes)
    }

    fn changed_lines(&mut self) -> Option<InterruptLines> {
        if self.changes & HAS_NEW_LINES == 0 {
            return None;
        }
        self.changes &= !HAS_NEW_LINES;
        let words: [u32; LINE_WORDS] = std::array::from_fn(image_lines);
        Some(InterruptLines::from_words(&words))
    }

    fn ends_slice(&mut self) -> bool {
        self.changes & ENDS_SLICE != 0
    }

    /// The exceptions of the processor itself, such as SysTick, are not shown on the board.
    fn on_exception(&mut self, change: ExceptionChange, time_ns: u64) {
        match change {
            ExceptionChange::Entered(number @ FIRST_INTERRUPT..) => {
                self.changes |= image_entered((number - FIRST_INTERRUPT).into(), time_ns as f64);
            }
            ExceptionChange::Returned(number @ FIRST_INTERRUPT..) => {
                image_returned((number - FIRST_INTERRUPT).into(), time_ns as f64);
            }
            _ => {}
        }
    }

    fn on_system_write(&mut self, address: u32, word: u32) {
        image_wrote_nvic(address, word);
    }
}
