//! Adds this folder to the linker's search path. The linker then finds `memory.x` and `device.x` for the programs of
//! this package and for every program that uses the library. The link arguments apply only to the programs of this
//! package, because Cargo does not pass them on; other programs repeat them in their own `build.rs`.

fn main() {
    println!("cargo::rustc-link-search={}", env!("CARGO_MANIFEST_DIR"));
    println!("cargo::rustc-link-arg=-Tlink.x");
    // This turns off page alignment. Otherwise the headers of the ELF file would be loaded below the image.
    println!("cargo::rustc-link-arg=--nmagic");
    println!("cargo::rerun-if-changed=memory.x");
    println!("cargo::rerun-if-changed=device.x");
}
