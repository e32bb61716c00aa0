//! Registers that are used only when the chip starts and for LPDS (`docs/cc3200.md`, sections 1.3 and 6.2).
//!
//! TI's function `PRCMCC3200MCUInit` writes most of them, by their addresses. Their names are in `hw_hib1p2.h`,
//! `hw_hib3p3.h`, `hw_gprcm.h`, `hw_ocp_shared.h`, `hw_apps_rcm.h` and `hw_common_reg.h`. Most of their bits have no
//! name in TI's headers, so the names here follow the comments in TI's driver library. `firmware/src/bringup.rs` and
//! `firmware/src/lpds.rs` explain why the firmware writes these registers.

use super::Rw;

/// Parameters of the analog and digital DC/DC converters (HIB1P2).
#[doc(alias = "ANA_DCDC_PARAMETERS16")]
pub const DCDC_PARAMETERS16: Rw = Rw(0x4402_F064);
/// [`DCDC_PARAMETERS16`] bit 23: keeps the digital supply in LPDS. TI describes it as the digital DCDC LPDS erratum and
/// has no name for it.
pub const DCDC_LPDS_ERRATUM: u32 = 0x0080_0000;

/// Overrides of the parameters of the analog DC/DC converter (HIB1P2).
#[doc(alias = "ANA_DCDC_PARAMETERS_OVERRIDE")]
pub const DCDC_OVERRIDE: Rw = Rw(0x4402_F0A8);
/// [`DCDC_OVERRIDE`] bit 2: the analog DC/DC converter does not sleep. TI has no name for it.
pub const DCDC_SLEEP_DISABLE: u32 = 0x4;

/// The core voltage (HIB1P2).
#[doc(alias = "DIG_DCDC_VTRIM_CFG")]
pub const CORE_VOLTAGE: Rw = Rw(0x4402_F0B0);
/// The bits of [`CORE_VOLTAGE`] that set it, 23:18.
pub const CORE_VOLTAGE_TRIM: u32 = 0x3F << 18;
/// Value of [`CORE_VOLTAGE_TRIM`] for most chips.
pub const CORE_VOLTAGE_NOMINAL: u32 = 0x29 << 18;
/// Value of [`CORE_VOLTAGE_TRIM`] for chips with [`PROCESS_RAISED_VOLTAGE`].
pub const CORE_VOLTAGE_RAISED: u32 = 0x32 << 18;

/// Fuses that describe how this chip turned out in production (GPRCM).
#[doc(alias = "GPRCM_EFUSE_READ_REG0")]
pub const EFUSE_READ_REG0: Rw = Rw(0x4402_DC78);
/// The bits of [`EFUSE_READ_REG0`] that TI calls the process indicator, 25:22.
pub const PROCESS_INDICATOR: u32 = 0xF << 22;
/// Value of [`PROCESS_INDICATOR`] of the chips that need a raised core voltage.
pub const PROCESS_RAISED_VOLTAGE: u32 = 0xE << 22;

/// A word that HIBERNATE retains and that is reserved for TI (HIB3P3).
#[doc(alias = "MEM_HIB_REG0")]
pub const HIB_REG0: Rw = Rw(0x4402_FC18);
/// [`HIB_REG0`] bit 4: no wake request is masked while the chip enters HIBERNATE. TI describes it as an erratum and has
/// no name for it.
pub const HIB_WAKE_ERRATUM: u32 = 0x10;

/// Spare bits of the HIB domain (HIB3P3).
#[doc(alias = "HIBANA_SPARE_LOWV")]
pub const SPARE_LOWV: Rw = Rw(0x4402_FC74);
/// [`SPARE_LOWV`] bit 28: the chip makes no soft restart when the digital supply collapses. TI has no name for it.
pub const SOFT_RESTART_DISABLE: u32 = 0x1000_0000;

/// Starts the counter of the slow clock (HIB3P3).
#[doc(alias("HIB_RTC_TIMER_ENABLE", "MEM_HIB_RTC_TIMER_ENABLE"))]
pub const RTC_TIMER_ENABLE: Rw = Rw(0x4402_F804);

/// A spare register (OCP_SHARED).
#[doc(alias = "OCP_SHARED_O_SPARE_REG_5")]
pub const SPARE_REG_5: Rw = Rw(0x4402_E16C);
/// [`SPARE_REG_5`] bits 5:2: delay the switch of clocks. TI describes them as an erratum and has no name for them.
pub const CLOCK_ERRATUM: u32 = 0x3C;

/// Pads of the device (OCP_SHARED).
#[doc(alias = "CC3XX_DEV_PADCONF")]
pub const DEVICE_PADS: Rw = Rw(0x4402_E184);
/// [`DEVICE_PADS`] bit 1: the pads of TDI and TDO can be GP23 and GP24. TI has no name for it.
pub const JTAG_OVERRIDE: u32 = 0x2;

/// The stack pointer with which the boot ROM continues after LPDS (OCP_SHARED).
#[doc(alias = "SPARE_REG_6")]
pub const RESTORE_SP: Rw = Rw(0x4402_E18C);
/// The address at which the boot ROM continues after LPDS; 0 selects the entry of the image (OCP_SHARED).
#[doc(alias = "SPARE_REG_7")]
pub const RESTORE_PC: Rw = Rw(0x4402_E190);

/// A spare register that controls the power of the test domain (OCP_SHARED).
#[doc(alias = "SPARE_REG_4")]
pub const TEST_POWER_DOMAIN: Rw = Rw(0x4402_E168);
/// [`TEST_POWER_DOMAIN`] bit 9: the test domain is off in LPDS. TI has no name for it.
#[doc(alias = "TestPD")]
pub const TEST_POWER_DOMAIN_OFF: u32 = 1 << 9;

/// The duty cycle of the bandgap reference in LPDS; TI writes 1 (HIB1P2).
#[doc(alias = "BGAP_DUTY_CYCLING_EXIT_CFG")]
pub const BANDGAP_DUTY_CYCLE: Rw = Rw(0x4402_F0C0);

/// The owner of the I2C block (COMMON_REG).
#[doc(alias = "I2C_Properties_Register")]
pub const I2C_OWNER: Rw = Rw(0x400F_7000);
/// The bits of [`I2C_OWNER`] that hold the owner, 1:0.
pub const I2C_OWNER_BITS: u32 = 0b11;
/// Value of [`I2C_OWNER`]: the application processor.
pub const I2C_OWNER_APPS: u32 = 0b01;

/// The owner of each GPIO port, two bits for each from A0 to A4 (COMMON_REG).
#[doc(alias = "GPIO_properties_register")]
pub const GPIO_OWNER: Rw = Rw(0x400F_703C);
/// The bits of [`GPIO_OWNER`] that hold the owners, 9:0.
pub const GPIO_OWNER_BITS: u32 = 0x3FF;
/// Value of [`GPIO_OWNER`]: the application processor owns all five ports.
pub const GPIO_OWNER_APPS: u32 = 0b01_0101_0101;

/// Clock gate of the DMA controller (APPS_RCM).
#[doc(alias = "UDMA_A_CLK_GATING")]
pub const UDMA_CLOCK: Rw = Rw(0x4402_5048);
/// Soft reset of the DMA controller; bit 0 holds it in reset (APPS_RCM).
#[doc(alias = "UDMA_A_SOFT_RESET")]
pub const UDMA_RESET: Rw = Rw(0x4402_504C);
/// Clock gate of the watchdog (APPS_RCM).
#[doc(alias = "WDOG_A_CLK_GATING")]
pub const WATCHDOG_CLOCK: Rw = Rw(0x4402_5078);
/// Soft reset of the watchdog; bit 0 holds it in reset (APPS_RCM).
#[doc(alias = "WDOG_A_SOFT_RESET")]
pub const WATCHDOG_RESET: Rw = Rw(0x4402_507C);
