//! Branches of 32 bits and miscellaneous control instructions (A5.3.4).

use super::{bit, bits, sign_extend, thumb16};
use crate::condition::Condition;
use crate::instruction::{Instruction, Reg};

/// Decodes A5.3.4.
pub fn branch_or_control(code: u32) -> Instruction {
    match (bit(code, 14), bit(code, 12)) {
        (false, true) => Instruction::Branch { offset: far_offset(code) },
        (true, true) => Instruction::BranchLink { offset: far_offset(code) },
        (true, false) => Instruction::Undefined,
        (false, false) if bits(code, 23, 3) != 0b111 => {
            let condition = Condition::from_bits(bits(code, 22, 4));
            Instruction::BranchConditional { condition, offset: conditional_offset(code) }
        }
        (false, false) => control(code),
    }
}

/// Returns the offset of B and BL, of which two bits are stored exclusive-or'ed with the sign.
fn far_offset(code: u32) -> i32 {
    let sign = bits(code, 26, 1);
    let i1 = !(bits(code, 13, 1) ^ sign) & 1;
    let i2 = !(bits(code, 11, 1) ^ sign) & 1;
    let value = sign << 24 | i1 << 23 | i2 << 22 | bits(code, 16, 10) << 12 | bits(code, 0, 11) << 1;
    sign_extend(value, 25)
}

fn conditional_offset(code: u32) -> i32 {
    let value = bits(code, 26, 1) << 20
        | bits(code, 11, 1) << 19
        | bits(code, 13, 1) << 18
        | bits(code, 16, 6) << 12
        | bits(code, 0, 11) << 1;
    sign_extend(value, 21)
}

fn control(code: u32) -> Instruction {
    let special = bits(code, 0, 8) as u8;
    match bits(code, 20, 7) {
        _ if bit(code, 13) => Instruction::Undefined,
        0b011_1000..=0b011_1001 => {
            Instruction::MoveToSpecial { special, n: Reg::from_bits(code, 16), mask: bits(code, 10, 2) as u8 }
        }
        0b011_1010 if bits(code, 8, 3) != 0 => Instruction::Undefined,
        0b011_1010 if bits(code, 4, 4) == 0 => thumb16::hint(bits(code, 0, 4)),
        // DBG and hints that are not allocated.
        0b011_1010 => Instruction::Nop,
        0b011_1011 => match bits(code, 4, 4) {
            0b0010 => Instruction::ClearExclusive,
            0b0100..=0b0110 => Instruction::Nop,
            _ => Instruction::Undefined,
        },
        0b011_1110..=0b011_1111 => Instruction::MoveFromSpecial { d: Reg::from_bits(code, 8), special },
        _ => Instruction::Undefined,
    }
}
