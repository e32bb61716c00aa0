//! Writes instructions as text, in the unified assembler language (A4.2). Addresses of branches and literals are
//! absolute.

mod names;

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::condition::Condition;
use crate::decode;
use crate::instruction::{DataOperation, Extension, Index, Instruction, Reg, Shift};
use names::{
    bit_name, condition_name, half, long_name, parallel_name, shift_name, sign, size_name, special_name, transfer_name,
};

/// An instruction as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disassembly {
    /// The mnemonic and its operands, such as `LDR R0, [R1, #4]`.
    pub text: String,
    /// Number of bytes of the instruction.
    pub size: u32,
}

/// Returns the instruction at `address` as text. `second` is the halfword behind `first`, which only instructions of
/// four bytes have.
pub fn disassemble(address: u32, first: u16, second: u16) -> Disassembly {
    if decode::is_first_of_two(first) {
        Disassembly { text: text(&decode::decode32(first, second), address), size: 4 }
    } else {
        Disassembly { text: text(&decode::decode16(first), address), size: 2 }
    }
}

const REGISTERS: [&str; 16] =
    ["R0", "R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8", "R9", "R10", "R11", "R12", "SP", "LR", "PC"];

fn r(register: Reg) -> &'static str {
    REGISTERS[register.index()]
}

fn s(sets_flags: bool) -> &'static str {
    if sets_flags { "S" } else { "" }
}

fn text(instruction: &Instruction, address: u32) -> String {
    use Instruction as I;
    let pc = address.wrapping_add(4);
    let target = |offset: i32| format!("{:#010X}", pc.wrapping_add_signed(offset));
    let literal = |offset: i32| format!("{:#010X}", (pc & !3).wrapping_add_signed(offset));
    match *instruction {
        I::DataImmediate { operation, sets_flags, d, n, value, .. } => {
            data(operation, sets_flags, d, n, &format!("#{}", value as i32))
        }
        I::DataRegister { operation, sets_flags, d, n, m } => data(operation, sets_flags, d, n, r(m)),
        I::DataShifted { operation, sets_flags, d, n, m, shift, amount } => {
            data(operation, sets_flags, d, n, &format!("{}{}", r(m), shifted(shift, amount)))
        }
        I::ShiftByRegister { shift, sets_flags, d, n, m } => {
            format!("{}{} {}, {}, {}", shift_name(shift), s(sets_flags), r(d), r(n), r(m))
        }
        I::MoveTop { d, value } => format!("MOVT {}, #{value}", r(d)),
        I::Address { d, offset } => format!("ADR {}, {}", r(d), literal(offset)),
        I::AddToPc { m } => format!("ADD PC, {}", r(m)),
        I::MoveToPc { m } => format!("MOV PC, {}", r(m)),
        I::BitFieldExtract { signed, d, n, lsb, width } => {
            format!("{}BFX {}, {}, #{lsb}, #{width}", sign(signed), r(d), r(n))
        }
        I::BitFieldInsert { d, n, lsb, msb } => {
            let width = (msb + 1).saturating_sub(lsb);
            match n {
                Some(n) => format!("BFI {}, {}, #{lsb}, #{width}", r(d), r(n)),
                None => format!("BFC {}, #{lsb}, #{width}", r(d)),
            }
        }
        I::Extend { extension, signed, d, a, m, rotation } => {
            let kind = match extension {
                Extension::Byte => "B",
                Extension::Halfword => "H",
                Extension::TwoBytes => "B16",
            };
            let rotation = if rotation == 0 { String::new() } else { format!(", ROR #{rotation}") };
            match a {
                Some(a) => format!("{}XTA{kind} {}, {}, {}{rotation}", sign(signed), r(d), r(a), r(m)),
                None => format!("{}XT{kind} {}, {}{rotation}", sign(signed), r(d), r(m)),
            }
        }
        I::Bits { operation, d, m } => format!("{} {}, {}", bit_name(operation), r(d), r(m)),
        I::PackHalfwords { top_first, d, n, m, amount } => {
            let (name, shift) = if top_first { ("PKHTB", Shift::Asr) } else { ("PKHBT", Shift::Lsl) };
            format!("{name} {}, {}, {}{}", r(d), r(n), r(m), shifted(shift, amount))
        }
        I::SelectBytes { d, n, m } => three("SEL", d, n, m),
        I::Saturate { signed, d, n, shift, amount, bits } => {
            format!("{}SAT {}, #{bits}, {}{}", sign(signed), r(d), r(n), shifted(shift, amount))
        }
        I::Saturate16 { signed, d, n, bits } => format!("{}SAT16 {}, #{bits}, {}", sign(signed), r(d), r(n)),
        I::SaturatingAdd { doubles, subtracts, d, n, m } => {
            let name = format!("Q{}{}", if doubles { "D" } else { "" }, if subtracts { "SUB" } else { "ADD" });
            three(&name, d, m, n)
        }
        I::Parallel { operation, range, signed, d, n, m } => three(&parallel_name(operation, range, signed), d, n, m),
        I::SumOfDifferences { d, n, m, a } => accumulated("USAD8", "USADA8", d, n, m, a),
        I::Multiply { sets_flags, d, n, m } => three(&format!("MUL{}", s(sets_flags)), d, n, m),
        I::MultiplyAccumulate { subtracts, d, n, m, a } => {
            accumulated("", if subtracts { "MLS" } else { "MLA" }, d, n, m, Some(a))
        }
        I::MultiplyLong { operation, low, high, n, m } => four(long_name(operation), low, high, n, m),
        I::Divide { signed, d, n, m } => three(if signed { "SDIV" } else { "UDIV" }, d, n, m),
        I::MultiplyHalfwords { n_top, m_top, d, n, m, a } => {
            let halves = format!("{}{}", half(n_top), half(m_top));
            accumulated(&format!("SMUL{halves}"), &format!("SMLA{halves}"), d, n, m, a)
        }
        I::MultiplyWordByHalfword { m_top, d, n, m, a } => {
            accumulated(&format!("SMULW{}", half(m_top)), &format!("SMLAW{}", half(m_top)), d, n, m, a)
        }
        I::MultiplyDual { subtracts, exchanges, d, n, m, a } => {
            let (kind, x) = (if subtracts { "S" } else { "A" }, if exchanges { "X" } else { "" });
            accumulated(&format!("SMU{kind}D{x}"), &format!("SML{kind}D{x}"), d, n, m, a)
        }
        I::MultiplyMostSignificant { subtracts, rounds, d, n, m, a } => {
            let (kind, rounding) = (if subtracts { "S" } else { "A" }, if rounds { "R" } else { "" });
            accumulated(&format!("SMMUL{rounding}"), &format!("SMML{kind}{rounding}"), d, n, m, a)
        }
        I::MultiplyHalfwordsLong { n_top, m_top, low, high, n, m } => {
            four(&format!("SMLAL{}{}", half(n_top), half(m_top)), low, high, n, m)
        }
        I::MultiplyDualLong { subtracts, exchanges, low, high, n, m } => {
            let (kind, x) = (if subtracts { "S" } else { "A" }, if exchanges { "X" } else { "" });
            four(&format!("SML{kind}LD{x}"), low, high, n, m)
        }
        I::LoadImmediate { transfer, t, n, offset } => {
            format!("LDR{} {}, {}", transfer_name(transfer), r(t), indexed(n, Index::Offset, offset))
        }
        I::LoadRegister { transfer, t, n, m, shift } => {
            format!("LDR{} {}, {}", transfer_name(transfer), r(t), by_register(n, m, shift))
        }
        I::LoadIndexed { transfer, t, n, index, offset } => {
            format!("LDR{} {}, {}", transfer_name(transfer), r(t), indexed(n, index, offset.into()))
        }
        I::LoadLiteral { transfer, t, offset } => {
            format!("LDR{} {}, [{}]", transfer_name(transfer), r(t), literal(offset))
        }
        I::LoadUnprivileged { transfer, t, n, offset } => {
            format!("LDR{}T {}, {}", transfer_name(transfer), r(t), indexed(n, Index::Offset, offset.into()))
        }
        I::StoreImmediate { size, t, n, offset } => {
            format!("STR{} {}, {}", size_name(size), r(t), indexed(n, Index::Offset, offset))
        }
        I::StoreRegister { size, t, n, m, shift } => {
            format!("STR{} {}, {}", size_name(size), r(t), by_register(n, m, shift))
        }
        I::StoreIndexed { size, t, n, index, offset } => {
            format!("STR{} {}, {}", size_name(size), r(t), indexed(n, index, offset.into()))
        }
        I::StoreUnprivileged { size, t, n, offset } => {
            format!("STR{}T {}, {}", size_name(size), r(t), indexed(n, Index::Offset, offset.into()))
        }
        I::LoadDual { t, t2, n, index, offset } => {
            format!("LDRD {}, {}, {}", r(t), r(t2), indexed(n, index, offset.into()))
        }
        I::StoreDual { t, t2, n, index, offset } => {
            format!("STRD {}, {}, {}", r(t), r(t2), indexed(n, index, offset.into()))
        }
        I::LoadMultiple { n, before: false, writes_back: true, list } if r(n) == "SP" => {
            format!("POP {{{}}}", registers(list))
        }
        I::StoreMultiple { n, before: true, writes_back: true, list } if r(n) == "SP" => {
            format!("PUSH {{{}}}", registers(list))
        }
        I::LoadMultiple { n, before, writes_back, list } => multiple("LDM", n, before, writes_back, list),
        I::StoreMultiple { n, before, writes_back, list } => multiple("STM", n, before, writes_back, list),
        I::LoadExclusive { size, t, n, offset } => {
            format!("LDREX{} {}, {}", size_name(size), r(t), indexed(n, Index::Offset, offset.into()))
        }
        I::StoreExclusive { size, d, t, n, offset } => {
            format!("STREX{} {}, {}, {}", size_name(size), r(d), r(t), indexed(n, Index::Offset, offset.into()))
        }
        I::ClearExclusive => "CLREX".into(),
        I::Branch { offset } => format!("B {}", target(offset)),
        I::BranchConditional { condition, offset } => format!("B{} {}", condition_name(condition), target(offset)),
        I::BranchLink { offset } => format!("BL {}", target(offset)),
        I::BranchExchange { m } => format!("BX {}", r(m)),
        I::BranchLinkExchange { m } => format!("BLX {}", r(m)),
        I::CompareAndBranch { if_nonzero, n, offset } => {
            format!("CB{}Z {}, {}", if if_nonzero { "N" } else { "" }, r(n), target(offset.into()))
        }
        I::TableBranch { halfwords: true, n, m } => format!("TBH [{}, {}, LSL #1]", r(n), r(m)),
        I::TableBranch { halfwords: false, n, m } => format!("TBB [{}, {}]", r(n), r(m)),
        I::IfThen { state } => if_then(state),
        I::SupervisorCall => "SVC".into(),
        I::Breakpoint => "BKPT".into(),
        I::ChangeProcessorState { disables, primask, faultmask } => {
            let flags = [(primask, "i"), (faultmask, "f")].into_iter().filter(|(is_set, _)| *is_set);
            let flags: String = flags.map(|(_, name)| name).collect();
            format!("CPS{} {flags}", if disables { "ID" } else { "IE" })
        }
        I::MoveFromSpecial { d, special } => format!("MRS {}, {}", r(d), special_name(special)),
        I::MoveToSpecial { special, n, .. } => format!("MSR {}, {}", special_name(special), r(n)),
        I::WaitForEvent => "WFE".into(),
        I::WaitForInterrupt => "WFI".into(),
        I::SendEvent => "SEV".into(),
        I::Nop => "NOP".into(),
        I::Coprocessor => "an instruction of a coprocessor".into(),
        I::Undefined => "no instruction".into(),
    }
}

/// Returns an instruction of data processing, which has a destination, an operand and a flexible operand as its
/// operation needs them.
fn data(operation: DataOperation, sets_flags: bool, d: Reg, n: Reg, operand: &str) -> String {
    use DataOperation as O;
    let name = match operation {
        O::And => "AND",
        O::Bic => "BIC",
        O::Orr => "ORR",
        O::Orn => "ORN",
        O::Eor => "EOR",
        O::Mov => "MOV",
        O::Mvn => "MVN",
        O::Add => "ADD",
        O::Adc => "ADC",
        O::Sbc => "SBC",
        O::Sub => "SUB",
        O::Rsb => "RSB",
        O::Tst => "TST",
        O::Teq => "TEQ",
        O::Cmn => "CMN",
        O::Cmp => "CMP",
    };
    match operation {
        O::Mov | O::Mvn => format!("{name}{} {}, {operand}", s(sets_flags), r(d)),
        _ if operation.is_comparison() => format!("{name} {}, {operand}", r(n)),
        _ => format!("{name}{} {}, {}, {operand}", s(sets_flags), r(d), r(n)),
    }
}

fn three(name: &str, d: Reg, n: Reg, m: Reg) -> String {
    format!("{name} {}, {}, {}", r(d), r(n), r(m))
}

fn four(name: &str, low: Reg, high: Reg, n: Reg, m: Reg) -> String {
    format!("{name} {}, {}, {}, {}", r(low), r(high), r(n), r(m))
}

/// Returns an instruction that has a name of its own if there is an addend.
fn accumulated(name: &str, name_with_addend: &str, d: Reg, n: Reg, m: Reg, a: Option<Reg>) -> String {
    match a {
        Some(a) => four(name_with_addend, d, n, m, a),
        None => three(name, d, n, m),
    }
}

fn multiple(name: &str, n: Reg, before: bool, writes_back: bool, list: u16) -> String {
    let (order, back) = (if before { "DB" } else { "" }, if writes_back { "!" } else { "" });
    format!("{name}{order} {}{back}, {{{}}}", r(n), registers(list))
}

fn registers(list: u16) -> String {
    let names: Vec<_> = (0..16).filter(|number| list >> number & 1 != 0).map(|number| REGISTERS[number]).collect();
    names.join(", ")
}

fn indexed(n: Reg, index: Index, offset: i32) -> String {
    match index {
        Index::Offset if offset == 0 => format!("[{}]", r(n)),
        Index::Offset => format!("[{}, #{offset}]", r(n)),
        Index::Pre => format!("[{}, #{offset}]!", r(n)),
        Index::Post => format!("[{}], #{offset}", r(n)),
    }
}

fn by_register(n: Reg, m: Reg, shift: u8) -> String {
    format!("[{}, {}{}]", r(n), r(m), shifted(Shift::Lsl, shift))
}

fn shifted(shift: Shift, amount: u8) -> String {
    match (shift, amount) {
        (Shift::Rrx, _) => ", RRX".into(),
        (Shift::Lsl, 0) => String::new(),
        (shift, amount) => format!(", {} #{amount}", shift_name(shift)),
    }
}

/// Returns an IT instruction, whose letters say for each further instruction whether the condition or its opposite
/// holds.
fn if_then(state: u8) -> String {
    let mask = state & 15;
    let count = 3 - mask.trailing_zeros().min(3);
    let letter = |index: u32| if mask >> (3 - index) & 1 == state >> 4 & 1 { 'T' } else { 'E' };
    let letters: String = (0..count).map(letter).collect();
    format!("IT{letters} {}", condition_name(Condition::from_bits(u32::from(state) >> 4)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instructions_are_written_as_an_assembler_reads_them() {
        let rows = [
            (0x2103, 0, 2, "MOVS R1, #3"),
            (0x6881, 0, 2, "LDR R1, [R0, #8]"),
            (0x4801, 0, 2, "LDR R0, [0x20004008]"),
            (0xB570, 0, 2, "PUSH {R4, R5, R6, LR}"),
            (0xE8BD, 0x8070, 4, "POP {R4, R5, R6, PC}"),
            (0xE7FE, 0, 2, "B 0x20004000"),
            (0xD1FD, 0, 2, "BNE 0x20003FFE"),
            (0xF000, 0xF802, 4, "BL 0x20004008"),
            (0xBF0C, 0, 2, "ITE EQ"),
            (0xFBB0, 0xF0F2, 4, "UDIV R0, R0, R2"),
            (0xEA4F, 0x1041, 4, "MOV R0, R1, LSL #5"),
            (0xF841, 0x0B04, 4, "STR R0, [R1], #4"),
            (0xF3EF, 0x8010, 4, "MRS R0, PRIMASK"),
            (0xB672, 0, 2, "CPSID i"),
            (0x4770, 0, 2, "BX LR"),
            (0xDE00, 0, 2, "no instruction"),
        ];
        for (first, second, size, expected) in rows {
            let Disassembly { text, size: actual } = disassemble(0x2000_4000, first, second);
            assert_eq!((text.as_str(), actual), (expected, size));
        }
    }
}
