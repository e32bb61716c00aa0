//! `cargo xtask image` makes the images that are flashed: one for each board, or one of another program.

pub mod convert;

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::process::{self, cargo, program, run};
use crate::setup::{self, FIRMWARE_TARGET};
use crate::{paths, qemu, serial_ports, size};

/// A board that the firmware is built for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Board {
    /// The WiPy 1.0.
    Wipy,
    /// The CC3200-LAUNCHXL.
    Launchxl,
}

impl Board {
    /// Every board.
    pub const ALL: [Self; 2] = [Self::Wipy, Self::Launchxl];

    /// Returns the name of the board, which its files have too.
    pub const fn name(self) -> &'static str {
        ["wipy", "launchxl"][self as usize]
    }

    /// Returns the board with this name.
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
    fs::create_dir_all(paths::images())?;
    // Cargo writes the firmware of every board to the same path, so no other xtask may build until the file is copied.
    let lock = File::create(paths::images().join("lock"))?;
    lock.lock()?;
    println!("Building the firmware for {}", board.name());
    let build = ["build", "--profile=firmware", "--package=pinscope-firmware", "--bins", "--target", FIRMWARE_TARGET];
    run(cargo(&build).args(board.features()))?;
    let elf = file(board, "elf");
    let built = fs::read(paths::firmware())
        .with_context(|| format!("cargo has not written the firmware to {}", paths::firmware().display()))?;
    replace(&elf, &built)?;
    convert(&elf, &built, board == Board::Wipy)
}

/// Builds the examples that the tests run. For one of them, a C compiler builds the same functions.
pub fn build_examples() -> Result<()> {
    setup::test_packages()?;
    println!("Building the firmware's examples");
    let build = ["build", "--profile=firmware", "--package=pinscope-firmware", "--examples"];
    run(&mut cargo(&[&build[..], &["--target", FIRMWARE_TARGET]].concat()))?;
    for example in ["blink", "cost"] {
        let built = paths::path("target/thumbv7m-none-eabi/firmware/examples").join(example);
        let elf = paths::images().join(format!("{example}.elf"));
        fs::copy(built, elf).with_context(|| format!("cannot copy the example {example}"))?;
    }
    let mut gcc = program("arm-none-eabi-gcc");
    gcc.args(["-O2", "-mcpu=cortex-m3", "-mthumb", "-ffreestanding", "-c", "firmware/cost/pins.c", "-o"]);
    run(gcc.arg(paths::images().join("cost-c.o")))
}

/// Builds the image of every board, and prints its size and how to run it. Given the ELF file of another program, makes
/// the image of that program instead.
pub fn report(program: Option<PathBuf>) -> Result<()> {
    let Some(program) = program else {
        build()?;
        size::firmware()?;
        let [wipy, launchxl] = Board::ALL.map(|board| file(board, "elf"));
        println!("\n{}\n{}\n{}", launchpad_help(None), wipy_help(&wipy), qemu_help(&[wipy.as_path(), &launchxl]));
        return Ok(());
    };
    let image = make_image(&program)?;
    ensure!(image != program, "{} is already an image: `cargo xtask flash` loads it", program.display());
    println!("The image is {}.\n", quoted(&image));
    println!("{}\n{}\n{}", launchpad_help(Some(&program)), wipy_help(&program), qemu_help(&[&program]));
    Ok(())
}

fn launchpad_help(program: Option<&Path>) -> String {
    let program = program.map(|path| format!(" {}", quoted(path))).unwrap_or_default();
    let port = serial_ports::launchpad();
    format!(
        "CC3200-LAUNCHXL\n  \
         in RAM, until the next reset:\n    \
         cargo xtask flash{program}\n  \
         in flash memory, with a jumper on SOP2 while writing:\n    \
         cargo xtask flash{program} --serial {port}"
    )
}

fn wipy_help(elf: &Path) -> String {
    let image = quoted(&elf.with_extension("bin"));
    format!(
        "WiPy\n  \
         by FTP (user micro, password python), then a reset:\n    \
         curl -T {image} ftp://micro:python@192.168.1.1/flash/sys/mcuimg.bin\n  \
         The new program has no FTP. To go back, hold GP28 at 3.3 V during a reset: for three seconds to start the\n  \
         previous image, for six seconds to start that of the factory."
    )
}

fn qemu_help(programs: &[&Path]) -> String {
    let line = |elf: &&Path| {
        let vectors = elf.with_extension("vectors.bin");
        format!("\n    {}", qemu::console_command(&relative(elf), &relative(&vectors)))
    };
    let lines: String = programs.iter().map(line).collect();
    format!("QEMU\n  with the serial line in the terminal (Ctrl-A and then X ends it):{lines}")
}

/// Returns the path of a file of a board: its `elf`, `bin` or `vectors.bin`.
pub fn file(board: Board, kind: &str) -> PathBuf {
    paths::images().join(format!("{}.{kind}", board.name()))
}

/// Makes the image of a program beside its ELF file, and returns the path of the image. A file that is already an image
/// is returned as it is.
pub fn make_image(path: &Path) -> Result<PathBuf> {
    let name = path.display();
    let contents = fs::read(path).with_context(|| format!("cannot read the program {name}"))?;
    if convert::is_elf(&contents) {
        // A LaunchPad ignores the checksum that a WiPy needs.
        convert(path, &contents, true).with_context(|| format!("{name} is not a program for the board"))?;
        return Ok(path.with_extension("bin"));
    }
    convert::reset_vectors(&contents).with_context(|| format!("{name} is neither an ELF file nor an image"))?;
    Ok(path.to_owned())
}

/// Writes a program's image beside its ELF file, and the first eight bytes of the image, which QEMU reads from a file.
fn convert(elf: &Path, contents: &[u8], with_checksum: bool) -> Result<()> {
    let mut image = convert::image(contents)?;
    convert::reset_vectors(&image)?;
    replace(&elf.with_extension("vectors.bin"), &image[..8])?;
    if with_checksum {
        image.extend(convert::checksum(&image).into_bytes());
    }
    replace(&elf.with_extension("bin"), &image)
}

/// Replaces the contents of a file in one step, so that a QEMU that starts meanwhile reads the old or the new contents.
fn replace(path: &Path, contents: &[u8]) -> Result<()> {
    let unfinished = path.with_extension("unfinished");
    let written = fs::write(&unfinished, contents).and_then(|()| fs::rename(&unfinished, path));
    written.with_context(|| format!("cannot write {}", path.display()))
}

/// Returns the path as a word for a shell.
fn quoted(path: &Path) -> String {
    process::quoted(&relative(path).display().to_string())
}

/// Returns the path relative to the current folder, if it is below it.
pub fn relative(path: &Path) -> PathBuf {
    let here = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(here).unwrap_or(path).to_owned()
}
