//! The program that runs an image in the engine's worker. It has the processor and the memory; the board is in the
//! engine, whose functions it calls. It is loaded when the tab of the firmware is first used.

#[cfg(target_arch = "wasm32")]
mod board;
#[cfg(target_arch = "wasm32")]
mod exports;

fn main() {}
