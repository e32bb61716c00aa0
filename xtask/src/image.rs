//! `cargo xtask image`: the images that are flashed, one a board, or one made of a program of one's own.

pub mod convert;

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::process::{self, cargo, program, run};
use crate::setup::{self, FIRMWARE_TARGET};
use crate::{project, qemu, serial, size};

/// A board that the firmware is built for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

    /// The board with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|board| board.name() == name)
    }

    const fn features(self) -> &'static [&'static str] {
        match self {
            Self::Wipy => &[],
            Self::Launchxl => &["--features=launchxl"],
        }
    }
}

/// Builds every board's image.
pub fn build() -> Result<()> {
    Board::ALL.into_iter().try_for_each(build_for)
}

/// Builds the image of one board.
pub fn build_for(board: Board) -> Result<()> {
    setup::rust_target(FIRMWARE_TARGET)?;
    fs::create_dir_all(project::images())?;
    // Cargo leaves the firmware of every board in the same place, so another xtask may not build until it is copied.
    let lock = File::create(project::images().join("lock"))?;
    lock.lock()?;
    println!("Building the firmware for {}", board.name());
    let build = ["build", "--profile=firmware", "--package=pinscope-firmware", "--bins", "--target", FIRMWARE_TARGET];
    run(cargo(&build).args(board.features()))?;
    let elf = file(board, "elf");
    let built = fs::read(project::firmware()).context("cargo has not left the firmware where it was expected")?;
    replace(&elf, &built)?;
    convert(&elf, &built, board == Board::Wipy)
}

/// Builds the examples that the tests run, and beside one of them the same functions by a C compiler.
pub fn build_examples() -> Result<()> {
    setup::test_packages()?;
    println!("Building the firmware's examples");
    let build = ["build", "--profile=firmware", "--package=pinscope-firmware", "--examples"];
    run(&mut cargo(&[&build[..], &["--target", FIRMWARE_TARGET]].concat()))?;
    for example in ["blink", "cost"] {
        let built = project::path("target/thumbv7m-none-eabi/firmware/examples").join(example);
        let elf = project::images().join(format!("{example}.elf"));
        fs::copy(built, elf).with_context(|| format!("cannot keep the example {example}"))?;
    }
    let mut gcc = program("arm-none-eabi-gcc");
    gcc.args(["-O2", "-mcpu=cortex-m3", "-mthumb", "-ffreestanding", "-c", "firmware/cost/pins.c", "-o"]);
    run(gcc.arg(project::images().join("cost-c.o")))
}

/// Builds every board's image, prints its size and how to run it. Given the ELF file of another program, makes the image
/// of that one instead.
pub fn report(program: Option<PathBuf>) -> Result<()> {
    let Some(program) = program else {
        build()?;
        size::firmware()?;
        let [wipy, launchxl] = Board::ALL.map(|board| file(board, "elf"));
        println!("\n{}\n{}\n{}", on_a_launchpad(None), on_a_wipy(&wipy), in_qemu(&[wipy.as_path(), &launchxl]));
        return Ok(());
    };
    let image = image_of(&program)?;
    ensure!(image != program, "{} is an image already: `cargo xtask flash` loads it", program.display());
    println!("{} is the image.\n", shown(&image));
    println!("{}\n{}\n{}", on_a_launchpad(Some(&program)), on_a_wipy(&program), in_qemu(&[&program]));
    Ok(())
}

fn on_a_launchpad(program: Option<&Path>) -> String {
    let program = program.map(|path| format!(" {}", shown(path))).unwrap_or_default();
    let port = serial::launchpad();
    format!(
        "CC3200-LAUNCHXL\n  \
         in RAM, until the next reset:\n    \
         cargo xtask flash{program}\n  \
         for good, with a jumper on SOP2 meanwhile:\n    \
         cargo xtask flash{program} --serial {port}"
    )
}

fn on_a_wipy(elf: &Path) -> String {
    let image = shown(&elf.with_extension("bin"));
    format!(
        "WiPy\n  \
         by FTP, user micro, password python, then reset:\n    \
         curl -T {image} ftp://micro:python@192.168.1.1/flash/sys/mcuimg.bin\n  \
         The new program has no FTP of its own. The way back is GP28 at 3.3 V during a reset: three seconds for the\n  \
         image before, six for the factory's."
    )
}

fn in_qemu(programs: &[&Path]) -> String {
    let line = |elf: &&Path| {
        let vectors = elf.with_extension("vectors.bin");
        format!("\n    {}", qemu::console(&relative(elf), &relative(&vectors)))
    };
    let lines: String = programs.iter().map(line).collect();
    format!("QEMU\n  with the serial line in the terminal; Ctrl-A and then X ends it:{lines}")
}

/// A file of a board: its `elf`, its `bin` or its `vectors.bin`.
pub fn file(board: Board, kind: &str) -> PathBuf {
    project::images().join(format!("{}.{kind}", board.name()))
}

/// Returns the image of a program: beside its ELF file it is made, and a file that is an image is taken as it is.
pub fn image_of(path: &Path) -> Result<PathBuf> {
    let name = path.display();
    let contents = fs::read(path).with_context(|| format!("cannot read the program {name}"))?;
    if convert::is_elf(&contents) {
        // A LaunchPad ignores the checksum that a WiPy needs.
        convert(path, &contents, true).with_context(|| format!("{name} is no program for the board"))?;
        return Ok(path.with_extension("bin"));
    }
    convert::reset_vectors(&contents).with_context(|| format!("{name} is neither an ELF file nor an image"))?;
    Ok(path.to_owned())
}

/// Puts a program's image beside its ELF file, and the image's first eight bytes, which QEMU takes from a file.
fn convert(elf: &Path, contents: &[u8], with_checksum: bool) -> Result<()> {
    let mut image = convert::image(contents)?;
    convert::reset_vectors(&image)?;
    replace(&elf.with_extension("vectors.bin"), &image[..8])?;
    if with_checksum {
        image.extend(convert::checksum(&image).into_bytes());
    }
    replace(&elf.with_extension("bin"), &image)
}

/// Writes a file at once: a QEMU that starts meanwhile reads the old contents or the new ones.
fn replace(path: &Path, contents: &[u8]) -> Result<()> {
    let unfinished = path.with_extension("unfinished");
    let written = fs::write(&unfinished, contents).and_then(|()| fs::rename(&unfinished, path));
    written.with_context(|| format!("cannot write {}", path.display()))
}

/// Returns the path as it can be pasted into a shell.
fn shown(path: &Path) -> String {
    process::quoted(&relative(path).display().to_string())
}

/// Returns the path from the folder that the person is in, if it lies below.
pub fn relative(path: &Path) -> PathBuf {
    let here = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(here).unwrap_or(path).to_owned()
}
