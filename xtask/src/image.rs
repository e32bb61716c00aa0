//! `cargo xtask image`: what is flashed, one image a board, and how it gets there.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use md5::{Digest as _, Md5};
use object::read::elf::{FileHeader as _, ProgramHeader as _};
use object::{Endianness, elf};

use crate::process::{cargo, program, run};
use crate::setup::{self, FIRMWARE_TARGET};
use crate::{project, size};

/// Where the boot loader puts an image, and where it looks for stack and entry.
const START: u32 = 0x2000_4000;

/// A board that is built for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Board {
    Wipy,
    Launchxl,
}

impl Board {
    pub const ALL: [Self; 2] = [Self::Wipy, Self::Launchxl];

    /// The name of its files.
    pub const fn name(self) -> &'static str {
        ["wipy", "launchxl"][self as usize]
    }

    const fn features(self) -> &'static str {
        ["", "launchxl"][self as usize]
    }
}

/// Builds every board's image.
pub fn build() -> Result<()> {
    setup::rust_target(FIRMWARE_TARGET)?;
    fs::create_dir_all(project::images())?;
    for board in Board::ALL {
        println!("Building the firmware for {}", board.name());
        let features = format!("--features={}", board.features());
        let build = ["build", "--profile=firmware", "--package=pinscope-firmware", "--target", FIRMWARE_TARGET];
        run(&mut cargo(&[&build[..], &[&features]].concat()))?;
        let elf = file(board, "elf");
        fs::copy(project::firmware(), &elf).with_context(|| format!("cannot write {}", elf.display()))?;
        let mut image = image(&elf)?;
        if board == Board::Wipy {
            image.extend(checksum(&image).into_bytes());
        }
        fs::write(file(board, "bin"), image)?;
    }
    Ok(())
}

/// Builds what the tests count instructions of: the core's functions, and beside them those of a C compiler.
pub fn build_cost() -> Result<()> {
    setup::test_packages()?;
    println!("Building what shows the core's cost");
    let build = ["build", "--profile=firmware", "--package=pinscope-firmware", "--example=cost"];
    run(&mut cargo(&[&build[..], &["--target", FIRMWARE_TARGET]].concat()))?;
    let built = project::path("target/thumbv7m-none-eabi/firmware/examples/cost");
    fs::copy(built, project::images().join("cost.elf")).context("cannot keep the example")?;
    let mut gcc = program("arm-none-eabi-gcc");
    gcc.args(["-O2", "-mcpu=cortex-m3", "-mthumb", "-ffreestanding", "-c", "firmware/cost/pins.c", "-o"]);
    run(gcc.arg(project::images().join("cost-c.o")))
}

/// Builds every board's image, prints its size and says how to flash it.
pub fn report() -> Result<()> {
    build()?;
    size::firmware()?;
    let [wipy, launchxl] = Board::ALL;
    let shown = |board, kind| shown(&file(board, kind));
    println!(
        "\nCC3200-LAUNCHXL\n  \
         in RAM, until the next reset:  cargo xtask flash\n  \
         for good, jumper SOP2 on, then reset without it:\n    \
         cc3200tool -p /dev/ttyUSB1 --sop2 ~dtr --reset prompt write_file {} /sys/mcuimg.bin\n\
         WiPy\n  \
         by FTP, user micro, password python, then reset:\n    \
         curl -T {} ftp://micro:python@192.168.1.1/flash/sys/mcuimg.bin\n  \
         the way back, for there is no FTP afterwards: reset with GP28 at 3.3 V, for 3 s the image before, for 6 s the\n  \
         one of the factory\n\
         {} and {} are for debuggers and QEMU.",
        shown(launchxl, "bin"),
        shown(wipy, "bin"),
        shown(wipy, "elf"),
        shown(launchxl, "elf"),
    );
    Ok(())
}

/// A file of a board: its `elf` or its `bin`.
pub fn file(board: Board, kind: &str) -> PathBuf {
    project::images().join(format!("{}.{kind}", board.name()))
}

/// Memory from [`START`] on, as the ELF file loads it. Gaps are zeros.
fn image(elf: &Path) -> Result<Vec<u8>> {
    let data = fs::read(elf)?;
    let header = elf::FileHeader32::<Endianness>::parse(&*data)?;
    let endian = header.endian()?;
    let mut image = Vec::new();
    for segment in header.program_headers(endian, &*data)? {
        let bytes = segment.data(endian, &*data).ok().context("a segment lies outside the file")?;
        if segment.p_type(endian) != elf::PT_LOAD || bytes.is_empty() {
            continue;
        }
        let place = segment.p_paddr(endian).checked_sub(START);
        let start = place.context("a segment lies below the image")? as usize;
        let end = start + bytes.len();
        ensure!(end <= 0x1_0000, "a segment lies behind any image");
        image.resize(end.max(image.len()), 0);
        image[start..end].copy_from_slice(bytes);
    }
    Ok(image)
}

/// What the WiPy's boot manager wants behind an image: its MD5 in lower-case digits.
fn checksum(image: &[u8]) -> String {
    Md5::digest(image).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The path as a person at the project's root would type it.
fn shown(path: &Path) -> String {
    path.strip_prefix(project::root()).unwrap_or(path).display().to_string()
}
