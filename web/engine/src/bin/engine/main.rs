//! The program of the engine, which runs the emulated board in a Web Worker.

#[cfg(target_arch = "wasm32")]
mod script;

fn main() {
    #[cfg(target_arch = "wasm32")]
    pinscope_engine::worker::run();
}
