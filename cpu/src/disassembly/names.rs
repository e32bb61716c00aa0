//! The names of operations, sizes, conditions and special registers in assembler.

use alloc::format;
use alloc::string::String;

use crate::bus::Size;
use crate::condition::Condition;
use crate::instruction::{BitOperation, LongOperation, ParallelOperation, ParallelRange, Shift, Transfer};

pub fn sign(signed: bool) -> &'static str {
    if signed { "S" } else { "U" }
}

pub fn half(is_top: bool) -> &'static str {
    if is_top { "T" } else { "B" }
}

pub fn shift_name(shift: Shift) -> &'static str {
    match shift {
        Shift::Lsl => "LSL",
        Shift::Lsr => "LSR",
        Shift::Asr => "ASR",
        Shift::Ror => "ROR",
        Shift::Rrx => "RRX",
    }
}

pub fn bit_name(operation: BitOperation) -> &'static str {
    match operation {
        BitOperation::Rev => "REV",
        BitOperation::Rev16 => "REV16",
        BitOperation::Revsh => "REVSH",
        BitOperation::Rbit => "RBIT",
        BitOperation::Clz => "CLZ",
    }
}

pub fn long_name(operation: LongOperation) -> &'static str {
    match operation {
        LongOperation::Smull => "SMULL",
        LongOperation::Umull => "UMULL",
        LongOperation::Smlal => "SMLAL",
        LongOperation::Umlal => "UMLAL",
        LongOperation::Umaal => "UMAAL",
    }
}

pub fn parallel_name(operation: ParallelOperation, range: ParallelRange, signed: bool) -> String {
    let prefix = match (range, signed) {
        (ParallelRange::Wraps, true) => "S",
        (ParallelRange::Wraps, false) => "U",
        (ParallelRange::Saturates, true) => "Q",
        (ParallelRange::Saturates, false) => "UQ",
        (ParallelRange::Halves, true) => "SH",
        (ParallelRange::Halves, false) => "UH",
    };
    let name = match operation {
        ParallelOperation::Add16 => "ADD16",
        ParallelOperation::AddSubtract => "ASX",
        ParallelOperation::SubtractAdd => "SAX",
        ParallelOperation::Sub16 => "SUB16",
        ParallelOperation::Add8 => "ADD8",
        ParallelOperation::Sub8 => "SUB8",
    };
    format!("{prefix}{name}")
}

pub fn transfer_name(transfer: Transfer) -> &'static str {
    match transfer {
        Transfer::Byte => "B",
        Transfer::Halfword => "H",
        Transfer::Word => "",
        Transfer::SignedByte => "SB",
        Transfer::SignedHalfword => "SH",
    }
}

pub fn size_name(size: Size) -> &'static str {
    match size {
        Size::Byte => "B",
        Size::Halfword => "H",
        Size::Word => "",
    }
}

pub fn condition_name(condition: Condition) -> &'static str {
    match condition {
        Condition::Eq => "EQ",
        Condition::Ne => "NE",
        Condition::Cs => "CS",
        Condition::Cc => "CC",
        Condition::Mi => "MI",
        Condition::Pl => "PL",
        Condition::Vs => "VS",
        Condition::Vc => "VC",
        Condition::Hi => "HI",
        Condition::Ls => "LS",
        Condition::Ge => "GE",
        Condition::Lt => "LT",
        Condition::Gt => "GT",
        Condition::Le => "LE",
        Condition::Always => "AL",
    }
}

/// Returns the name of a special register (B5.1.1).
pub fn special_name(special: u8) -> &'static str {
    match special {
        0..=3 => "APSR",
        5 => "IPSR",
        6 | 7 => "EPSR",
        8 => "MSP",
        9 => "PSP",
        16 => "PRIMASK",
        17 => "BASEPRI",
        18 => "BASEPRI_MAX",
        19 => "FAULTMASK",
        20 => "CONTROL",
        _ => "an unknown register",
    }
}
