//! Flags, conditions and the state of IT blocks (A7.3, B1.4.2).

/// The flags of the APSR.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flags {
    pub n: bool,
    pub z: bool,
    pub c: bool,
    pub v: bool,
    pub q: bool,
    /// The four GE bits.
    pub ge: u8,
}

impl Flags {
    /// Sets N and Z from a result.
    #[inline(always)]
    pub fn set_nz(&mut self, result: u32) {
        self.n = (result as i32) < 0;
        self.z = result == 0;
    }

    /// Returns the APSR.
    pub fn to_bits(self) -> u32 {
        u32::from(self.n) << 31
            | u32::from(self.z) << 30
            | u32::from(self.c) << 29
            | u32::from(self.v) << 28
            | u32::from(self.q) << 27
            | u32::from(self.ge) << 16
    }

    /// Returns the flags in an APSR.
    pub fn from_bits(apsr: u32) -> Flags {
        Flags {
            n: apsr & 1 << 31 != 0,
            z: apsr & 1 << 30 != 0,
            c: apsr & 1 << 29 != 0,
            v: apsr & 1 << 28 != 0,
            q: apsr & 1 << 27 != 0,
            ge: (apsr >> 16 & 15) as u8,
        }
    }
}

/// A condition for the execution of an instruction (A7.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    Eq,
    Ne,
    Cs,
    Cc,
    Mi,
    Pl,
    Vs,
    Vc,
    Hi,
    Ls,
    Ge,
    Lt,
    Gt,
    Le,
    Always,
}

impl Condition {
    /// Returns the condition that the lowest four bits of `code` name.
    pub const fn from_bits(code: u32) -> Condition {
        match code & 15 {
            0 => Condition::Eq,
            1 => Condition::Ne,
            2 => Condition::Cs,
            3 => Condition::Cc,
            4 => Condition::Mi,
            5 => Condition::Pl,
            6 => Condition::Vs,
            7 => Condition::Vc,
            8 => Condition::Hi,
            9 => Condition::Ls,
            10 => Condition::Ge,
            11 => Condition::Lt,
            12 => Condition::Gt,
            13 => Condition::Le,
            _ => Condition::Always,
        }
    }

    /// Returns true if the condition holds (ConditionPassed).
    #[inline(always)]
    pub fn holds(self, flags: &Flags) -> bool {
        match self {
            Condition::Eq => flags.z,
            Condition::Ne => !flags.z,
            Condition::Cs => flags.c,
            Condition::Cc => !flags.c,
            Condition::Mi => flags.n,
            Condition::Pl => !flags.n,
            Condition::Vs => flags.v,
            Condition::Vc => !flags.v,
            Condition::Hi => flags.c && !flags.z,
            Condition::Ls => !flags.c || flags.z,
            Condition::Ge => flags.n == flags.v,
            Condition::Lt => flags.n != flags.v,
            Condition::Gt => !flags.z && flags.n == flags.v,
            Condition::Le => flags.z || flags.n != flags.v,
            Condition::Always => true,
        }
    }
}

/// ITSTATE: the condition and the rest of the mask of the IT block that is being executed, or 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ItState(pub u8);

impl ItState {
    /// Returns true if the next instruction belongs to an IT block.
    #[inline(always)]
    pub const fn is_in_block(self) -> bool {
        self.0 != 0
    }

    /// Returns the condition of the next instruction.
    pub const fn condition(self) -> Condition {
        Condition::from_bits(self.0 as u32 >> 4)
    }

    /// Returns the state after an instruction (ITAdvance).
    pub const fn advanced(self) -> ItState {
        ItState(if self.0 & 7 == 0 { 0 } else { self.0 & 0xE0 | self.0 << 1 & 0x1F })
    }

    /// Returns the bits of the EPSR, which holds the state in two parts.
    pub const fn to_epsr(self) -> u32 {
        (self.0 as u32 & 3) << 25 | (self.0 as u32 >> 2) << 10
    }

    /// Returns the state in an EPSR.
    pub const fn from_epsr(epsr: u32) -> ItState {
        ItState((epsr >> 25 & 3 | epsr >> 10 << 2 & 0xFC) as u8)
    }
}
