//! Data processing of 32 bits with a shifted register or an immediate operand (A5.3.1, A5.3.3, A5.3.11).

use super::{bit, bits};
use crate::instruction::{DataOperation, ImmediateCarry, Instruction, Reg, Shift};

/// Returns the operation that bits 21 to 24 name, or `None` if there is none. A destination of the program counter
/// makes it a comparison, and a first operand of the program counter makes it a move.
fn operation(code: u32) -> Option<DataOperation> {
    let compares = Reg::from_bits(code, 8) == Reg::PC && bit(code, 20);
    let moves = Reg::from_bits(code, 16) == Reg::PC;
    Some(match bits(code, 21, 4) {
        0b0000 if compares => DataOperation::Tst,
        0b0000 => DataOperation::And,
        0b0001 => DataOperation::Bic,
        0b0010 if moves => DataOperation::Mov,
        0b0010 => DataOperation::Orr,
        0b0011 if moves => DataOperation::Mvn,
        0b0011 => DataOperation::Orn,
        0b0100 if compares => DataOperation::Teq,
        0b0100 => DataOperation::Eor,
        0b1000 if compares => DataOperation::Cmn,
        0b1000 => DataOperation::Add,
        0b1010 => DataOperation::Adc,
        0b1011 => DataOperation::Sbc,
        0b1101 if compares => DataOperation::Cmp,
        0b1101 => DataOperation::Sub,
        0b1110 => DataOperation::Rsb,
        _ => return None,
    })
}

/// Decodes A5.3.11.
pub fn shifted_register(code: u32) -> Instruction {
    let (d, n, m) = (Reg::from_bits(code, 8), Reg::from_bits(code, 16), Reg::from_bits(code, 0));
    let (shift, amount) = decode_shift(bits(code, 4, 2), bits(code, 12, 3) << 2 | bits(code, 6, 2));
    if bits(code, 21, 4) == 0b0110 {
        let is_pack = !bit(code, 20) && !bit(code, 4);
        return if is_pack {
            Instruction::PackHalfwords { top_first: bit(code, 5), d, n, m, amount }
        } else {
            Instruction::Undefined
        };
    }
    let sets_flags = bit(code, 20);
    match operation(code) {
        None => Instruction::Undefined,
        Some(operation) if amount == 0 => Instruction::DataRegister { operation, sets_flags, d, n, m },
        Some(operation) => Instruction::DataShifted { operation, sets_flags, d, n, m, shift, amount },
    }
}

/// Returns the shift of an immediate amount (DecodeImmShift).
pub(super) fn decode_shift(kind: u32, amount: u32) -> (Shift, u8) {
    match (kind, amount as u8) {
        (0b00, amount) => (Shift::Lsl, amount),
        (0b01, 0) => (Shift::Lsr, 32),
        (0b01, amount) => (Shift::Lsr, amount),
        (0b10, 0) => (Shift::Asr, 32),
        (0b10, amount) => (Shift::Asr, amount),
        (_, 0) => (Shift::Rrx, 1),
        (_, amount) => (Shift::Ror, amount),
    }
}

/// Decodes A5.3.1.
pub fn modified_immediate(code: u32) -> Instruction {
    let Some(operation) = operation(code) else { return Instruction::Undefined };
    let (value, carry) = expand_immediate(immediate12(code));
    let (d, n) = (Reg::from_bits(code, 8), Reg::from_bits(code, 16));
    Instruction::DataImmediate { operation, sets_flags: bit(code, 20), d, n, carry, value }
}

/// Returns the fields `i:imm3:imm8`.
fn immediate12(code: u32) -> u32 {
    bits(code, 26, 1) << 11 | bits(code, 12, 3) << 8 | bits(code, 0, 8)
}

/// Expands a modified immediate constant (A5.3.2, ThumbExpandImm_C).
fn expand_immediate(field: u32) -> (u32, ImmediateCarry) {
    let byte = field & 0xFF;
    if field >> 10 != 0 {
        let value = (0x80 | field & 0x7F).rotate_right(field >> 7);
        return (value, ImmediateCarry::TopBit);
    }
    let value = match field >> 8 & 3 {
        0b00 => byte,
        0b01 => byte << 16 | byte,
        0b10 => byte << 24 | byte << 8,
        _ => byte * 0x0101_0101,
    };
    (value, ImmediateCarry::Unchanged)
}

/// Decodes A5.3.3.
pub fn plain_immediate(code: u32) -> Instruction {
    let (d, n) = (Reg::from_bits(code, 8), Reg::from_bits(code, 16));
    let value = immediate12(code);
    let add_or_subtract = |operation| Instruction::DataImmediate {
        operation,
        sets_flags: false,
        d,
        n,
        carry: ImmediateCarry::Unchanged,
        value,
    };
    let value16 = bits(code, 16, 4) << 12 | value;
    let lsb = (bits(code, 12, 3) << 2 | bits(code, 6, 2)) as u8;
    let low5 = bits(code, 0, 5) as u8;
    match bits(code, 20, 5) {
        0b00000 if n == Reg::PC => Instruction::Address { d, offset: value as i32 },
        0b00000 => add_or_subtract(DataOperation::Add),
        0b01010 if n == Reg::PC => Instruction::Address { d, offset: -(value as i32) },
        0b01010 => add_or_subtract(DataOperation::Sub),
        0b00100 => Instruction::DataImmediate {
            operation: DataOperation::Mov,
            sets_flags: false,
            d,
            n: d,
            carry: ImmediateCarry::Unchanged,
            value: value16,
        },
        0b01100 => Instruction::MoveTop { d, value: value16 as u16 },
        0b10000 | 0b10010 | 0b11000 | 0b11010 => saturate(code, lsb),
        0b10100 => Instruction::BitFieldExtract { signed: true, d, n, lsb, width: low5 + 1 },
        0b11100 => Instruction::BitFieldExtract { signed: false, d, n, lsb, width: low5 + 1 },
        0b10110 => Instruction::BitFieldInsert { d, n: (n != Reg::PC).then_some(n), lsb, msb: low5 },
        _ => Instruction::Undefined,
    }
}

/// Decodes SSAT, SSAT16, USAT and USAT16.
fn saturate(code: u32, amount: u8) -> Instruction {
    let (d, n) = (Reg::from_bits(code, 8), Reg::from_bits(code, 16));
    let signed = !bit(code, 23);
    let is_arithmetic_shift = bit(code, 21);
    if is_arithmetic_shift && amount == 0 {
        let bits = bits(code, 0, 4) as u8 + u8::from(signed);
        return Instruction::Saturate16 { signed, d, n, bits };
    }
    let bits = bits(code, 0, 5) as u8 + u8::from(signed);
    let shift = if is_arithmetic_shift { Shift::Asr } else { Shift::Lsl };
    Instruction::Saturate { signed, d, n, shift, amount, bits }
}
