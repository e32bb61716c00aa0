//! The built page, end to end, in headless Chromium.
#![cfg(not(target_arch = "wasm32"))]

use anyhow::Result;
use pinscope_tests::browser::Page;
use pinscope_tests::script;

#[test]
fn edges_interrupt_and_toggle_the_led() -> Result<()> {
    script::play(&mut Page::open()?)
}
