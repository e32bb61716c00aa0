//! The instructions that have been decoded from RAM. Each is decoded once, until its memory is overwritten.

use alloc::vec;
use alloc::vec::Vec;

use crate::instruction::Instruction;
use crate::ram::Ram;

/// An instruction and its size in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decoded {
    pub instruction: Instruction,
    pub size: u32,
}

/// The decoded instructions.
#[derive(Clone, Debug)]
pub struct CodeCache {
    base: u32,
    /// The instruction at each halfword of RAM.
    decoded: Vec<Option<Decoded>>,
}

impl CodeCache {
    /// Makes a cache for `ram`.
    pub fn new(ram: &Ram) -> CodeCache {
        CodeCache { base: ram.base(), decoded: vec![None; ram.bytes().len() / 2] }
    }

    #[inline(always)]
    fn index(&self, address: u32) -> usize {
        (address.wrapping_sub(self.base) / 2) as usize
    }

    /// Returns the instruction at `address` if it has been decoded.
    #[inline(always)]
    pub fn get(&self, address: u32) -> Option<&Decoded> {
        self.decoded.get(self.index(address))?.as_ref()
    }

    /// Remembers an instruction, if all of it is in RAM.
    pub fn insert(&mut self, address: u32, decoded: Decoded, ram: &mut Ram) {
        let last = address.wrapping_add(decoded.size - 1);
        if ram.contains(address) && ram.contains(last) {
            ram.mark_code(address, decoded.size);
            let index = self.index(address);
            self.decoded[index] = Some(decoded);
        }
    }

    /// Forgets the instructions that the bytes of `range`, from its first to its last offset, belong to.
    pub fn forget(&mut self, range: Option<(usize, usize)>) {
        if let Some((first, last)) = range {
            // The instruction in the halfword before may reach into the first byte.
            self.decoded[(first / 2).saturating_sub(1)..=last / 2].fill(None);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bus::Size;

    #[test]
    fn an_instruction_is_forgotten_when_any_of_its_bytes_changes() {
        let mut ram = Ram::new(0x2000_0000, 0x400);
        let mut code = CodeCache::new(&ram);
        // An instruction across the boundary of two pages.
        let address = 0x2000_00FE;
        let decoded = Decoded { instruction: Instruction::Nop, size: 4 };
        for byte in 0..4 {
            code.insert(address, decoded, &mut ram);
            assert_eq!(code.get(address), Some(&decoded));
            assert_eq!(ram.write(address + byte, Size::Byte, 0xF0), Some(true));
            code.forget(ram.take_overwritten());
            assert_eq!(code.get(address), None, "byte {byte}");
        }
    }

    #[test]
    fn an_instruction_that_is_not_in_ram_is_not_remembered() {
        let mut ram = Ram::new(0x2000_0000, 0x10);
        let mut code = CodeCache::new(&ram);
        for address in [0, 0x2000_000E, 0x2000_0010, 0x1FFF_FFFE] {
            code.insert(address, Decoded { instruction: Instruction::Nop, size: 4 }, &mut ram);
            assert_eq!(code.get(address), None, "{address:#X}");
        }
    }
}
