//! The program that `index.html` starts. It does something only in a browser.

fn main() {
    #[cfg(target_arch = "wasm32")]
    pinscope_ui::start();
}
