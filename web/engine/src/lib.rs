//! Runs the emulated board in a Web Worker, or connects to a physical board in its place. Both answer the messages of
//! `pinscope-protocol`, so the page does not depend on which of them it has.

#![cfg(target_arch = "wasm32")]

pub mod api;
pub mod arguments;
mod autosave;
mod checkpoint;
pub mod command_call;
pub mod device;
pub mod error;
pub mod json;
pub mod messages;
mod real_time;
mod script;
pub mod session;
pub mod vcd;
pub mod worker;
