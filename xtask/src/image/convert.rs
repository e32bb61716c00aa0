//! Converts an ELF file to the image that the boot loader loads: the memory from 0x20004000 on.

use anyhow::{Context, Result, ensure};
use object::read::elf::{FileHeader as _, ProgramHeader as _};
use object::{Endianness, elf};

/// The address to which the boot loader copies an image, and from which it reads the stack and the entry.
pub const START: u32 = 0x2000_4000;

/// The first address after the CC3200's memory.
const END: u32 = 0x2004_0000;

/// The first two words of an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResetVectors {
    /// The address of the top of the stack.
    pub stack: u32,
    /// The address of the first instruction, with the lowest bit set for Thumb.
    pub entry: u32,
}

/// Returns true if the file is an ELF file, whatever its name.
pub fn is_elf(file: &[u8]) -> bool {
    file.starts_with(&elf::ELFMAG)
}

/// Returns the memory from [`START`] on, as the ELF file defines it. Gaps are filled with zeros.
pub fn image(file: &[u8]) -> Result<Vec<u8>> {
    let header = elf::FileHeader32::<Endianness>::parse(file).context("it is not a 32-bit ELF file")?;
    let endian = header.endian()?;
    let mut image = Vec::new();
    for segment in header.program_headers(endian, file)? {
        let bytes = segment.data(endian, file).ok().context("a segment lies outside the file")?;
        if segment.p_type(endian) != elf::PT_LOAD || bytes.is_empty() {
            continue;
        }
        let address = segment.p_paddr(endian);
        let is_inside = address >= START && u64::from(address) + bytes.len() as u64 <= u64::from(END);
        ensure!(
            is_inside,
            "a segment lies at {address:#010x}, but a program lies between {START:#010x} and {END:#010x}: \
             link it with the memory.x of pinscope-firmware"
        );
        let start = (address - START) as usize;
        let end = start + bytes.len();
        image.resize(end.max(image.len()), 0);
        image[start..end].copy_from_slice(bytes);
    }
    Ok(image)
}

/// Returns the first two words of an image.
///
/// # Errors
/// The words cannot be a stack and an entry, so the file is not an image.
pub fn reset_vectors(image: &[u8]) -> Result<ResetVectors> {
    let word = |index: usize| image.get(4 * index..4 * index + 4)?.try_into().ok().map(u32::from_le_bytes);
    let (stack, entry) =
        word(0).zip(word(1)).context("it is shorter than the eight bytes that an image begins with")?;
    ensure!(
        (0x2000_0000..=END).contains(&stack) && (START..END).contains(&entry) && entry % 2 == 1,
        "it begins with {stack:#010x} and {entry:#010x}, which cannot be the stack and the entry of a program for \
         {START:#010x}"
    );
    Ok(ResetVectors { stack, entry })
}

/// Returns the MD5 in lower-case digits, which the WiPy's boot manager expects after an image.
pub fn checksum(image: &[u8]) -> String {
    format!("{:x}", md5::compute(image))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_begins_with_stack_and_entry() {
        let image = [0x00, 0xE8, 0x00, 0x20, 0x41, 0x40, 0x00, 0x20, 0xFF];
        assert_eq!(reset_vectors(&image).unwrap(), ResetVectors { stack: 0x2000_E800, entry: 0x2000_4041 });
    }

    #[test]
    fn a_file_that_is_not_an_image_is_refused_with_the_reason() {
        let error = |bytes: &[u8]| reset_vectors(bytes).unwrap_err().to_string();
        assert!(error(b"short").contains("eight bytes"));
        assert!(error(b"#!/bin/sh\n").contains("cannot be the stack and the entry"));
        // The entry lacks the Thumb bit.
        assert!(error(&[0x00, 0xE8, 0x00, 0x20, 0x40, 0x40, 0x00, 0x20]).contains("0x20004040"));
        assert!(image(b"text").unwrap_err().to_string().contains("ELF"));
    }
}
