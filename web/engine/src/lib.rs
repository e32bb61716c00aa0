//! Runs the emulated board in a Web Worker, or connects to a physical board in its place. Both answer the messages of
//! `pinscope-protocol`, so the page does not depend on which of them it has.
//!
//! [`session::Engine`] and [`device::DeviceSession`] are plain Rust: they get messages and the time, and return the
//! actions that their worker carries out. Only the modules for `target_arch = "wasm32"` access the browser.

mod answers;
mod api;
mod arguments;
mod autosave;
mod checkpoint;
mod clock;
mod command_call;
pub mod device;
mod error;
mod files;
mod frame;
mod frame_scheduler;
mod ignored_edges;
mod image;
mod parameters;
mod real_time;
mod script;
mod serial_call;
pub mod session;
mod stimulus_call;
#[cfg(test)]
mod test_support;
mod timeline;

#[cfg(target_arch = "wasm32")]
pub mod messages;
#[cfg(target_arch = "wasm32")]
pub mod worker;
