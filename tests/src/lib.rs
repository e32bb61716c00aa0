//! One specification, and the targets it runs on.

pub mod script;

pub mod playground;

pub mod display;

pub mod recorder;

pub mod colour;

#[cfg(not(target_arch = "wasm32"))]
pub mod qemu;

#[cfg(not(target_arch = "wasm32"))]
pub mod browser;
