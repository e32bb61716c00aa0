//! The built page, end to end, in headless browsers.
#![cfg(not(target_arch = "wasm32"))]

mod anywhere;
mod automation;
mod axe;
mod board;
mod bridge;
mod cable;
mod everyone;
mod forgotten;
mod hands;
mod inspector;
mod keep;
mod network;
mod panels;
mod refusals;
mod script;
mod sentences;
mod serial;
mod sleep;
mod start;
mod time;
mod timeline;
mod views;
