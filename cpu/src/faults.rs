//! Faults and the words that describe them (B1.5.14, B3.2.15 to B3.2.18).

use crate::exceptions::number;

/// A synchronous exception that the current instruction causes, or that the entry to or return from an exception does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The code at this address may not be executed.
    InstructionAccess,
    /// The data at `address` may not be accessed.
    DataAccess {
        address: u32,
    },
    InstructionBus,
    PreciseBus {
        address: u32,
    },
    Undefined,
    /// An instruction in ARM state, or with an impossible IT state.
    InvalidState,
    /// An impossible EXC_RETURN.
    InvalidPc,
    NoCoprocessor,
    Unaligned,
    DivideByZero,
    SupervisorCall,
}

/// The part of exception handling in which a stack was accessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stacking {
    Entry,
    Return,
}

/// Bit of HFSR: a vector could not be read.
pub const HFSR_VECTTBL: u32 = 1 << 1;
/// Bit of HFSR: a fault became a hard fault, because its own exception could not be entered.
pub const HFSR_FORCED: u32 = 1 << 30;

/// Bits of CFSR. Its lowest byte is MMFSR, the next is BFSR, and the upper half is UFSR.
pub mod cfsr {
    /// An instruction was fetched from a protected address.
    pub const IACCVIOL: u32 = 1;
    /// Data at a protected address was accessed.
    pub const DACCVIOL: u32 = 1 << 1;
    /// A return from an exception read its frame from a protected address.
    pub const MUNSTKERR: u32 = 1 << 3;
    /// An entry into an exception wrote its frame to a protected address.
    pub const MSTKERR: u32 = 1 << 4;
    /// MMFAR has the address of the access.
    pub const MMARVALID: u32 = 1 << 7;
    /// Nothing answered the fetch of an instruction.
    pub const IBUSERR: u32 = 1 << 8;
    /// Nothing answered an access to data.
    pub const PRECISERR: u32 = 1 << 9;
    /// Nothing answered when a return from an exception read its frame.
    pub const UNSTKERR: u32 = 1 << 11;
    /// Nothing answered when an entry into an exception wrote its frame.
    pub const STKERR: u32 = 1 << 12;
    /// BFAR has the address of the access.
    pub const BFARVALID: u32 = 1 << 15;
    /// The instruction is undefined.
    pub const UNDEFINSTR: u32 = 1 << 16;
    /// The bit for Thumb instructions was clear, but the processor has no others.
    pub const INVSTATE: u32 = 1 << 17;
    /// A return from an exception was not valid.
    pub const INVPC: u32 = 1 << 18;
    /// The instruction needs a coprocessor that is not there.
    pub const NOCP: u32 = 1 << 19;
    /// The address of an access is not a multiple of its size.
    pub const UNALIGNED: u32 = 1 << 24;
    /// A number was divided by zero.
    pub const DIVBYZERO: u32 = 1 << 25;
}

/// The fault status and address registers (B3.2.15 to B3.2.20).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FaultStatus {
    /// Configurable fault status: MMFSR in the lowest byte, then BFSR, and UFSR in the upper half.
    pub cfsr: u32,
    /// HardFault status.
    pub hfsr: u32,
    /// Debug fault status. It stays 0.
    pub dfsr: u32,
    /// The address of the last MemManage fault, if CFSR says that it is valid.
    pub mmfar: u32,
    /// The address of the last precise BusFault, if CFSR says that it is valid.
    pub bfar: u32,
}

impl FaultStatus {
    /// Records why `fault` happened and returns the exception that handles it.
    pub(crate) fn record(&mut self, fault: Fault) -> u16 {
        let (bits, exception) = match fault {
            Fault::InstructionAccess => (cfsr::IACCVIOL, number::MEM_MANAGE),
            Fault::DataAccess { address } => {
                self.mmfar = address;
                (cfsr::DACCVIOL | cfsr::MMARVALID, number::MEM_MANAGE)
            }
            Fault::InstructionBus => (cfsr::IBUSERR, number::BUS_FAULT),
            Fault::PreciseBus { address } => {
                self.bfar = address;
                (cfsr::PRECISERR | cfsr::BFARVALID, number::BUS_FAULT)
            }
            Fault::Undefined => (cfsr::UNDEFINSTR, number::USAGE_FAULT),
            Fault::InvalidState => (cfsr::INVSTATE, number::USAGE_FAULT),
            Fault::InvalidPc => (cfsr::INVPC, number::USAGE_FAULT),
            Fault::NoCoprocessor => (cfsr::NOCP, number::USAGE_FAULT),
            Fault::Unaligned => (cfsr::UNALIGNED, number::USAGE_FAULT),
            Fault::DivideByZero => (cfsr::DIVBYZERO, number::USAGE_FAULT),
            Fault::SupervisorCall => (0, number::SV_CALL),
        };
        self.cfsr |= bits;
        exception
    }

    /// Records a fault of a stack access and returns the exception that handles it. No address is recorded.
    pub(crate) fn record_stacking(&mut self, stacking: Stacking, fault: Fault) -> u16 {
        let is_protection = matches!(fault, Fault::DataAccess { .. });
        let (bit, exception) = match (stacking, is_protection) {
            (Stacking::Entry, true) => (cfsr::MSTKERR, number::MEM_MANAGE),
            (Stacking::Entry, false) => (cfsr::STKERR, number::BUS_FAULT),
            (Stacking::Return, true) => (cfsr::MUNSTKERR, number::MEM_MANAGE),
            (Stacking::Return, false) => (cfsr::UNSTKERR, number::BUS_FAULT),
        };
        self.cfsr |= bit;
        exception
    }
}
