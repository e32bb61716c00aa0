//! The cable program: a real board, spoken to in a Web Worker, in place of the engine.

fn main() {
    #[cfg(target_arch = "wasm32")]
    pinscope_engine::device::worker::run();
}
