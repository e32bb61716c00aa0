//! The program of the page.

fn main() {
    #[cfg(target_arch = "wasm32")]
    pinscope_ui::start();
}
