//! Instructions of 16 bits (A5.2).

use super::{bit, bits, sign_extend};
use crate::bus::Size;
use crate::condition::Condition;
use crate::instruction::{BitOperation, DataOperation, Extension, ImmediateCarry, Instruction, Reg, Shift, Transfer};

/// Decodes a 16-bit instruction.
pub fn decode(halfword: u16) -> Instruction {
    let code = u32::from(halfword);
    match bits(code, 10, 6) {
        0b00_0000..=0b00_1111 => shift_add_move(code),
        0b01_0000 => data_processing(code),
        0b01_0001 => special_data(code),
        0b01_0010..=0b01_0011 => {
            let offset = (bits(code, 0, 8) << 2) as i32;
            Instruction::LoadLiteral { transfer: Transfer::Word, t: Reg::low(code, 8), offset }
        }
        0b01_0100..=0b10_0111 => load_store(code),
        0b10_1000..=0b10_1001 => Instruction::Address { d: Reg::low(code, 8), offset: (bits(code, 0, 8) << 2) as i32 },
        0b10_1010..=0b10_1011 => {
            immediate(DataOperation::Add, false, Reg::low(code, 8), Reg::SP, bits(code, 0, 8) << 2)
        }
        0b10_1100..=0b10_1111 => miscellaneous(code),
        0b11_0000..=0b11_0001 => {
            let (n, list) = (Reg::low(code, 8), bits(code, 0, 8) as u16);
            Instruction::StoreMultiple { n, before: false, writes_back: true, list }
        }
        0b11_0010..=0b11_0011 => {
            let (n, list) = (Reg::low(code, 8), bits(code, 0, 8) as u16);
            Instruction::LoadMultiple { n, before: false, writes_back: list & 1 << n.index() == 0, list }
        }
        0b11_0100..=0b11_0111 => conditional_branch(code),
        0b11_1000..=0b11_1001 => Instruction::Branch { offset: sign_extend(bits(code, 0, 11) << 1, 12) },
        _ => Instruction::Undefined,
    }
}

/// Returns an operation of this group with an immediate operand, which is never rotated.
fn immediate(operation: DataOperation, sets_flags: bool, d: Reg, n: Reg, value: u32) -> Instruction {
    Instruction::DataImmediate { operation, sets_flags, d, n, carry: ImmediateCarry::Unchanged, value }
}

/// Decodes A5.2.1.
fn shift_add_move(code: u32) -> Instruction {
    let (d, n, m) = (Reg::low(code, 0), Reg::low(code, 3), Reg::low(code, 6));
    let register = |operation| Instruction::DataRegister { operation, sets_flags: true, d, n, m };
    let d8 = Reg::low(code, 8);
    let large = |operation| immediate(operation, true, d8, d8, bits(code, 0, 8));
    match bits(code, 9, 5) {
        0b00000..=0b01011 => shift_immediate(code),
        0b01100 => register(DataOperation::Add),
        0b01101 => register(DataOperation::Sub),
        0b01110 => immediate(DataOperation::Add, true, d, n, bits(code, 6, 3)),
        0b01111 => immediate(DataOperation::Sub, true, d, n, bits(code, 6, 3)),
        0b10000..=0b10011 => large(DataOperation::Mov),
        0b10100..=0b10111 => large(DataOperation::Cmp),
        0b11000..=0b11011 => large(DataOperation::Add),
        _ => large(DataOperation::Sub),
    }
}

fn shift_immediate(code: u32) -> Instruction {
    let (d, m) = (Reg::low(code, 0), Reg::low(code, 3));
    let (shift, amount) = super::data::decode_shift(bits(code, 11, 2), bits(code, 6, 5));
    let operation = DataOperation::Mov;
    match amount {
        0 => Instruction::DataRegister { operation, sets_flags: true, d, n: d, m },
        _ => Instruction::DataShifted { operation, sets_flags: true, d, n: d, m, shift, amount },
    }
}

/// Decodes A5.2.2.
fn data_processing(code: u32) -> Instruction {
    let (d, m) = (Reg::low(code, 0), Reg::low(code, 3));
    let register = |operation| Instruction::DataRegister { operation, sets_flags: true, d, n: d, m };
    let shifted = |shift| Instruction::ShiftByRegister { shift, sets_flags: true, d, n: d, m };
    match bits(code, 6, 4) {
        0b0000 => register(DataOperation::And),
        0b0001 => register(DataOperation::Eor),
        0b0010 => shifted(Shift::Lsl),
        0b0011 => shifted(Shift::Lsr),
        0b0100 => shifted(Shift::Asr),
        0b0101 => register(DataOperation::Adc),
        0b0110 => register(DataOperation::Sbc),
        0b0111 => shifted(Shift::Ror),
        0b1000 => register(DataOperation::Tst),
        0b1001 => immediate(DataOperation::Rsb, true, d, m, 0),
        0b1010 => register(DataOperation::Cmp),
        0b1011 => register(DataOperation::Cmn),
        0b1100 => register(DataOperation::Orr),
        0b1101 => Instruction::Multiply { sets_flags: true, d, n: m, m: d },
        0b1110 => register(DataOperation::Bic),
        _ => register(DataOperation::Mvn),
    }
}

/// Decodes A5.2.3: operations on all registers, and branches to a register.
fn special_data(code: u32) -> Instruction {
    let m = Reg::from_bits(code, 3);
    let d = Reg::from_bits(bits(code, 0, 3) | bits(code, 7, 1) << 3, 0);
    let register = |operation, sets_flags| Instruction::DataRegister { operation, sets_flags, d, n: d, m };
    match bits(code, 8, 2) {
        0b00 if d == Reg::PC => Instruction::AddToPc { m },
        0b00 => register(DataOperation::Add, false),
        0b01 => register(DataOperation::Cmp, true),
        0b10 if d == Reg::PC => Instruction::MoveToPc { m },
        0b10 => register(DataOperation::Mov, false),
        _ if bit(code, 7) => Instruction::BranchLinkExchange { m },
        _ => Instruction::BranchExchange { m },
    }
}

/// Decodes A5.2.4.
fn load_store(code: u32) -> Instruction {
    let (t, n, m) = (Reg::low(code, 0), Reg::low(code, 3), Reg::low(code, 6));
    let store = |size| Instruction::StoreRegister { size, t, n, m, shift: 0 };
    let load = |transfer| Instruction::LoadRegister { transfer, t, n, m, shift: 0 };
    let offset = |size: Size| (bits(code, 6, 5) * size.bytes()) as i32;
    let store_near = |size| Instruction::StoreImmediate { size, t, n, offset: offset(size) };
    let load_near = |transfer, size| Instruction::LoadImmediate { transfer, t, n, offset: offset(size) };
    let (t_stack, stack_offset) = (Reg::low(code, 8), (bits(code, 0, 8) << 2) as i32);
    match bits(code, 9, 7) {
        0b010_1000 => store(Size::Word),
        0b010_1001 => store(Size::Halfword),
        0b010_1010 => store(Size::Byte),
        0b010_1011 => load(Transfer::SignedByte),
        0b010_1100 => load(Transfer::Word),
        0b010_1101 => load(Transfer::Halfword),
        0b010_1110 => load(Transfer::Byte),
        0b010_1111 => load(Transfer::SignedHalfword),
        0b011_0000..=0b011_0011 => store_near(Size::Word),
        0b011_0100..=0b011_0111 => load_near(Transfer::Word, Size::Word),
        0b011_1000..=0b011_1011 => store_near(Size::Byte),
        0b011_1100..=0b011_1111 => load_near(Transfer::Byte, Size::Byte),
        0b100_0000..=0b100_0011 => store_near(Size::Halfword),
        0b100_0100..=0b100_0111 => load_near(Transfer::Halfword, Size::Halfword),
        0b100_1000..=0b100_1011 => {
            Instruction::StoreImmediate { size: Size::Word, t: t_stack, n: Reg::SP, offset: stack_offset }
        }
        _ => Instruction::LoadImmediate { transfer: Transfer::Word, t: t_stack, n: Reg::SP, offset: stack_offset },
    }
}

/// Decodes A5.2.5.
fn miscellaneous(code: u32) -> Instruction {
    let (d, m) = (Reg::low(code, 0), Reg::low(code, 3));
    let extend = |extension, signed| Instruction::Extend { extension, signed, d, a: None, m, rotation: 0 };
    let reverse = |operation| Instruction::Bits { operation, d, m };
    let stack = |operation| immediate(operation, false, Reg::SP, Reg::SP, bits(code, 0, 7) << 2);
    let list = bits(code, 0, 8) as u16;
    match bits(code, 5, 7) {
        0b000_0000..=0b000_0011 => stack(DataOperation::Add),
        0b000_0100..=0b000_0111 => stack(DataOperation::Sub),
        0b001_0000..=0b001_0001 => extend(Extension::Halfword, true),
        0b001_0010..=0b001_0011 => extend(Extension::Byte, true),
        0b001_0100..=0b001_0101 => extend(Extension::Halfword, false),
        0b001_0110..=0b001_0111 => extend(Extension::Byte, false),
        0b000_1000..=0b000_1111 | 0b001_1000..=0b001_1111 | 0b100_1000..=0b100_1111 | 0b101_1000..=0b101_1111 => {
            let offset = (bits(code, 9, 1) << 6 | bits(code, 3, 5) << 1) as u8;
            Instruction::CompareAndBranch { if_nonzero: bit(code, 11), n: d, offset }
        }
        0b010_0000..=0b010_1111 => {
            let list = list | (bits(code, 8, 1) as u16) << Reg::LR.index();
            Instruction::StoreMultiple { n: Reg::SP, before: true, writes_back: true, list }
        }
        0b011_0011 => {
            Instruction::ChangeProcessorState { disables: bit(code, 4), primask: bit(code, 1), faultmask: bit(code, 0) }
        }
        0b101_0000..=0b101_0001 => reverse(BitOperation::Rev),
        0b101_0010..=0b101_0011 => reverse(BitOperation::Rev16),
        0b101_0110..=0b101_0111 => reverse(BitOperation::Revsh),
        0b110_0000..=0b110_1111 => {
            let list = list | (bits(code, 8, 1) as u16) << Reg::PC.index();
            Instruction::LoadMultiple { n: Reg::SP, before: false, writes_back: true, list }
        }
        0b111_0000..=0b111_0111 => Instruction::Breakpoint,
        0b111_1000..=0b111_1111 if bits(code, 0, 4) != 0 => Instruction::IfThen { state: bits(code, 0, 8) as u8 },
        0b111_1000..=0b111_1111 => hint(bits(code, 4, 4)),
        _ => Instruction::Undefined,
    }
}

/// Decodes the hints, which both widths number alike. Those that are not allocated do nothing.
pub(super) fn hint(number: u32) -> Instruction {
    match number {
        2 => Instruction::WaitForEvent,
        3 => Instruction::WaitForInterrupt,
        4 => Instruction::SendEvent,
        _ => Instruction::Nop,
    }
}

/// Decodes A5.2.6.
fn conditional_branch(code: u32) -> Instruction {
    match bits(code, 8, 4) {
        0b1110 => Instruction::Undefined,
        0b1111 => Instruction::SupervisorCall,
        condition => Instruction::BranchConditional {
            condition: Condition::from_bits(condition),
            offset: sign_extend(bits(code, 0, 8) << 1, 9),
        },
    }
}
