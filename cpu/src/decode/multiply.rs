//! Multiplication and division (A5.3.16, A5.3.17).

use super::{bit, bits};
use crate::instruction::{Instruction, LongOperation, Reg};

/// Decodes A5.3.16.
pub fn multiply(code: u32) -> Instruction {
    let (d, n, m) = (Reg::from_bits(code, 8), Reg::from_bits(code, 16), Reg::from_bits(code, 0));
    let addend = Reg::from_bits(code, 12);
    let a = (addend != Reg::PC).then_some(addend);
    if bits(code, 6, 2) != 0 {
        return Instruction::Undefined;
    }
    let (high, low) = (bit(code, 5), bit(code, 4));
    match (bits(code, 20, 3), high) {
        (0b000, false) => match (low, a) {
            (false, None) => Instruction::Multiply { sets_flags: false, d, n, m },
            (subtracts, _) => Instruction::MultiplyAccumulate { subtracts, d, n, m, a: addend },
        },
        (0b001, _) => Instruction::MultiplyHalfwords { n_top: high, m_top: low, d, n, m, a },
        (0b010, false) => Instruction::MultiplyDual { subtracts: false, exchanges: low, d, n, m, a },
        (0b011, false) => Instruction::MultiplyWordByHalfword { m_top: low, d, n, m, a },
        (0b100, false) => Instruction::MultiplyDual { subtracts: true, exchanges: low, d, n, m, a },
        (0b101, false) => Instruction::MultiplyMostSignificant { subtracts: false, rounds: low, d, n, m, a },
        (0b110, false) => Instruction::MultiplyMostSignificant { subtracts: true, rounds: low, d, n, m, a },
        (0b111, false) if !low => Instruction::SumOfDifferences { d, n, m, a },
        _ => Instruction::Undefined,
    }
}

/// Decodes A5.3.17.
pub fn multiply_long(code: u32) -> Instruction {
    let (low, high) = (Reg::from_bits(code, 12), Reg::from_bits(code, 8));
    let (n, m) = (Reg::from_bits(code, 16), Reg::from_bits(code, 0));
    let long = |operation| Instruction::MultiplyLong { operation, low, high, n, m };
    match (bits(code, 20, 3), bits(code, 4, 4)) {
        (0b000, 0b0000) => long(LongOperation::Smull),
        (0b001, 0b1111) => Instruction::Divide { signed: true, d: high, n, m },
        (0b010, 0b0000) => long(LongOperation::Umull),
        (0b011, 0b1111) => Instruction::Divide { signed: false, d: high, n, m },
        (0b100, 0b0000) => long(LongOperation::Smlal),
        (0b100, 0b1000..=0b1011) => {
            Instruction::MultiplyHalfwordsLong { n_top: bit(code, 5), m_top: bit(code, 4), low, high, n, m }
        }
        (0b100, 0b1100..=0b1101) => {
            Instruction::MultiplyDualLong { subtracts: false, exchanges: bit(code, 4), low, high, n, m }
        }
        (0b101, 0b1100..=0b1101) => {
            Instruction::MultiplyDualLong { subtracts: true, exchanges: bit(code, 4), low, high, n, m }
        }
        (0b110, 0b0000) => long(LongOperation::Umlal),
        (0b110, 0b0110) => long(LongOperation::Umaal),
        _ => Instruction::Undefined,
    }
}
