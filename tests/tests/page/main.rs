//! The built page, end to end, in headless Chromium.
#![cfg(not(target_arch = "wasm32"))]

mod automation;
mod hands;
mod refusals;
mod sentences;
mod sleep;
mod start;
