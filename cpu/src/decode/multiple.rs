//! Loads and stores of several registers, exclusive ones, and table branches, all with 32 bits (A5.3.5, A5.3.6).

use super::{bit, bits};
use crate::bus::Size;
use crate::instruction::{Index, Instruction, Reg};

/// Decodes A5.3.5.
pub fn load_store_multiple(code: u32) -> Instruction {
    let before = match bits(code, 23, 2) {
        0b01 => false,
        0b10 => true,
        _ => return Instruction::Undefined,
    };
    let (n, writes_back, list) = (Reg::from_bits(code, 16), bit(code, 21), bits(code, 0, 16) as u16);
    if bit(code, 20) {
        Instruction::LoadMultiple { n, before, writes_back, list }
    } else {
        Instruction::StoreMultiple { n, before, writes_back, list }
    }
}

/// Decodes A5.3.6.
pub fn dual_exclusive_table(code: u32) -> Instruction {
    let (pre, writes_back) = (bit(code, 24), bit(code, 21));
    match (pre, writes_back) {
        (true, false) => dual(code, Index::Offset),
        (true, true) => dual(code, Index::Pre),
        (false, true) => dual(code, Index::Post),
        (false, false) => exclusive_or_table(code),
    }
}

fn dual(code: u32, index: Index) -> Instruction {
    let (t, t2, n) = (Reg::from_bits(code, 12), Reg::from_bits(code, 8), Reg::from_bits(code, 16));
    let distance = (bits(code, 0, 8) << 2) as i16;
    let offset = if bit(code, 23) { distance } else { -distance };
    if bit(code, 20) {
        Instruction::LoadDual { t, t2, n, index, offset }
    } else {
        Instruction::StoreDual { t, t2, n, index, offset }
    }
}

fn exclusive_or_table(code: u32) -> Instruction {
    let (t, n, is_load) = (Reg::from_bits(code, 12), Reg::from_bits(code, 16), bit(code, 20));
    if !bit(code, 23) {
        let offset = (bits(code, 0, 8) << 2) as u16;
        let size = Size::Word;
        return if is_load {
            Instruction::LoadExclusive { size, t, n, offset }
        } else {
            Instruction::StoreExclusive { size, d: Reg::from_bits(code, 8), t, n, offset }
        };
    }
    let m = Reg::from_bits(code, 0);
    let store = |size| Instruction::StoreExclusive { size, d: m, t, n, offset: 0 };
    match (is_load, bits(code, 4, 4)) {
        (false, 0b0100) => store(Size::Byte),
        (false, 0b0101) => store(Size::Halfword),
        (true, 0b0000) => Instruction::TableBranch { halfwords: false, n, m },
        (true, 0b0001) => Instruction::TableBranch { halfwords: true, n, m },
        (true, 0b0100) => Instruction::LoadExclusive { size: Size::Byte, t, n, offset: 0 },
        (true, 0b0101) => Instruction::LoadExclusive { size: Size::Halfword, t, n, offset: 0 },
        _ => Instruction::Undefined,
    }
}
