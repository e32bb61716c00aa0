//! What brings the chip up and takes it through LPDS: no pin, no port, but the words without which neither is to be
//! trusted (`hw_hib1p2.h`, `hw_gprcm.h`, `hw_ocp_shared.h`, `hw_common_reg.h`). Why each is written stands with whoever
//! writes it.

use super::Rw;

/// ANA_DCDC_PARAMETERS16 of HIB1P2.
pub const DCDC_PARAMETERS16: Rw = Rw(0x4402_F064);
/// [`DCDC_PARAMETERS16`]: what keeps the digital supply in LPDS.
pub const DCDC_LPDS_ERRATUM: u32 = 0x0080_0000;
/// ANA_DCDC_PARAMETERS_OVERRIDE of HIB1P2.
pub const DCDC_OVERRIDE: Rw = Rw(0x4402_F0A8);
/// [`DCDC_OVERRIDE`]: the analog supply does not sleep.
pub const DCDC_SLEEP_DISABLE: u32 = 0x4;
/// DIG_DCDC_VTRIM_CFG of HIB1P2: the core voltage, in bits 23:18.
pub const CORE_VOLTAGE: Rw = Rw(0x4402_F0B0);
/// The bits of [`CORE_VOLTAGE`] that set it.
pub const CORE_VOLTAGE_TRIM: u32 = 0x3F << 18;
/// [`CORE_VOLTAGE`] for most chips.
pub const CORE_VOLTAGE_NOMINAL: u32 = 0x29 << 18;
/// [`CORE_VOLTAGE`] for a chip whose [`EFUSE_READ_REG0`] is [`PROCESS_RAISED_VOLTAGE`].
pub const CORE_VOLTAGE_RAISED: u32 = 0x32 << 18;
/// Bits 25:22: how the chip came out of the factory.
pub const EFUSE_READ_REG0: Rw = Rw(0x4402_DC78);
/// The bits of [`EFUSE_READ_REG0`] that say so.
pub const PROCESS_INDICATOR: u32 = 0xF << 22;
/// [`EFUSE_READ_REG0`] of the chips that need more voltage.
pub const PROCESS_RAISED_VOLTAGE: u32 = 0xE << 22;
/// HIB_REG0: kept through HIBERNATE, TI's own.
pub const HIB_REG0: Rw = Rw(0x4402_FC18);
/// [`HIB_REG0`]: no wake request is masked on the way into HIBERNATE.
pub const HIB_WAKE_ERRATUM: u32 = 0x10;
/// HIBANA_SPARE_LOWV.
pub const SPARE_LOWV: Rw = Rw(0x4402_FC74);
/// [`SPARE_LOWV`]: a supply that collapses restarts the chip hard.
pub const SOFT_RESTART_DISABLE: u32 = 0x1000_0000;
/// HIB_RTC_TIMER_ENABLE: the slow clock's counter.
pub const RTC_TIMER_ENABLE: Rw = Rw(0x4402_F804);
/// SPARE_REG_5 of OCP_SHARED.
pub const SPARE_REG_5: Rw = Rw(0x4402_E16C);
/// [`SPARE_REG_5`]: the clock's switching is delayed.
pub const CLOCK_ERRATUM: u32 = 0x3C;
/// CC3XX_DEV_PADCONF of OCP_SHARED.
pub const DEVICE_PADS: Rw = Rw(0x4402_E184);
/// [`DEVICE_PADS`]: the pads of TDI and TDO can be GP23 and GP24.
pub const JTAG_OVERRIDE: u32 = 0x2;
/// SPARE_REG_6: the stack with which the ROM goes on after LPDS.
pub const RESTORE_SP: Rw = Rw(0x4402_E18C);
/// SPARE_REG_7: where the ROM goes on after LPDS; 0 is the image's own entry.
pub const RESTORE_PC: Rw = Rw(0x4402_E190);
/// The word that holds the test domain's power, of OCP_SHARED.
pub const TEST_POWER_DOMAIN: Rw = Rw(0x4402_E168);
/// [`TEST_POWER_DOMAIN`]: off in LPDS.
pub const TEST_POWER_DOMAIN_OFF: u32 = 1 << 9;
/// The bandgap's duty cycle in LPDS, of HIB1P2: 1 = on.
pub const BANDGAP_DUTY_CYCLE: Rw = Rw(0x4402_F0C0);
/// I2C_PROPERTIES of COMMON_REG: who owns the I2C block, in bits 1:0.
pub const I2C_OWNER: Rw = Rw(0x400F_7000);
/// [`I2C_OWNER`]: this processor, not the network's.
pub const I2C_OWNER_APPS: u32 = 0b01;
/// The bits of [`I2C_OWNER`] that say so.
pub const I2C_OWNER_BITS: u32 = 0b11;
/// GPIO_PROPERTIES of COMMON_REG: who owns each port, two bits a port from A0 to A4.
pub const GPIO_OWNER: Rw = Rw(0x400F_703C);
/// [`GPIO_OWNER`]: this processor owns all five.
pub const GPIO_OWNER_APPS: u32 = 0b01_0101_0101;
/// The bits of [`GPIO_OWNER`] that say so.
pub const GPIO_OWNER_BITS: u32 = 0x3FF;
/// UDMA_CLK_GATING of ARCM.
pub const UDMA_CLOCK: Rw = Rw(0x4402_5048);
/// UDMA_SOFT_RESET of ARCM: bit 0 holds it in reset.
pub const UDMA_RESET: Rw = Rw(0x4402_504C);
/// WDT_CLK_GATING of ARCM.
pub const WATCHDOG_CLOCK: Rw = Rw(0x4402_5078);
/// WDT_SOFT_RESET of ARCM: bit 0 holds it in reset.
pub const WATCHDOG_RESET: Rw = Rw(0x4402_507C);
