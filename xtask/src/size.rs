//! Prints the sizes of the page and the firmware, and compares the firmware and the page's tab for it with their
//! budgets.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail, ensure};
use object::elf::{SHF_ALLOC, SHF_WRITE, SHT_NOBITS};
use object::{Object as _, ObjectSection as _, SectionFlags};
use toml::{Table, Value};

use crate::image::{self, Board};
use crate::{files, paths, process};

/// The file with the maximum sizes of the firmware in bytes.
const BUDGET: &str = "firmware/budget.toml";

/// The files that the page loads for the tab that runs a firmware's image. Other tabs have the same terminal.
const FIRMWARE_TAB: [&str; 5] = ["firmware-panel.js", "image_host.js", "image.js", "image_bg.wasm", "terminal.js"];

/// Maximum size of these files together in bytes, compressed as on a web host.
const MAX_FIRMWARE_TAB: u64 = 120_000;

/// Prints the sizes of the page's files and of the firmware.
pub fn report() -> Result<()> {
    let page = paths::page();
    let files = files::below(&page)?;
    let raw = files.iter().map(|file| Ok(fs::metadata(file)?.len())).collect::<Result<Vec<_>>>()?;
    let compressed = brotli_sizes(&files)?;
    println!("\n{:<40} {:>10} {:>10}", "page", "raw", "brotli");
    for ((file, raw), compressed) in files.iter().zip(&raw).zip(&compressed) {
        println!("{:<40} {raw:>10} {compressed:>10}", file.strip_prefix(&page)?.display().to_string());
    }
    println!("{:<40} {:>10} {:>10}", "total", raw.iter().sum::<u64>(), compressed.iter().sum::<u64>());
    firmware()
}

/// Prints the sizes of the firmware's sections for each board.
pub fn firmware() -> Result<()> {
    println!("\n{:<40} {:>10} {:>10} {:>10}", "firmware", ".text", ".data", ".bss");
    for board in Board::ALL {
        let sizes = FirmwareSize::for_board(board)?;
        println!("{:<40} {:>10} {:>10} {:>10}", board.name(), sizes.text, sizes.data, sizes.bss);
    }
    Ok(())
}

/// Prints the sizes of the firmware and of the page's tab for it.
///
/// # Errors
/// A section or the tab is larger than its budget.
pub fn check() -> Result<()> {
    let budget: Table = paths::read(BUDGET)?.parse().with_context(|| format!("cannot read {BUDGET}"))?;
    let allowed =
        |name: &str| budget.get(name).and_then(Value::as_integer).with_context(|| format!("{BUDGET} has no {name}"));
    firmware()?;
    for board in Board::ALL {
        let sizes = FirmwareSize::for_board(board)?;
        for (name, size) in [("text", sizes.text), ("data", sizes.data), ("bss", sizes.bss)] {
            let allowed = allowed(name)?;
            ensure!(
                size as i64 <= allowed,
                "{}: .{name} has {size} bytes, but {BUDGET} allows {allowed}",
                board.name()
            );
        }
    }
    println!("Every section is within {BUDGET}");
    let tab: u64 = brotli_sizes(&FIRMWARE_TAB.map(|name| paths::page().join(name)))?.iter().sum();
    println!("The page's tab for the firmware has {tab} bytes compressed, of {MAX_FIRMWARE_TAB} allowed");
    ensure!(tab <= MAX_FIRMWARE_TAB, "the files {} are too large for the firmware tab", FIRMWARE_TAB.join(", "));
    Ok(())
}

/// Returns the size of each file, compressed by Brotli with the best quality. Node does this, because the page's build
/// needs Node anyway, and a library would make xtask slower to compile.
pub fn brotli_sizes(files: &[PathBuf]) -> Result<Vec<u64>> {
    let printed = process::output_quietly(process::program("node").arg("xtask/src/size/brotli.js").args(files))?;
    serde_json::from_str(&printed).context("brotli.js prints no list of sizes")
}

/// The sizes of the firmware, added up over its sections as the program `size` does.
#[derive(Default)]
struct FirmwareSize {
    /// Code, constants and the vector table.
    text: u64,
    /// Variables that start with a value.
    data: u64,
    /// Variables that start at zero.
    bss: u64,
}

impl FirmwareSize {
    fn for_board(board: Board) -> Result<Self> {
        let elf = image::file(board, "elf");
        let sizes = fs::read(&elf).map_err(anyhow::Error::from).and_then(|data| Self::from_elf(&data));
        sizes.with_context(|| format!("cannot measure {}", elf.display()))
    }

    fn from_elf(elf: &[u8]) -> Result<Self> {
        let mut sizes = Self::default();
        for section in object::File::parse(elf)?.sections() {
            let SectionFlags::Elf { sh_type, sh_flags } = section.flags() else {
                bail!("it is not an ELF file");
            };
            if !sh_flags.contains(SHF_ALLOC) {
                continue;
            }
            let total = if sh_type == SHT_NOBITS {
                &mut sizes.bss
            } else if sh_flags.contains(SHF_WRITE) {
                &mut sizes.data
            } else {
                &mut sizes.text
            };
            *total += section.size();
        }
        Ok(sizes)
    }
}
