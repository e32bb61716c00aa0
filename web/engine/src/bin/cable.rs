//! The program that connects a physical board, in a Web Worker, in place of the engine. `cable_loader.js` starts it.

fn main() {
    #[cfg(target_arch = "wasm32")]
    pinscope_engine::device::worker::run();
}
