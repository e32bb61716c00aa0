//! A library for programs on the board: register access, bring-up of the chip, the vector table and LPDS.
//!
//! `pinscope-core` controls pins through register traits; [`Mmio`] implements these traits on the chip. A program of
//! your own needs three files:
//!
//! ```toml
//! # Cargo.toml
//! [dependencies]
//! pinscope-core = { path = "../pinscope/core" }
//! pinscope-firmware = { path = "../pinscope/firmware" }
//! ```
//!
//! ```text
//! // build.rs uses the linker script of cortex-m-rt; this library provides the memory.x that the script includes.
//! fn main() {
//!     println!("cargo::rustc-link-arg=-Tlink.x");
//!     println!("cargo::rustc-link-arg=--nmagic");
//! }
//! ```
//!
//! `src/main.rs` has a function with [`entry`], which calls [`bringup::run`] before anything else, and a panic handler;
//! `firmware/examples/blink.rs` is an example. A function with `#[interrupt]` and a name of [`Interrupt`] serves that
//! interrupt. Exceptions need a dependency on cortex-m-rt.
//!
//! Build it with `cargo build --release --target thumbv7m-none-eabi`, and run it on a LaunchPad with
//! `cargo xtask flash FILE` in Pinscope's folder. `cargo xtask image FILE` makes the `.bin` for a WiPy and prints the
//! command that runs it in QEMU.

#![no_std]

pub mod bringup;
pub mod lpds;
mod mmio;
mod vectors;

pub use cortex_m_rt::{entry, interrupt};
pub use mmio::Mmio;
pub use vectors::{Interrupt, Interrupt as interrupt};
