//! Decoding (chapter A5), in files by the tables of the manual. Encodings that are UNPREDICTABLE are decoded as their
//! fields say.

mod branch;
mod data;
mod data_register;
mod load_store;
mod multiple;
mod multiply;
mod thumb16;

pub use thumb16::decode as decode16;

use crate::instruction::Instruction;

/// Returns true if `halfword` is the first of two (A5.1).
#[inline]
pub const fn is_first_of_two(halfword: u16) -> bool {
    halfword >= 0xE800
}

/// Decodes a 32-bit instruction (A5.3). `first` is the halfword at the lower address.
pub fn decode32(first: u16, second: u16) -> Instruction {
    let code = u32::from(first) << 16 | u32::from(second);
    let group = bits(code, 20, 7);
    match bits(code, 27, 2) {
        0b01 if group & 0b110_0100 == 0b000_0000 => multiple::load_store_multiple(code),
        0b01 if group & 0b110_0100 == 0b000_0100 => multiple::dual_exclusive_table(code),
        0b01 if group & 0b110_0000 == 0b010_0000 => data::shifted_register(code),
        0b10 if bit(code, 15) => branch::branch_or_control(code),
        0b10 if !bit(code, 25) => data::modified_immediate(code),
        0b10 => data::plain_immediate(code),
        0b11 if group & 0b111_0001 == 0b000_0000 => load_store::store(code),
        0b11 if group & 0b110_0001 == 0b000_0001 => load_store::load(code),
        0b11 if group & 0b111_0000 == 0b010_0000 => data_register::decode(code),
        0b11 if group & 0b111_1000 == 0b011_0000 => multiply::multiply(code),
        0b11 if group & 0b111_1000 == 0b011_1000 => multiply::multiply_long(code),
        0b01 | 0b11 if group & 0b100_0000 != 0 => coprocessor(code),
        _ => Instruction::Undefined,
    }
}

/// Decodes A5.3.18. The coprocessors are absent, floating point among them.
fn coprocessor(code: u32) -> Instruction {
    if bits(code, 24, 2) == 0b11 { Instruction::Undefined } else { Instruction::Coprocessor }
}

/// Returns `count` bits of `code` from bit `low` on.
const fn bits(code: u32, low: u32, count: u32) -> u32 {
    code >> low & ((1 << count) - 1)
}

const fn bit(code: u32, index: u32) -> bool {
    code >> index & 1 != 0
}

/// Returns the lowest `count` bits of `value` as a signed number.
const fn sign_extend(value: u32, count: u32) -> i32 {
    (value << (32 - count)) as i32 >> (32 - count)
}
