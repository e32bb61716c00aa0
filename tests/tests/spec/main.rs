//! What a pin must do, on the emulated board: natively, and as WebAssembly in a browser.

mod bench;
mod demo;
mod interrupts;
mod refusals;
mod settings;
mod sleep;
mod sources;
mod time;
mod why;

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
