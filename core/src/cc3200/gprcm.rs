//! Resets by software, the cause of the last reset, and wake-up from LPDS (GPRCM, `hw_gprcm.h`).

use super::Rw;

/// Request for a reset by software. It clears itself.
pub const APPS_SOFT_RESET: Rw = Rw(0x4402_D000);
/// [`APPS_SOFT_RESET`] bit 0: the core is reset.
pub const RESET_CORE: u32 = 0x1;
/// [`APPS_SOFT_RESET`] bit 1: the core and the peripherals are reset.
pub const RESET_SYSTEM: u32 = 0x2;

/// Request for a reset of the whole chip by software. It clears itself.
#[doc(alias = "MCU_GLOBAL_SOFT_RESET")]
pub const MCU_SOFT_RESET: Rw = Rw(0x4402_D108);
/// [`MCU_SOFT_RESET`] bit 0: the whole chip is reset.
pub const RESET_CHIP: u32 = 0x1;

/// The sources that end LPDS.
#[doc(alias = "APPS_LPDS_WAKEUP_CFG")]
pub const LPDS_WAKEUP_CFG: Rw = Rw(0x4402_D004);
/// The source that ended LPDS. It has the same bits as [`LPDS_WAKEUP_CFG`].
#[doc(alias = "APPS_LPDS_WAKEUP_SRC")]
pub const LPDS_WAKEUP_SRC: Rw = Rw(0x4402_D008);
/// Bit 0 of [`LPDS_WAKEUP_CFG`] and [`LPDS_WAKEUP_SRC`]: the LPDS timer.
#[doc(alias = "PRCM_LPDS_TIMER")]
pub const WAKEUP_TIMER: u32 = 0x01;
/// Bit 4 of [`LPDS_WAKEUP_CFG`] and [`LPDS_WAKEUP_SRC`]: a GPIO.
#[doc(alias = "PRCM_LPDS_GPIO")]
pub const WAKEUP_GPIO: u32 = 0x10;
/// Bit 7 of [`LPDS_WAKEUP_CFG`] and [`LPDS_WAKEUP_SRC`]: the network processor.
#[doc(alias = "PRCM_LPDS_HOST_IRQ")]
pub const WAKEUP_HOST: u32 = 0x80;

/// The cause of the last reset.
pub const APPS_RESET_CAUSE: Rw = Rw(0x4402_D00C);
/// The bits of [`APPS_RESET_CAUSE`] that hold the cause, 7:0.
pub const RESET_CAUSE: u32 = 0xFF;
/// Reset cause: power-on, the reset button, or a wake from HIBERNATE.
#[doc(alias = "PRCM_POWER_ON")]
pub const CAUSE_POWER_ON: u32 = 0;
/// Reset cause: a wake from LPDS.
#[doc(alias = "PRCM_LPDS_EXIT")]
pub const CAUSE_LPDS: u32 = 1;
/// Reset cause: a soft reset of the core.
#[doc(alias = "PRCM_CORE_RESET")]
pub const CAUSE_CORE_RESET: u32 = 3;
/// Reset cause: a soft reset of the core and the peripherals.
#[doc(alias = "PRCM_MCU_RESET")]
pub const CAUSE_SYSTEM_RESET: u32 = 4;
/// Reset cause: the watchdog.
#[doc(alias = "PRCM_WDT_RESET")]
pub const CAUSE_WATCHDOG: u32 = 5;
/// Reset cause: a soft reset of the whole chip.
#[doc(alias = "PRCM_SOC_RESET")]
pub const CAUSE_CHIP_RESET: u32 = 6;
/// Reset cause: the secure initialization is done.
pub const CAUSE_SECURE_INIT: u32 = 7;

/// The time at which the clocks start again before a timed wake, in ticks of 32768 Hz.
#[doc(alias = "APPS_LPDS_WAKETIME_OPP_CFG")]
pub const LPDS_WAKETIME_OPP_CFG: Rw = Rw(0x4402_D010);
/// The time of a timed wake, in ticks of 32768 Hz.
#[doc(alias = "APPS_LPDS_WAKETIME_WAKE_CFG")]
pub const LPDS_WAKETIME_WAKE_CFG: Rw = Rw(0x4402_D020);

/// The columns of SRAM that are retained in deep sleep.
#[doc(alias = "APPS_SRAM_DSLP_CFG")]
pub const SRAM_DSLP_CFG: Rw = Rw(0x4402_D018);
/// The columns of SRAM that are retained in LPDS.
#[doc(alias = "APPS_SRAM_LPDS_CFG")]
pub const SRAM_LPDS_CFG: Rw = Rw(0x4402_D01C);
/// The bits of [`SRAM_DSLP_CFG`] and [`SRAM_LPDS_CFG`], 3:0: one for each column of 64 KB.
pub const SRAM_COLUMNS: u32 = 0xF;

/// Returns the bit of [`SRAM_DSLP_CFG`] and [`SRAM_LPDS_CFG`] that retains column `column`, 0 to 3.
#[inline]
pub const fn sram_column(column: u8) -> u32 {
    1 << column
}

/// The trigger of the wake line that ends LPDS.
#[doc(alias = "APPS_GPIO_WAKE_CONF")]
pub const GPIO_WAKE_CONF: Rw = Rw(0x4402_D110);
/// The bits of [`GPIO_WAKE_CONF`] that hold the code of the trigger, 1:0.
/// [`Trigger::from_lpds_bits`](crate::Trigger::from_lpds_bits) decodes it.
pub const LPDS_TRIGGER: u32 = 0b11;
