//! Registers that keep a word and have no other effect on the emulated chip: those that software writes while the chip
//! starts and before LPDS (`docs/cc3200.md`, sections 1.3 and 6.2), and the trigger enables of DMA (section 2).

use pinscope_core::cc3200::mcu_init;

/// The first word of OCP_SHARED behind those of the pads, and the number of words there.
const SHARED_BASE: u32 = 0x4402_E148;
const SHARED_WORDS: usize = 0x60 / 4;
/// The first word of COMMON_REG, and the number of words there.
const COMMON_BASE: u32 = 0x400F_7000;
const COMMON_WORDS: usize = 0x100 / 4;

/// The words of these registers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SpareRegisters {
    shared: [u32; SHARED_WORDS],
    common: [u32; COMMON_WORDS],
}

impl Default for SpareRegisters {
    fn default() -> Self {
        Self { shared: [0; SHARED_WORDS], common: [0; COMMON_WORDS] }
    }
}

/// Returns `true` if one of these registers is at `addr`.
pub(crate) fn has(addr: u32) -> bool {
    index(addr, SHARED_BASE, SHARED_WORDS).is_some()
        || index(addr, COMMON_BASE, COMMON_WORDS).is_some()
        || addr == mcu_init::EFUSE_READ_REG0.0
}

impl SpareRegisters {
    /// Returns the word at `addr`. The fuses describe a chip that needs no raised voltage.
    pub fn read(&self, addr: u32) -> Option<u32> {
        if addr == mcu_init::EFUSE_READ_REG0.0 {
            return Some(0);
        }
        let shared = index(addr, SHARED_BASE, SHARED_WORDS).map(|index| self.shared[index]);
        shared.or_else(|| index(addr, COMMON_BASE, COMMON_WORDS).map(|index| self.common[index]))
    }

    /// Writes the word at `addr`. The fuses cannot be written.
    pub fn write(&mut self, addr: u32, value: u32) {
        if let Some(index) = index(addr, SHARED_BASE, SHARED_WORDS) {
            self.shared[index] = value;
        } else if let Some(index) = index(addr, COMMON_BASE, COMMON_WORDS) {
            self.common[index] = value;
        }
    }
}

fn index(addr: u32, base: u32, words: usize) -> Option<usize> {
    let index = addr.checked_sub(base)? as usize / 4;
    (index < words).then_some(index)
}
