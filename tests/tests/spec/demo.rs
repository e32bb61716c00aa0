//! The demo on the emulated board passes the scenario of all targets.

use pinscope_tests::{playground, scenario};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[test]
fn edges_interrupt_and_toggle_the_led() {
    scenario::run(&mut playground::demo()).expect("the emulated board passes the scenario");
}
