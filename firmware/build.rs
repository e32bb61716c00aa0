//! Adds this folder to the linker's search path, so that it finds `memory.x` and `device.x`, here and for every program
//! that uses the library. The link arguments hold for the programs of this package only, because Cargo does not pass
//! them on: other programs repeat them in their own `build.rs`.

fn main() {
    println!("cargo::rustc-link-search={}", env!("CARGO_MANIFEST_DIR"));
    println!("cargo::rustc-link-arg=-Tlink.x");
    // It turns page alignment off. Otherwise the file's own headers would be loaded below the image.
    println!("cargo::rustc-link-arg=--nmagic");
    println!("cargo::rerun-if-changed=memory.x");
    println!("cargo::rerun-if-changed=device.x");
}
