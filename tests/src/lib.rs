//! One specification, and the targets it runs on.

pub mod scenario;

pub mod playground;

pub mod hd44780;

pub mod recorder;

pub mod colour;

#[cfg(not(target_arch = "wasm32"))]
pub mod qemu;

#[cfg(not(target_arch = "wasm32"))]
pub mod browser;
