//! The commands of `cargo xtask`, and the functions that they share with the bridge.

pub mod arguments;
pub mod bench;
pub mod bridge;
pub mod build;
mod files;
mod fingerprint;
pub mod flash;
pub mod fuzz;
pub mod image;
mod library;
pub mod mutate;
pub mod page;
pub mod paths;
pub mod play;
pub mod process;
pub mod qemu;
pub mod serial_ports;
pub mod serve;
mod setup;
pub mod site;
pub mod size;
mod steps;
pub mod test;
pub mod tidy;
pub mod tools;
mod wasm;
mod workflows;
