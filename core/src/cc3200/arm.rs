//! The processor's own registers (ARMv7-M Architecture Reference Manual, B3): time, faults, and memory that is off
//! limits.

use super::{Ro, Rw};

/// SYST_CSR: SysTick control and status.
pub const SYST_CSR: Rw = Rw(0xE000_E010);
/// [`SYST_CSR`]: counting, with an interrupt at zero, by the processor's clock.
pub const SYST_ON: u32 = 0b111;
/// SYST_RVR: what SysTick counts down from.
pub const SYST_RVR: Rw = Rw(0xE000_E014);
/// SYST_CVR: where it stands; a write makes it 0.
pub const SYST_CVR: Rw = Rw(0xE000_E018);
/// ICSR: what is pending.
pub const ICSR: Rw = Rw(0xE000_ED04);
/// [`ICSR`] bit 26: SysTick is.
pub const ICSR_SYST_PENDING: u32 = 1 << 26;
/// VTOR: where the vector table is.
pub const VTOR: Rw = Rw(0xE000_ED08);
/// CFSR: what kind of fault it was.
pub const CFSR: Ro = Ro(0xE000_ED28);
/// [`CFSR`] bits 4 and 12: the frame of an exception could not be put on the stack.
pub const CFSR_STACKING: u32 = 1 << 4 | 1 << 12;
/// [`CFSR`] bit 7: [`MMFAR`] is the address.
pub const CFSR_MMFAR: u32 = 1 << 7;
/// MMFAR: the address that was off limits.
pub const MMFAR: Ro = Ro(0xE000_ED34);
/// BFAR: the address a bus fault was about, where CFSR has bit 15.
pub const BFAR: Ro = Ro(0xE000_ED38);
/// MPU_TYPE: how many regions there are, in bits 15:8; 0 without an MPU.
pub const MPU_TYPE: Ro = Ro(0xE000_ED90);
/// The bits of [`MPU_TYPE`] that say so.
pub const MPU_REGIONS: u32 = 0xFF00;
/// MPU_CTRL.
pub const MPU_CTRL: Rw = Rw(0xE000_ED94);
/// [`MPU_CTRL`]: on, except in fault handlers; what no region covers is as without it.
pub const MPU_ON: u32 = 0b101;
/// MPU_RBAR: a region's address; bit 4 takes the region's number from bits 3:0.
pub const MPU_RBAR: Rw = Rw(0xE000_ED9C);
/// [`MPU_RBAR`]: this is region 0.
pub const MPU_REGION_0: u32 = 1 << 4;
/// MPU_RASR: what a region allows, and its size.
pub const MPU_RASR: Rw = Rw(0xE000_EDA0);
/// [`MPU_RASR`]: nobody may do anything in these 1024 bytes.
pub const MPU_NO_ACCESS_1K: u32 = 1 << 28 | 9 << 1 | 1;
