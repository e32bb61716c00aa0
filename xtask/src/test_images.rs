//! `cargo xtask test-images` builds the C programs and the async program that the tests run as images. They are
//! committed, so that no other build needs their compilers.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::process::{cargo, output_if_successful, program, run};
use crate::setup::{self, FIRMWARE_TARGET};
use crate::{image, paths};

const C_COMPILER: &str = "arm-none-eabi-gcc";

/// The options for C. The floating-point unit is one that a CC3200 does not have, so the library calculates.
const C_OPTIONS: [&str; 12] = [
    "-mcpu=cortex-m4",
    "-mthumb",
    "-mfloat-abi=soft",
    "-std=c11",
    "-Wall",
    "-Wextra",
    "-Werror",
    "-nostartfiles",
    "-Wl,--gc-sections",
    "-Wl,-n",
    "-Wl,--strip-debug",
    "-Ttests/images/c/image.ld",
];

/// Maximum size of a committed image in bytes.
const MAX_SIZE: usize = 100_000;

/// Builds every image in `tests/images/`.
pub fn build() -> Result<()> {
    ensure!(
        has_c_library(),
        "{C_COMPILER} or its C library is missing: install both, in Debian with `apt-get install gcc-arm-none-eabi \
         libnewlib-arm-none-eabi`"
    );
    setup::rust_target(FIRMWARE_TARGET)?;
    for (level, name) in [("-O0", "c-O0"), ("-Os", "c-Os")] {
        let built = paths::target().join(format!("{name}.elf"));
        let sources = ["tests/images/c/startup.c", "tests/images/c/main.c"];
        run(program(C_COMPILER).args(C_OPTIONS).arg(level).args(sources).arg("-lm").arg("-o").arg(&built))?;
        commit(&built, name)?;
    }
    let target = paths::target().join("test-images");
    let build = ["build", "--release", "--locked", "--manifest-path=tests/images/async/Cargo.toml", "--target"];
    run(cargo(&build).arg(FIRMWARE_TARGET).env("CARGO_TARGET_DIR", &target))?;
    commit(&target.join(FIRMWARE_TARGET).join("release/async"), "async")
}

/// Returns true if the C compiler is there and finds its library. It prints the bare name of a file that is not there.
fn has_c_library() -> bool {
    let printed = output_if_successful(program(C_COMPILER).arg("-print-file-name=libc.a"));
    printed.is_some_and(|path| path.trim() != "libc.a")
}

/// Copies a built image to the folder of the committed ones.
fn commit(built: &Path, name: &str) -> Result<()> {
    let contents = fs::read(built).with_context(|| format!("cannot read {}", built.display()))?;
    let path = paths::path("tests/images").join(format!("{name}.elf"));
    let shown = image::relative(&path);
    ensure!(contents.len() < MAX_SIZE, "{} has {} bytes, and at most {MAX_SIZE} are committed", name, contents.len());
    fs::write(&path, &contents).with_context(|| format!("cannot write {}", shown.display()))?;
    println!("{} has {} bytes", shown.display(), contents.len());
    Ok(())
}
