//! The ui program.

fn main() {
    #[cfg(target_arch = "wasm32")]
    pinscope_web::ui::start();
}
