//! How large the page and the firmware are.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use object::elf::{SHF_ALLOC, SHF_WRITE, SHT_NOBITS};
use object::{Object as _, ObjectSection as _, SectionFlags};
use toml::{Table, Value};

use crate::image::{self, Board};
use crate::{files, project};

/// What the firmware may take, in bytes.
const BUDGET: &str = "firmware/budget.toml";

/// Prints both tables.
pub fn report() -> Result<()> {
    let files = page_files(&project::page())?;
    println!("\n{:<40} {:>10} {:>10}", "page", "raw", "brotli");
    for file in &files {
        println!("{:<40} {:>10} {:>10}", file.name, file.raw, file.brotli);
    }
    let total = |size: fn(&PageFile) -> usize| files.iter().map(size).sum::<usize>();
    println!("{:<40} {:>10} {:>10}", "total", total(|file| file.raw), total(|file| file.brotli));

    firmware()
}

/// Prints what each board's firmware takes.
pub fn firmware() -> Result<()> {
    println!("\n{:<40} {:>10} {:>10} {:>10}", "firmware", ".text", ".data", ".bss");
    for board in Board::ALL {
        let sizes = FirmwareSize::of_board(board)?;
        println!("{:<40} {:>10} {:>10} {:>10}", board.name(), sizes.text, sizes.data, sizes.bss);
    }
    Ok(())
}

/// Prints the same beside the budget, and fails where that is exceeded.
pub fn check() -> Result<()> {
    let budget: Table = project::read(BUDGET)?.parse().with_context(|| format!("cannot read {BUDGET}"))?;
    let allowed =
        |name: &str| budget.get(name).and_then(Value::as_integer).with_context(|| format!("{BUDGET} has no {name}"));
    firmware()?;
    for board in Board::ALL {
        let sizes = FirmwareSize::of_board(board)?;
        for (name, size) in [("text", sizes.text), ("data", sizes.data), ("bss", sizes.bss)] {
            let allowed = allowed(name)?;
            ensure!(
                size as i64 <= allowed,
                "{}: .{name} takes {size} bytes, the budget is {allowed} ({BUDGET})",
                board.name()
            );
        }
    }
    println!("all within {BUDGET}");
    Ok(())
}

struct PageFile {
    name: String,
    raw: usize,
    brotli: usize,
}

fn page_files(folder: &Path) -> Result<Vec<PageFile>> {
    let measure = |path: PathBuf| {
        let data = fs::read(&path)?;
        let name = path.strip_prefix(folder)?.display().to_string();
        Ok(PageFile { name, raw: data.len(), brotli: brotli_size(&data)? })
    };
    files::below(folder)?.into_iter().map(measure).collect()
}

/// The size at the best compression, as a web host prepares it once.
pub fn brotli_size(data: &[u8]) -> Result<usize> {
    const BUFFER: usize = 4096;
    const QUALITY: u32 = 11;
    const WINDOW_BITS: u32 = 22;
    let mut compressed = Vec::new();
    brotli::CompressorWriter::new(&mut compressed, BUFFER, QUALITY, WINDOW_BITS).write_all(data)?;
    Ok(compressed.len())
}

/// What the firmware takes on the chip, added up over its sections as `size` does.
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
    fn of_board(board: Board) -> Result<Self> {
        let elf = image::file(board, "elf");
        let sizes = fs::read(&elf).map_err(anyhow::Error::from).and_then(|data| Self::of(&data));
        sizes.with_context(|| format!("cannot measure {}", elf.display()))
    }

    fn of(elf: &[u8]) -> Result<Self> {
        let mut sizes = Self::default();
        for section in object::File::parse(elf)?.sections() {
            let SectionFlags::Elf { sh_type, sh_flags } = section.flags() else {
                bail!("the firmware is no ELF file");
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
