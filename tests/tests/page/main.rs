//! The built page, end to end, in headless browsers.
#![cfg(not(target_arch = "wasm32"))]

mod automation;
mod axe;
mod board;
mod everyone;
mod hands;
mod inspector;
mod keep;
mod refusals;
mod sleep;
mod start;
mod states;
mod timeline;
mod views;
