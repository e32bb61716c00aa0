//! The program that connects the page to a physical board. It runs in a Web Worker in place of the engine, and
//! `device_worker.js` starts it.

fn main() {
    #[cfg(target_arch = "wasm32")]
    pinscope_engine::device::worker::run();
}
