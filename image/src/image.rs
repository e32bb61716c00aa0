//! A file with the image of a firmware: an ELF file, or the raw bytes that the boot loader copies to RAM.

use alloc::string::String;
use alloc::vec::Vec;

use object::Endianness;
use object::elf::{EM_ARM, ET_EXEC, FileHeader32, PT_LOAD};
use object::read::elf::{FileHeader as _, ProgramHeader as _};

use crate::symbols::Symbols;

/// The first address of RAM.
pub const RAM_BASE: u32 = 0x2000_0000;
/// Number of bytes of RAM.
pub const RAM_SIZE: u32 = 0x4_0000;
/// The address to which the boot loader copies an image, and where the vector table is.
pub const IMAGE_BASE: u32 = 0x2000_4000;

/// Maximum size of a file in bytes. An ELF file with debug information is much larger than its image.
const MAX_FILE_SIZE: usize = 64 << 20;
/// Maximum number of segments of an ELF file.
const MAX_SEGMENTS: usize = 64;

/// The reason why a file is not an image.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImageError {
    /// The file is too large.
    #[error("the file has {size} bytes, and at most {MAX_FILE_SIZE} are accepted")]
    TooLarge {
        /// The number of bytes.
        size: usize,
    },
    /// The raw bytes do not fit into RAM.
    #[error("the image has {size} bytes, and {} fit into RAM from 0x20004000 on", RAM_BASE + RAM_SIZE - IMAGE_BASE)]
    DoesNotFit {
        /// The number of bytes.
        size: usize,
    },
    /// The ELF file contradicts itself.
    #[error("the ELF file cannot be read: {0}")]
    BrokenElf(String),
    /// The ELF file is for another processor.
    #[error("the ELF file is not a 32-bit little-endian program for Arm, which a CC3200 needs")]
    OtherProcessor,
    /// The ELF file is not linked.
    #[error("the ELF file is not a linked program: link it to run from 0x20004000 on")]
    NotLinked,
    /// The ELF file has nothing to load.
    #[error("the ELF file has no segment to load")]
    Empty,
    /// The ELF file has too many segments.
    #[error("the ELF file has {count} segments, and at most {MAX_SEGMENTS} are accepted")]
    TooManySegments {
        /// The number of segments.
        count: usize,
    },
    /// A segment is outside RAM.
    #[error("the segment from {start:#010X} to {end:#010X} is outside RAM, which is from 0x20000000 to 0x2003FFFF")]
    OutsideRam {
        /// The first address.
        start: u32,
        /// The address after the last byte.
        end: u64,
    },
    /// The vector table does not begin with a stack pointer.
    #[error(
        "the first word of the vector table at {table:#010X} is {value:#010X}, which is no stack pointer: it has to \
             be a multiple of 4 in RAM, which is from 0x20000000 to 0x2003FFFF"
    )]
    NoStackPointer {
        /// The address of the table.
        table: u32,
        /// The word.
        value: u32,
    },
    /// The vector table has no address to begin at.
    #[error(
        "the second word of the vector table at {table:#010X} is {value:#010X}, which is no address to begin at: it \
             has to be an odd address in the image"
    )]
    NoEntry {
        /// The address of the table.
        table: u32,
        /// The word.
        value: u32,
    },
}

/// A part of the image in RAM.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Segment {
    address: u32,
    bytes: Vec<u8>,
}

/// An image that fits into the RAM of the chip and that can begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    segments: Vec<Segment>,
    vector_table: u32,
    symbols: Symbols,
}

impl Image {
    /// Reads a file, which is an ELF file or the raw bytes of an image.
    ///
    /// # Errors
    /// The reason why the file is no image for the chip.
    pub fn parse(file: &[u8]) -> Result<Image, ImageError> {
        if file.len() > MAX_FILE_SIZE {
            return Err(ImageError::TooLarge { size: file.len() });
        }
        let image = if file.starts_with(b"\x7FELF") { Image::from_elf(file)? } else { Image::from_raw(file)? };
        image.check_vectors()?;
        Ok(image)
    }

    fn from_raw(file: &[u8]) -> Result<Image, ImageError> {
        if file.len() > (RAM_BASE + RAM_SIZE - IMAGE_BASE) as usize {
            return Err(ImageError::DoesNotFit { size: file.len() });
        }
        let segments = [Segment { address: IMAGE_BASE, bytes: file.to_vec() }].into();
        Ok(Image { segments, vector_table: IMAGE_BASE, symbols: Symbols::default() })
    }

    fn from_elf(file: &[u8]) -> Result<Image, ImageError> {
        let broken = |error: object::Error| ImageError::BrokenElf(alloc::string::ToString::to_string(&error));
        // The fifth and sixth byte are the width and the byte order.
        if file.get(4..6) != Some(&[1, 1]) {
            return Err(ImageError::OtherProcessor);
        }
        let header = FileHeader32::<Endianness>::parse(file).map_err(broken)?;
        let endian = Endianness::Little;
        if header.e_machine(endian) != EM_ARM {
            return Err(ImageError::OtherProcessor);
        }
        if header.e_type(endian) != ET_EXEC {
            return Err(ImageError::NotLinked);
        }
        let headers = header.program_headers(endian, file).map_err(broken)?;
        if headers.len() > MAX_SEGMENTS {
            return Err(ImageError::TooManySegments { count: headers.len() });
        }
        let mut segments = Vec::new();
        for header in headers.iter().filter(|header| header.p_type(endian) == PT_LOAD) {
            let bytes = header
                .data(endian, file)
                .map_err(|()| ImageError::BrokenElf("a segment reaches beyond the end of the file".into()))?;
            if !bytes.is_empty() {
                let address = header.p_paddr(endian);
                check_range(address, bytes.len())?;
                segments.push(Segment { address, bytes: bytes.to_vec() });
            }
        }
        let contains_base = |segment: &Segment| segment.contains(IMAGE_BASE);
        let lowest = segments.iter().map(|segment| segment.address).min().ok_or(ImageError::Empty)?;
        let vector_table = if segments.iter().any(contains_base) { IMAGE_BASE } else { lowest };
        Ok(Image { segments, vector_table, symbols: Symbols::from_elf(file) })
    }

    /// Returns an error if the boot loader could not start the image.
    fn check_vectors(&self) -> Result<(), ImageError> {
        let table = self.vector_table;
        let sp = self.word(table);
        if !sp.is_multiple_of(4) || !(RAM_BASE + 4..=RAM_BASE + RAM_SIZE).contains(&sp) {
            return Err(ImageError::NoStackPointer { table, value: sp });
        }
        let entry = self.word(table + 4);
        if entry & 1 == 0 || !self.segments.iter().any(|segment| segment.contains(entry)) {
            return Err(ImageError::NoEntry { table, value: entry });
        }
        Ok(())
    }

    /// Returns the word at `address`, whose bytes are 0 where the image has none.
    fn word(&self, address: u32) -> u32 {
        let byte = |address: u32| {
            let segment = self.segments.iter().rfind(|segment| segment.contains(address));
            segment.map_or(0, |segment| segment.bytes[(address - segment.address) as usize])
        };
        u32::from_le_bytes([0, 1, 2, 3].map(|offset| byte(address.wrapping_add(offset))))
    }

    /// Returns the address of the vector table.
    pub fn vector_table(&self) -> u32 {
        self.vector_table
    }

    /// Returns the symbols of the file.
    pub fn symbols(&self) -> &Symbols {
        &self.symbols
    }

    /// Calls `write` with the address and the bytes of each part of the image.
    pub(crate) fn load(&self, mut write: impl FnMut(u32, &[u8])) {
        self.segments.iter().for_each(|segment| write(segment.address, &segment.bytes));
    }
}

impl Segment {
    fn contains(&self, address: u32) -> bool {
        (address.wrapping_sub(self.address) as usize) < self.bytes.len()
    }
}

fn check_range(start: u32, size: usize) -> Result<(), ImageError> {
    let end = u64::from(start) + size as u64;
    if start < RAM_BASE || end > u64::from(RAM_BASE + RAM_SIZE) {
        return Err(ImageError::OutsideRam { start, end });
    }
    Ok(())
}
