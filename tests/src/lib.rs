//! The targets on which the specification runs, and the tools that several tests share.

#[cfg(not(target_arch = "wasm32"))]
pub mod browser;
pub mod colour;
pub mod hd44780;
#[cfg(not(target_arch = "wasm32"))]
pub mod image;
pub mod playground;
#[cfg(not(target_arch = "wasm32"))]
pub mod qemu;
pub mod recorder;
pub mod scenario;
