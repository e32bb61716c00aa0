//! Decoded instructions. Names are those of the ARMv7-M Architecture Reference Manual (ARM DDI 0403E), chapter A7, and
//! instructions that differ in little share a variant, as they share a table in chapter A5.

use crate::bus::Size;
use crate::condition::Condition;

/// The number of a core register, from 0 to 15.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reg(u8);

impl Reg {
    pub const SP: Reg = Reg(13);
    pub const LR: Reg = Reg(14);
    pub const PC: Reg = Reg(15);

    /// Returns the register that the four bits of `code` from bit `shift` on name.
    pub const fn from_bits(code: u32, shift: u32) -> Reg {
        Reg((code >> shift & 15) as u8)
    }

    /// Returns the low register, R0 to R7, that the three bits of `code` from bit `shift` on name.
    pub const fn low(code: u32, shift: u32) -> Reg {
        Reg((code >> shift & 7) as u8)
    }

    /// Returns the number as an index, from 0 to 15.
    #[inline(always)]
    pub const fn index(self) -> usize {
        (self.0 & 15) as usize
    }
}

/// An instruction. `d` is the destination, `n` and `m` are operands, `a` is an addend and `t` is the register that a
/// load or store transfers.
// A line for each variant is easier to compare with the tables of the manual.
#[rustfmt::skip]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Instruction {
    // Data processing (A5.2.1, A5.2.2, A5.3.1, A5.3.3, A5.3.11).
    /// `carry` says what becomes of the carry flag of a logical operation (ThumbExpandImm_C).
    DataImmediate { operation: DataOperation, sets_flags: bool, d: Reg, n: Reg, carry: ImmediateCarry, value: u32 },
    DataRegister { operation: DataOperation, sets_flags: bool, d: Reg, n: Reg, m: Reg },
    DataShifted { operation: DataOperation, sets_flags: bool, d: Reg, n: Reg, m: Reg, shift: Shift, amount: u8 },
    ShiftByRegister { shift: Shift, sets_flags: bool, d: Reg, n: Reg, m: Reg },
    /// MOVT.
    MoveTop { d: Reg, value: u16 },
    /// ADR. The offset is from the aligned program counter.
    Address { d: Reg, offset: i32 },
    /// ADD with the program counter as destination.
    AddToPc { m: Reg },
    /// MOV with the program counter as destination.
    MoveToPc { m: Reg },

    // Bit fields, extension and other operations on bits (A5.3.4, A5.3.12, A5.3.15).
    BitFieldExtract { signed: bool, d: Reg, n: Reg, lsb: u8, width: u8 },
    /// BFI, and BFC if `n` is `None`.
    BitFieldInsert { d: Reg, n: Option<Reg>, lsb: u8, msb: u8 },
    /// SXTB and the like, and SXTAB and the like if there is an addend.
    Extend { extension: Extension, signed: bool, d: Reg, a: Option<Reg>, m: Reg, rotation: u8 },
    Bits { operation: BitOperation, d: Reg, m: Reg },
    /// PKHTB if `top_first`, else PKHBT.
    PackHalfwords { top_first: bool, d: Reg, n: Reg, m: Reg, amount: u8 },
    /// SEL.
    SelectBytes { d: Reg, n: Reg, m: Reg },

    // Saturation and parallel arithmetic (A5.3.13, A5.3.14, A7.7.152).
    Saturate { signed: bool, d: Reg, n: Reg, shift: Shift, amount: u8, bits: u8 },
    Saturate16 { signed: bool, d: Reg, n: Reg, bits: u8 },
    SaturatingAdd { doubles: bool, subtracts: bool, d: Reg, n: Reg, m: Reg },
    Parallel { operation: ParallelOperation, range: ParallelRange, signed: bool, d: Reg, n: Reg, m: Reg },
    /// USAD8, and USADA8 if there is an addend.
    SumOfDifferences { d: Reg, n: Reg, m: Reg, a: Option<Reg> },

    // Multiplication and division (A5.3.16, A5.3.17).
    Multiply { sets_flags: bool, d: Reg, n: Reg, m: Reg },
    /// MLA, and MLS if `subtracts`.
    MultiplyAccumulate { subtracts: bool, d: Reg, n: Reg, m: Reg, a: Reg },
    MultiplyLong { operation: LongOperation, low: Reg, high: Reg, n: Reg, m: Reg },
    Divide { signed: bool, d: Reg, n: Reg, m: Reg },
    /// SMULBB and the like, and SMLABB and the like if there is an addend.
    MultiplyHalfwords { n_top: bool, m_top: bool, d: Reg, n: Reg, m: Reg, a: Option<Reg> },
    /// SMULWB, SMULWT, SMLAWB and SMLAWT.
    MultiplyWordByHalfword { m_top: bool, d: Reg, n: Reg, m: Reg, a: Option<Reg> },
    /// SMUAD, SMUSD, SMLAD and SMLSD. `exchanges` swaps the halfwords of `m`.
    MultiplyDual { subtracts: bool, exchanges: bool, d: Reg, n: Reg, m: Reg, a: Option<Reg> },
    /// SMMUL, SMMLA and SMMLS.
    MultiplyMostSignificant { subtracts: bool, rounds: bool, d: Reg, n: Reg, m: Reg, a: Option<Reg> },
    /// SMLALBB and the like.
    MultiplyHalfwordsLong { n_top: bool, m_top: bool, low: Reg, high: Reg, n: Reg, m: Reg },
    /// SMLALD and SMLSLD.
    MultiplyDualLong { subtracts: bool, exchanges: bool, low: Reg, high: Reg, n: Reg, m: Reg },

    // Loads and stores (A5.2.4, A5.3.5 to A5.3.10).
    LoadImmediate { transfer: Transfer, t: Reg, n: Reg, offset: i32 },
    LoadRegister { transfer: Transfer, t: Reg, n: Reg, m: Reg, shift: u8 },
    LoadIndexed { transfer: Transfer, t: Reg, n: Reg, index: Index, offset: i16 },
    /// LDR (literal) and the like. The offset is from the aligned program counter.
    LoadLiteral { transfer: Transfer, t: Reg, offset: i32 },
    LoadUnprivileged { transfer: Transfer, t: Reg, n: Reg, offset: u8 },
    StoreImmediate { size: Size, t: Reg, n: Reg, offset: i32 },
    StoreRegister { size: Size, t: Reg, n: Reg, m: Reg, shift: u8 },
    StoreIndexed { size: Size, t: Reg, n: Reg, index: Index, offset: i16 },
    StoreUnprivileged { size: Size, t: Reg, n: Reg, offset: u8 },
    LoadDual { t: Reg, t2: Reg, n: Reg, index: Index, offset: i16 },
    StoreDual { t: Reg, t2: Reg, n: Reg, index: Index, offset: i16 },
    /// LDM, LDMDB and POP. Bit n of `list` is register n.
    LoadMultiple { n: Reg, before: bool, writes_back: bool, list: u16 },
    /// STM, STMDB and PUSH.
    StoreMultiple { n: Reg, before: bool, writes_back: bool, list: u16 },
    LoadExclusive { size: Size, t: Reg, n: Reg, offset: u16 },
    StoreExclusive { size: Size, d: Reg, t: Reg, n: Reg, offset: u16 },
    ClearExclusive,

    // Branches (A5.2.6, A5.3.4, A5.3.7).
    Branch { offset: i32 },
    BranchConditional { condition: Condition, offset: i32 },
    BranchLink { offset: i32 },
    BranchExchange { m: Reg },
    BranchLinkExchange { m: Reg },
    /// CBZ, and CBNZ if `if_nonzero`.
    CompareAndBranch { if_nonzero: bool, n: Reg, offset: u8 },
    /// TBB, and TBH if `halfwords`.
    TableBranch { halfwords: bool, n: Reg, m: Reg },
    /// IT. `state` is the new ITSTATE.
    IfThen { state: u8 },

    // System (A5.2.5, A5.3.4, chapter B5).
    SupervisorCall,
    Breakpoint,
    /// CPS. `disables` is the value that PRIMASK, FAULTMASK or both get.
    ChangeProcessorState { disables: bool, primask: bool, faultmask: bool },
    /// MRS. `special` is SYSm.
    MoveFromSpecial { d: Reg, special: u8 },
    /// MSR. Bit 0 of `mask` selects GE, and bit 1 selects the flags.
    MoveToSpecial { special: u8, n: Reg, mask: u8 },
    WaitForEvent,
    WaitForInterrupt,
    SendEvent,
    /// NOP, YIELD, DBG, PLD, PLI, and the barriers, because every access is complete when its instruction is.
    Nop,
    /// An instruction of a coprocessor, all of which are absent.
    Coprocessor,
    Undefined,
}

/// The operations of data-processing instructions. `Tst` to `Cmp` have no destination.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DataOperation {
    And,
    Bic,
    Orr,
    Orn,
    Eor,
    Mov,
    Mvn,
    Add,
    Adc,
    Sbc,
    Sub,
    Rsb,
    Tst,
    Teq,
    Cmn,
    Cmp,
}

/// The carry flag after a logical operation with an immediate operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImmediateCarry {
    Unchanged,
    /// Bit 31 of the operand, because it is a rotated value.
    TopBit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shift {
    Lsl,
    Lsr,
    Asr,
    Ror,
    Rrx,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BitOperation {
    Rev,
    Rev16,
    Revsh,
    Rbit,
    Clz,
}

/// The parts of a register that an instruction extends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extension {
    Byte,
    Halfword,
    /// The bytes 0 and 2, each to a halfword.
    TwoBytes,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParallelOperation {
    Add16,
    /// ASX: adds the high and subtracts the low halfword, with the halfwords of `m` exchanged.
    AddSubtract,
    /// SAX.
    SubtractAdd,
    Sub16,
    Add8,
    Sub8,
}

/// The treatment of results of parallel arithmetic that do not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParallelRange {
    /// They wrap, and GE is set.
    Wraps,
    Saturates,
    /// They are halved, so that they fit.
    Halves,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LongOperation {
    Smull,
    Umull,
    Smlal,
    Umlal,
    Umaal,
}

/// A load of one register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transfer {
    Byte,
    Halfword,
    Word,
    SignedByte,
    SignedHalfword,
}

/// The use of an offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Index {
    /// The address is base plus offset, and the base does not change.
    Offset,
    /// The address is base plus offset, and becomes the base.
    Pre,
    /// The address is the base, to which the offset is added afterwards.
    Post,
}

impl Instruction {
    /// Returns the 16-bit instruction as it is inside an IT block, where data processing leaves the flags alone but
    /// for comparisons (`setflags = !InITBlock()`).
    #[inline]
    pub fn inside_it_block(mut self) -> Instruction {
        match &mut self {
            Instruction::DataImmediate { operation, sets_flags, .. }
            | Instruction::DataRegister { operation, sets_flags, .. }
            | Instruction::DataShifted { operation, sets_flags, .. } => *sets_flags &= operation.is_comparison(),
            Instruction::ShiftByRegister { sets_flags, .. } | Instruction::Multiply { sets_flags, .. } => {
                *sets_flags = false;
            }
            _ => {}
        }
        self
    }
}

impl DataOperation {
    /// Returns true if the operation only sets flags.
    #[inline(always)]
    pub const fn is_comparison(self) -> bool {
        matches!(self, DataOperation::Tst | DataOperation::Teq | DataOperation::Cmn | DataOperation::Cmp)
    }
}
