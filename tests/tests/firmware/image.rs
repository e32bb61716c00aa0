//! The image that is flashed: its place in memory, its first words, and the checksum for the WiPy.

use std::fs;
use std::ops::Range;

use anyhow::{Context as _, Result};
use md5::{Digest as _, Md5};
use object::read::elf::{FileHeader as _, ProgramHeader as _};
use object::{Endianness, Object as _, ObjectSection as _, SectionFlags, elf};

use super::file;

/// The memory of an application, from its load address to the end of QEMU's RAM; the CC3200's RAM ends higher.
const MEMORY: Range<u32> = 0x2000_4000..0x2001_0000;
/// The stack and its guard (`firmware/memory.x`).
const STACK: Range<u32> = 0x2000_D000..0x2000_E800;

const BOARDS: [&str; 2] = ["wipy", "launchxl"];

#[test]
fn all_sections_lie_in_the_memory_of_an_application() -> Result<()> {
    for board in BOARDS {
        let data = fs::read(file(&format!("{board}.elf"))?)?;
        for section in object::File::parse(&*data)?.sections() {
            let SectionFlags::Elf { sh_flags, .. } = section.flags() else { continue };
            if sh_flags.contains(elf::SHF_ALLOC) && section.size() > 0 {
                let (start, end) = (section.address() as u32, (section.address() + section.size()) as u32);
                assert!(MEMORY.start <= start && end <= MEMORY.end, "{} takes {start:#x} to {end:#x}", section.name()?);
                assert!(end <= STACK.start || STACK.end <= start, "{} lies in the stack", section.name()?);
            }
        }
    }
    Ok(())
}

#[test]
fn the_image_begins_with_the_stack_and_the_entry() -> Result<()> {
    for board in BOARDS {
        let (image, elf) = (flashed(board)?, fs::read(file(&format!("{board}.elf"))?)?);
        let word =
            |offset: usize| image.get(offset..offset + 4).map(|word| u32::from_le_bytes(word.try_into().unwrap()));
        assert_eq!(word(0), Some(STACK.end), "the first word is not the top of the stack");
        let header = elf::FileHeader32::<Endianness>::parse(&*elf)?;
        assert_eq!(word(4), Some(header.e_entry(Endianness::Little)), "the second word is not the entry");
        assert_eq!(word(4).unwrap() & 1, 1, "the entry has no Thumb bit");
        assert!(image.len() as u32 <= STACK.start - MEMORY.start);
        // The image is a copy of memory from 0x20004000 on, so each segment is at the offset of its load address.
        for segment in header.program_headers(Endianness::Little, &*elf)? {
            let bytes = segment.data(Endianness::Little, &*elf).ok().context("a segment lies outside the file")?;
            let offset = segment.p_paddr(Endianness::Little).checked_sub(MEMORY.start);
            if segment.p_type(Endianness::Little) == elf::PT_LOAD && !bytes.is_empty() {
                let offset = offset.context("a segment lies below the image")? as usize;
                assert_eq!(image.get(offset..offset + bytes.len()), Some(bytes));
            }
        }
    }
    Ok(())
}

/// The boot manager compares the last 32 bytes, in lower case, with the MD5 of all bytes before them
/// (`docs/cc3200.md`, section 9.3).
#[test]
fn the_wipys_image_ends_with_its_checksum() -> Result<()> {
    let file = fs::read(file("wipy.bin")?)?;
    let (image, checksum) = file.split_last_chunk::<32>().context("the image is shorter than a checksum")?;
    let expected: String = Md5::digest(image).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(str::from_utf8(checksum)?, expected);
    Ok(())
}

/// Returns the image as the chip loads it.
fn flashed(board: &str) -> Result<Vec<u8>> {
    let mut image = fs::read(file(&format!("{board}.bin"))?)?;
    if board == "wipy" {
        image.truncate(image.len() - 32);
    }
    Ok(image)
}
