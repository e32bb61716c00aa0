//! Data processing of 32 bits with registers: shifts, extension, parallel and saturating arithmetic (A5.3.12 to
//! A5.3.15).

use super::{bit, bits};
use crate::instruction::{BitOperation, Extension, Instruction, ParallelOperation, ParallelRange, Reg, Shift};

/// Decodes A5.3.12.
pub fn decode(code: u32) -> Instruction {
    if bits(code, 12, 4) != 0b1111 {
        return Instruction::Undefined;
    }
    match (bits(code, 20, 4), bits(code, 4, 4)) {
        (operation @ 0b0000..=0b0111, 0b0000) => {
            let shift = [Shift::Lsl, Shift::Lsr, Shift::Asr, Shift::Ror][(operation >> 1) as usize];
            let (d, n, m) = registers(code);
            Instruction::ShiftByRegister { shift, sets_flags: bit(code, 20), d, n, m }
        }
        (0b0000..=0b0101, 0b1000..=0b1111) => extend(code),
        (0b1000..=0b1111, 0b0000..=0b0111) => parallel(code),
        (0b1000..=0b1011, 0b1000..=0b1011) => miscellaneous(code),
        _ => Instruction::Undefined,
    }
}

/// Returns the registers d, n and m.
fn registers(code: u32) -> (Reg, Reg, Reg) {
    (Reg::from_bits(code, 8), Reg::from_bits(code, 16), Reg::from_bits(code, 0))
}

fn extend(code: u32) -> Instruction {
    let (d, n, m) = registers(code);
    let extension = match bits(code, 21, 2) {
        0b00 => Extension::Halfword,
        0b01 => Extension::TwoBytes,
        _ => Extension::Byte,
    };
    let rotation = (bits(code, 4, 2) << 3) as u8;
    Instruction::Extend { extension, signed: !bit(code, 20), d, a: (n != Reg::PC).then_some(n), m, rotation }
}

/// Decodes A5.3.13 and A5.3.14.
fn parallel(code: u32) -> Instruction {
    let (d, n, m) = registers(code);
    let operation = match bits(code, 20, 3) {
        0b001 => ParallelOperation::Add16,
        0b010 => ParallelOperation::AddSubtract,
        0b110 => ParallelOperation::SubtractAdd,
        0b101 => ParallelOperation::Sub16,
        0b000 => ParallelOperation::Add8,
        0b100 => ParallelOperation::Sub8,
        _ => return Instruction::Undefined,
    };
    let range = match bits(code, 4, 2) {
        0b00 => ParallelRange::Wraps,
        0b01 => ParallelRange::Saturates,
        0b10 => ParallelRange::Halves,
        _ => return Instruction::Undefined,
    };
    Instruction::Parallel { operation, range, signed: !bit(code, 6), d, n, m }
}

/// Decodes A5.3.15.
fn miscellaneous(code: u32) -> Instruction {
    let (d, n, m) = registers(code);
    let on_bits = |operation| Instruction::Bits { operation, d, m };
    match (bits(code, 20, 2), bits(code, 4, 2)) {
        (0b00, selection) => {
            Instruction::SaturatingAdd { doubles: selection & 1 != 0, subtracts: selection & 2 != 0, d, n, m }
        }
        (0b01, 0b00) => on_bits(BitOperation::Rev),
        (0b01, 0b01) => on_bits(BitOperation::Rev16),
        (0b01, 0b10) => on_bits(BitOperation::Rbit),
        (0b01, _) => on_bits(BitOperation::Revsh),
        (0b10, 0b00) => Instruction::SelectBytes { d, n, m },
        (0b11, 0b00) => on_bits(BitOperation::Clz),
        _ => Instruction::Undefined,
    }
}
