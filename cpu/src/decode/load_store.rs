//! Loads and stores of one register with 32 bits (A5.3.7 to A5.3.10).

use super::{bit, bits};
use crate::bus::Size;
use crate::instruction::{Index, Instruction, Reg, Transfer};

/// The address of a load or store with a base register.
enum Addressing {
    Immediate { offset: i32 },
    Register { m: Reg, shift: u8 },
    Indexed { index: Index, offset: i16 },
    Unprivileged { offset: u8 },
}

/// Decodes A5.3.10.
pub fn store(code: u32) -> Instruction {
    let (t, n) = (Reg::from_bits(code, 12), Reg::from_bits(code, 16));
    let size = match bits(code, 21, 2) {
        0b00 => Size::Byte,
        0b01 => Size::Halfword,
        0b10 => Size::Word,
        _ => return Instruction::Undefined,
    };
    if n == Reg::PC {
        return Instruction::Undefined;
    }
    match addressing(code) {
        Some(Addressing::Immediate { offset }) => Instruction::StoreImmediate { size, t, n, offset },
        Some(Addressing::Register { m, shift }) => Instruction::StoreRegister { size, t, n, m, shift },
        Some(Addressing::Indexed { index, offset }) => Instruction::StoreIndexed { size, t, n, index, offset },
        Some(Addressing::Unprivileged { offset }) => Instruction::StoreUnprivileged { size, t, n, offset },
        None => Instruction::Undefined,
    }
}

/// Decodes A5.3.7 to A5.3.9.
pub fn load(code: u32) -> Instruction {
    let (t, n) = (Reg::from_bits(code, 12), Reg::from_bits(code, 16));
    let transfer = match (bits(code, 21, 2), bit(code, 24)) {
        (0b00, false) => Transfer::Byte,
        (0b00, true) => Transfer::SignedByte,
        (0b01, false) => Transfer::Halfword,
        (0b01, true) => Transfer::SignedHalfword,
        (0b10, false) => Transfer::Word,
        _ => return Instruction::Undefined,
    };
    // A load of less than a word to the program counter is a hint to preload.
    let is_hint = t == Reg::PC && transfer != Transfer::Word;
    if n == Reg::PC {
        let distance = bits(code, 0, 12) as i32;
        let offset = if bit(code, 23) { distance } else { -distance };
        return if is_hint { Instruction::Nop } else { Instruction::LoadLiteral { transfer, t, offset } };
    }
    match addressing(code) {
        None => Instruction::Undefined,
        Some(_) if is_hint => Instruction::Nop,
        Some(Addressing::Immediate { offset }) => Instruction::LoadImmediate { transfer, t, n, offset },
        Some(Addressing::Register { m, shift }) => Instruction::LoadRegister { transfer, t, n, m, shift },
        Some(Addressing::Indexed { index, offset }) => Instruction::LoadIndexed { transfer, t, n, index, offset },
        Some(Addressing::Unprivileged { offset }) => Instruction::LoadUnprivileged { transfer, t, n, offset },
    }
}

/// Decodes the fields that loads and stores share, or returns `None` if they are undefined.
fn addressing(code: u32) -> Option<Addressing> {
    if bit(code, 23) {
        return Some(Addressing::Immediate { offset: bits(code, 0, 12) as i32 });
    }
    if bits(code, 6, 6) == 0 {
        return Some(Addressing::Register { m: Reg::from_bits(code, 0), shift: bits(code, 4, 2) as u8 });
    }
    if !bit(code, 11) {
        return None;
    }
    let distance = bits(code, 0, 8);
    let (pre, up, writes_back) = (bit(code, 10), bit(code, 9), bit(code, 8));
    let offset = if up { distance as i16 } else { -(distance as i16) };
    match (pre, writes_back) {
        (true, false) if up => Some(Addressing::Unprivileged { offset: distance as u8 }),
        (true, false) => Some(Addressing::Immediate { offset: offset.into() }),
        (true, true) => Some(Addressing::Indexed { index: Index::Pre, offset }),
        (false, true) => Some(Addressing::Indexed { index: Index::Post, offset }),
        (false, false) => None,
    }
}
