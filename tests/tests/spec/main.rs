//! The specification of a pin, tested on the emulated board: natively, and as WebAssembly in a browser.

mod api_surface;
mod bench;
mod clock;
mod demo;
mod examples;
mod fields;
mod floating;
mod hal;
mod interrupts;
mod links;
mod mcu_init;
mod open_drain;
mod pending;
mod peripherals;
mod primask;
mod rails;
mod refusals;
mod registers;
mod reset;
mod reset_cause;
mod resume;
mod scripts;
mod settings;
mod share;
mod sleep;
mod sources;
mod time;
mod vcd;
mod vcd_files;
mod wake_button;
mod wake_slot;
mod why;
mod write_order;

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
