//! Links with the linker script of cortex-m-rt, which includes the firmware's layout of memory.

fn main() {
    println!("cargo::rustc-link-arg=-Tlink.x");
    // This turns off page alignment. Otherwise the headers of the ELF file would be loaded below the image.
    println!("cargo::rustc-link-arg=--nmagic");
}
