//! Lets the linker find `memory.x` and `device.x`, here and in every program that uses the library, and links the
//! programs of this package. Cargo does not pass link arguments on: a program elsewhere repeats the two in its own
//! `build.rs`.

fn main() {
    println!("cargo::rustc-link-search={}", env!("CARGO_MANIFEST_DIR"));
    println!("cargo::rustc-link-arg=-Tlink.x");
    // Without page alignment, or the file's own headers would be loaded below the image.
    println!("cargo::rustc-link-arg=--nmagic");
    println!("cargo::rerun-if-changed=memory.x");
    println!("cargo::rerun-if-changed=device.x");
}
