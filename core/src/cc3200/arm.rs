//! The processor's own registers: SysTick, faults and memory protection (Armv7-M Architecture Reference Manual, B3).
//!
//! The constants have Arm's names; the aliases are the names in `hw_nvic.h`.

use super::{Ro, Rw};

/// Control and status of SysTick.
#[doc(alias = "NVIC_ST_CTRL")]
pub const SYST_CSR: Rw = Rw(0xE000_E010);
/// Value of [`SYST_CSR`]: SysTick counts the processor's clock and interrupts at zero.
pub const SYST_ON: u32 = 0b111;
/// [`SYST_CSR`] bit 0: SysTick counts.
#[doc(alias("ENABLE", "NVIC_ST_CTRL_ENABLE"))]
pub const SYST_ENABLE: u32 = 1 << 0;
/// [`SYST_CSR`] bit 1: SysTick makes its exception pending when it reaches zero.
#[doc(alias("TICKINT", "NVIC_ST_CTRL_INTEN"))]
pub const SYST_INTERRUPT: u32 = 1 << 1;
/// [`SYST_CSR`] bit 16: SysTick has reached zero since the last read of the register.
#[doc(alias("COUNTFLAG", "NVIC_ST_CTRL_COUNT"))]
pub const SYST_COUNTED: u32 = 1 << 16;
/// The bits of [`SYST_RVR`] and [`SYST_CVR`].
pub const SYST_BITS: u32 = 0xFF_FFFF;
/// The calibration value of SysTick. It is 0 here, because no document gives the chip's.
#[doc(alias = "NVIC_ST_CAL")]
pub const SYST_CALIB: Ro = Ro(0xE000_E01C);
/// The value from which SysTick counts down.
#[doc(alias = "NVIC_ST_RELOAD")]
pub const SYST_RVR: Rw = Rw(0xE000_E014);
/// The current value of SysTick; a write sets it to 0.
#[doc(alias = "NVIC_ST_CURRENT")]
pub const SYST_CVR: Rw = Rw(0xE000_E018);
/// The pending and active exceptions.
#[doc(alias = "NVIC_INT_CTRL")]
pub const ICSR: Rw = Rw(0xE000_ED04);
/// [`ICSR`] bit 26: the SysTick exception is pending.
#[doc(alias("PENDSTSET", "NVIC_INT_CTRL_PENDSTSET"))]
pub const ICSR_SYST_PENDING: u32 = 1 << 26;
/// [`ICSR`] bit 25, which is write-only: the SysTick exception is no longer pending.
#[doc(alias("PENDSTCLR", "NVIC_INT_CTRL_UNPENDST"))]
pub const ICSR_SYST_CLEAR: u32 = 1 << 25;
/// Address of the vector table.
#[doc(alias = "NVIC_VTABLE")]
pub const VTOR: Rw = Rw(0xE000_ED08);
/// The priority bytes of exceptions 12 to 15.
#[doc(alias = "NVIC_SYS_PRI3")]
pub const SHPR3: Rw = Rw(0xE000_ED20);
/// The position of the priority byte of SysTick in [`SHPR3`].
pub const SYSTICK_PRIORITY_SHIFT: u32 = 24;
/// The kind of the last fault.
#[doc(alias = "NVIC_FAULT_STAT")]
pub const CFSR: Ro = Ro(0xE000_ED28);
/// [`CFSR`] bits 4 and 12: the frame of an exception could not be written to the stack.
#[doc(alias("MSTKERR", "STKERR"))]
pub const CFSR_STACKING: u32 = 1 << 4 | 1 << 12;
/// [`CFSR`] bit 7: [`MMFAR`] holds the address of the fault.
#[doc(alias = "MMARVALID")]
pub const CFSR_MMFAR: u32 = 1 << 7;
/// The address of an access that memory protection refused.
#[doc(alias = "NVIC_MM_ADDR")]
pub const MMFAR: Ro = Ro(0xE000_ED34);
/// The address of a bus fault, valid if bit 15 of [`CFSR`] is set.
#[doc(alias = "NVIC_FAULT_ADDR")]
pub const BFAR: Ro = Ro(0xE000_ED38);
/// The number of regions of the memory protection unit; 0 if there is no such unit.
#[doc(alias = "NVIC_MPU_TYPE")]
pub const MPU_TYPE: Ro = Ro(0xE000_ED90);
/// The bits of [`MPU_TYPE`] that hold the number of regions, 15:8.
#[doc(alias = "DREGION")]
pub const MPU_REGIONS: u32 = 0xFF00;
/// Control of the memory protection unit.
#[doc(alias = "NVIC_MPU_CTRL")]
pub const MPU_CTRL: Rw = Rw(0xE000_ED94);
/// Value of [`MPU_CTRL`]: the unit is on except in fault handlers, and addresses outside its regions stay accessible.
pub const MPU_ON: u32 = 0b101;
/// Address of a region; bit 4 selects the region by bits 3:0.
#[doc(alias = "NVIC_MPU_BASE")]
pub const MPU_RBAR: Rw = Rw(0xE000_ED9C);
/// Value of [`MPU_RBAR`]: the address is that of region 0.
pub const MPU_REGION_0: u32 = 1 << 4;
/// Access rights and size of a region.
#[doc(alias = "NVIC_MPU_ATTR")]
pub const MPU_RASR: Rw = Rw(0xE000_EDA0);
/// Value of [`MPU_RASR`]: a region of 1024 bytes that nobody can read, write or execute.
pub const MPU_NO_ACCESS_1K: u32 = 1 << 28 | 9 << 1 | 1;
