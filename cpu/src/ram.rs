//! The RAM of the processor.

use alloc::vec;
use alloc::vec::Vec;

use crate::bus::Size;

/// Size of a page as a power of two. Each page remembers whether instructions were decoded from it, so that a store to
/// a page of data forgets nothing.
const PAGE_SHIFT: usize = 8;

/// Memory without wait states.
#[derive(Clone, Debug)]
pub struct Ram {
    base: u32,
    bytes: Vec<u8>,
    /// The pages that contain decoded instructions.
    code_pages: Vec<bool>,
    /// The range of bytes with instructions that was overwritten, from its first to its last byte.
    overwritten: Option<(usize, usize)>,
}

impl Ram {
    /// Makes RAM of `size` bytes that are 0. The size is rounded down to words, and RAM ends at the latest where its
    /// region of the default address map does, each of which has 512 MB (B3.1).
    pub fn new(base: u32, size: u32) -> Ram {
        let size = size.min((base | 0x1FFF_FFFF) - base) as usize & !3;
        Ram { base, bytes: vec![0; size], code_pages: vec![false; size.div_ceil(1 << PAGE_SHIFT)], overwritten: None }
    }

    pub const fn base(&self) -> u32 {
        self.base
    }

    /// Returns the address after the last byte.
    pub fn end(&self) -> u32 {
        self.base + self.bytes.len() as u32
    }

    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    #[inline(always)]
    fn offset(&self, address: u32) -> usize {
        address.wrapping_sub(self.base) as usize
    }

    /// Returns true if the first byte of an access is in RAM.
    #[inline(always)]
    pub fn contains(&self, address: u32) -> bool {
        self.offset(address) < self.bytes.len()
    }

    /// Reads a value at any alignment, or returns `None` if not all of it is in RAM.
    #[inline(always)]
    pub fn read(&self, address: u32, size: Size) -> Option<u32> {
        let bytes = self.bytes.get(self.offset(address)..)?;
        Some(match size {
            Size::Byte => u32::from(*bytes.first()?),
            Size::Halfword => u32::from(u16::from_le_bytes(*bytes.first_chunk()?)),
            Size::Word => u32::from_le_bytes(*bytes.first_chunk()?),
        })
    }

    /// Writes a value at any alignment, or returns `None` and writes nothing if not all of it is in RAM. Returns true
    /// if there may have been instructions.
    #[inline(always)]
    pub fn write(&mut self, address: u32, size: Size, value: u32) -> Option<bool> {
        let offset = self.offset(address);
        let bytes = self.bytes.get_mut(offset..)?;
        match size {
            Size::Byte => *bytes.first_mut()? = value as u8,
            Size::Halfword => *bytes.first_chunk_mut()? = (value as u16).to_le_bytes(),
            Size::Word => *bytes.first_chunk_mut()? = value.to_le_bytes(),
        }
        let last = offset + size.bytes() as usize - 1;
        // An instruction that begins in the halfword before reaches into these bytes, so a page counts as one with
        // code if an instruction ends in it.
        let has_code = self.code_pages[offset >> PAGE_SHIFT] || self.code_pages[last >> PAGE_SHIFT];
        if has_code {
            self.overwrite_code(offset, last);
        }
        Some(has_code)
    }

    /// Writes bytes, for a host. Returns `false` and writes nothing if not all of them fit.
    pub fn write_bytes(&mut self, address: u32, bytes: &[u8]) -> bool {
        let offset = self.offset(address);
        let Some(end) = offset.checked_add(bytes.len()) else { return false };
        let Some(target) = self.bytes.get_mut(offset..end) else { return false };
        target.copy_from_slice(bytes);
        if !bytes.is_empty() {
            self.overwrite_code(offset, end - 1);
        }
        true
    }

    /// Remembers that the bytes from `first` to `last` have changed.
    #[cold]
    fn overwrite_code(&mut self, first: usize, last: usize) {
        let (old_first, old_last) = self.overwritten.unwrap_or((first, last));
        self.overwritten = Some((old_first.min(first), old_last.max(last)));
    }

    /// Returns the range that was overwritten although it contained instructions, as offsets of its first and its last
    /// byte.
    pub fn take_overwritten(&mut self) -> Option<(usize, usize)> {
        self.overwritten.take()
    }

    /// Remembers that an instruction of `size` bytes was decoded at `address`.
    pub fn mark_code(&mut self, address: u32, size: u32) {
        let offset = self.offset(address);
        self.code_pages[offset >> PAGE_SHIFT] = true;
        self.code_pages[(offset + size as usize - 1) >> PAGE_SHIFT] = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_store_beyond_the_end_writes_nothing() {
        let mut ram = Ram::new(0x2000_0000, 0x10);
        assert_eq!(ram.write(0x2000_000E, Size::Word, 0xFFFF_FFFF), None);
        assert_eq!(ram.read(0x2000_000E, Size::Halfword), Some(0));
        assert!(!ram.write_bytes(0x2000_000F, &[1, 2]));
        assert_eq!(ram.read(0x1FFF_FFFE, Size::Word), None);
    }
}
