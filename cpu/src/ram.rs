//! The RAM of the processor, and the instructions that have been decoded from it.

use alloc::vec;
use alloc::vec::Vec;

use crate::bus::Size;
use crate::decode;
use crate::instruction::Instruction;

/// Size of a page as a power of two. Each page remembers whether instructions were decoded from it, so that a store to
/// a page of data forgets nothing.
const PAGE_SHIFT: usize = 8;

/// An instruction and its size in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decoded {
    pub instruction: Instruction,
    pub size: u32,
}

/// Memory without wait states. Every instruction in it is decoded once, until its memory is overwritten.
#[derive(Clone, Debug)]
pub struct Ram {
    base: u32,
    bytes: Vec<u8>,
    /// The decoded instruction at each halfword.
    decoded: Vec<Option<Decoded>>,
    /// The pages that contain decoded instructions.
    code_pages: Vec<bool>,
}

impl Ram {
    /// Makes RAM of `size` bytes that are 0. The size is rounded down to words, and RAM ends at the latest where the
    /// address space does.
    pub fn new(base: u32, size: u32) -> Ram {
        let size = size.min(u32::MAX - base) as usize & !3;
        Ram {
            base,
            bytes: vec![0; size],
            decoded: vec![None; size / 2],
            code_pages: vec![false; size.div_ceil(1 << PAGE_SHIFT)],
        }
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

    /// Writes a value at any alignment, or returns `None` and writes nothing if not all of it is in RAM.
    #[inline(always)]
    pub fn write(&mut self, address: u32, size: Size, value: u32) -> Option<()> {
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
        if self.code_pages[offset >> PAGE_SHIFT] || self.code_pages[last >> PAGE_SHIFT] {
            self.forget(offset, last);
        }
        Some(())
    }

    /// Writes bytes, for a host. Returns `false` and writes nothing if not all of them fit.
    pub fn write_bytes(&mut self, address: u32, bytes: &[u8]) -> bool {
        let offset = self.offset(address);
        let Some(end) = offset.checked_add(bytes.len()) else { return false };
        let Some(target) = self.bytes.get_mut(offset..end) else { return false };
        target.copy_from_slice(bytes);
        if !bytes.is_empty() {
            self.forget(offset, end - 1);
        }
        true
    }

    /// Forgets the instructions that the bytes from `first` to `last` belong to.
    #[cold]
    fn forget(&mut self, first: usize, last: usize) {
        self.decoded[(first / 2).saturating_sub(1)..=last / 2].fill(None);
    }

    /// Returns the instruction at `address` if it has been decoded.
    #[inline(always)]
    pub fn decoded(&self, address: u32) -> Option<Decoded> {
        *self.decoded.get(self.offset(address) / 2)?
    }

    /// Decodes the instruction at `address` and remembers it, or returns `None` if not all of it is in RAM.
    pub fn decode(&mut self, address: u32) -> Option<Decoded> {
        let first = self.read(address, Size::Halfword)? as u16;
        let decoded = if decode::is_first_of_two(first) {
            let second = self.read(address + 2, Size::Halfword)? as u16;
            Decoded { instruction: decode::decode32(first, second), size: 4 }
        } else {
            Decoded { instruction: decode::decode16(first), size: 2 }
        };
        let offset = self.offset(address);
        self.decoded[offset / 2] = Some(decoded);
        self.code_pages[offset >> PAGE_SHIFT] = true;
        self.code_pages[(offset + decoded.size as usize - 1) >> PAGE_SHIFT] = true;
        Some(decoded)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instruction_is_decoded_anew_when_any_of_its_bytes_changes() {
        let mut ram = Ram::new(0x2000_0000, 0x400);
        // MOVW R0, #0x1234 across the boundary of two pages, and NOP.
        let (start, movw) = (0x2000_00FE, [0x41, 0xF2, 0x34, 0x20]);
        for byte in 0..4 {
            assert!(ram.write_bytes(start, &movw));
            let before = ram.decode(start);
            ram.write(start + byte, Size::Byte, 0xF0);
            assert_eq!(ram.decoded(start), None, "byte {byte}");
            assert_ne!(ram.decode(start), before, "byte {byte}");
        }
    }

    #[test]
    fn a_store_beyond_the_end_writes_nothing() {
        let mut ram = Ram::new(0x2000_0000, 0x10);
        assert_eq!(ram.write(0x2000_000E, Size::Word, 0xFFFF_FFFF), None);
        assert_eq!(ram.read(0x2000_000E, Size::Halfword), Some(0));
        assert!(!ram.write_bytes(0x2000_000F, &[1, 2]));
        assert_eq!(ram.read(0x1FFF_FFFE, Size::Word), None);
    }
}
