//! HIBERNATE, its wake lines, and the selection of the wake line for LPDS (HIB3P3, `hw_hib3p3.h`).
//!
//! After each access to this block, about 200 µs must pass before the next one. An implementation of `Registers` for
//! hardware waits for that time.

use super::{Ro, Rw};

/// First address of the block.
#[doc(alias = "HIB3P3_BASE")]
pub const BASE: u32 = 0x4402_F800;
/// First address after the block.
pub const END: u32 = 0x4403_0000;

/// Request for HIBERNATE.
#[doc(alias("HIB_REQ", "MEM_HIB_REQ"))]
pub const REQUEST: Rw = Rw(0x4402_F800);
/// [`REQUEST`] bit 0: the chip enters HIBERNATE.
#[doc(alias = "mem_hib_req")]
pub const ENTER_HIBERNATE: u32 = 0x1;
/// [`REQUEST`] bit 1: the clocks stop in HIBERNATE.
#[doc(alias = "mem_hib_clk_disable")]
pub const WITHOUT_CLOCKS: u32 = 0x2;

/// Enables a wake by the real-time clock.
#[doc(alias("HIB_RTC_WAKE_EN", "MEM_HIB_RTC_WAKE_EN"))]
pub const RTC_WAKE_EN: Rw = Rw(0x4402_F818);
/// [`RTC_WAKE_EN`] bit 0: the real-time clock ends HIBERNATE.
pub const RTC_WAKES: u32 = 0x1;
/// The low 32 bits of the time at which the real-time clock ends HIBERNATE.
#[doc(alias("HIB_RTC_WAKE_LSW_CONF", "MEM_HIB_RTC_WAKE_LSW_CONF"))]
pub const RTC_WAKE_LSW: Rw = Rw(0x4402_F81C);
/// The high 16 bits of the time at which the real-time clock ends HIBERNATE.
#[doc(alias("HIB_RTC_WAKE_MSW_CONF", "MEM_HIB_RTC_WAKE_MSW_CONF"))]
pub const RTC_WAKE_MSW: Rw = Rw(0x4402_F820);
/// The bits of [`RTC_WAKE_MSW`], 15:0.
pub const RTC_WAKE_MSW_BITS: u32 = 0xFFFF;

/// Sets the slow counter to 0 by writing 1. `mcu_init::RTC_TIMER_ENABLE` starts it.
#[doc(alias("HIB_RTC_TIMER_RESET", "MEM_HIB_RTC_TIMER_RESET"))]
pub const RTC_TIMER_RESET: Rw = Rw(0x4402_F808);
/// Latches the slow counter by writing 1, so that [`RTC_TIMER_LSW`] and [`RTC_TIMER_MSW`] belong together.
#[doc(alias("HIB_RTC_TIMER_READ", "MEM_HIB_RTC_TIMER_READ"))]
pub const RTC_TIMER_READ: Rw = Rw(0x4402_F80C);
/// The low 32 bits of the latched slow counter.
#[doc(alias("HIB_RTC_TIMER_LSW", "MEM_HIB_RTC_TIMER_LSW"))]
pub const RTC_TIMER_LSW: Ro = Ro(0x4402_F810);
/// The high 16 bits of the latched slow counter.
#[doc(alias("HIB_RTC_TIMER_MSW", "MEM_HIB_RTC_TIMER_MSW"))]
pub const RTC_TIMER_MSW: Ro = Ro(0x4402_F814);
/// The low 32 bits of the slow counter, which need no wait (HIB1P2).
#[doc(alias = "HIB_RTC_TIMER_LSW_1P2")]
pub const RTC_TIMER_LSW_FAST: Ro = Ro(0x4402_F0CC);
/// The high 16 bits of the slow counter, which need no wait (HIB1P2).
#[doc(alias = "HIB_RTC_TIMER_MSW_1P2")]
pub const RTC_TIMER_MSW_FAST: Ro = Ro(0x4402_F0D0);
/// Enables the interrupt of the real-time clock.
#[doc(alias("HIB_RTC_IRQ_ENABLE", "MEM_HIB_RTC_IRQ_ENABLE"))]
pub const RTC_IRQ_ENABLE: Rw = Rw(0x4402_F854);
/// [`RTC_IRQ_ENABLE`] bit 0: the real-time clock interrupts when the slow counter reaches its match value.
pub const RTC_INTERRUPTS: u32 = 0x1;
/// The low 32 bits of the match value that interrupts.
#[doc(alias("HIB_RTC_IRQ_LSW_CONF", "MEM_HIB_RTC_IRQ_LSW_CONF"))]
pub const RTC_IRQ_LSW: Rw = Rw(0x4402_F858);
/// The high 16 bits of the match value that interrupts.
#[doc(alias("HIB_RTC_IRQ_MSW_CONF", "MEM_HIB_RTC_IRQ_MSW_CONF"))]
pub const RTC_IRQ_MSW: Rw = Rw(0x4402_F85C);

/// A register that keeps its value until the power fails. TI reserves it.
#[doc(alias = "MEM_HIB_REG1")]
pub const REG1: Rw = Rw(0x4402_FC1C);
/// A register that keeps its value until the power fails. MicroPython keeps the fraction of a second of its clock in
/// it, and the boot manager its state.
#[doc(alias = "MEM_HIB_REG2")]
pub const REG2: Rw = Rw(0x4402_FC20);
/// Another such register, in which MicroPython keeps the seconds of its clock.
#[doc(alias = "MEM_HIB_REG3")]
pub const REG3: Rw = Rw(0x4402_FC24);

/// The wake lines that end HIBERNATE.
#[doc(alias = "MEM_GPIO_WAKE_EN")]
pub const GPIO_WAKE_EN: Rw = Rw(0x4402_FC04);
/// The triggers of the wake lines that end HIBERNATE.
#[doc(alias = "MEM_GPIO_WAKE_CONF")]
pub const GPIO_WAKE_CONF: Rw = Rw(0x4402_FC08);
/// The bits of [`GPIO_WAKE_EN`] that enable wake lines 0 to 6.
pub const WAKE_LINES: u32 = 0x7F;

/// The source that ended HIBERNATE.
#[doc(alias("HIB_WAKE_STATUS", "MEM_HIB_WAKE_STATUS"))]
pub const WAKE_STATUS: Rw = Rw(0x4402_FC68);
/// [`WAKE_STATUS`] bit 0: the chip woke from HIBERNATE. Otherwise it was switched on.
#[doc(alias = "hib_wake_status")]
pub const WOKE: u32 = 0x1;
/// [`WAKE_STATUS`] bits 4:1: the source of the wake.
#[doc(alias = "hib_wake_src")]
pub const WAKE_SOURCE: u32 = 0b1111 << 1;
/// Value of [`WAKE_SOURCE`]: the UART.
pub const WAKE_SOURCE_UART: u32 = 0b0001 << 1;
/// Value of [`WAKE_SOURCE`]: the real-time clock.
pub const WAKE_SOURCE_RTC: u32 = 0b0010 << 1;
/// Value of [`WAKE_SOURCE`]: a pin.
pub const WAKE_SOURCE_GPIO: u32 = 0b0100 << 1;
/// The word of [`WAKE_STATUS`] after a pin ended HIBERNATE.
pub const WOKE_BY_GPIO: u32 = WOKE | WAKE_SOURCE_GPIO;
/// The word of [`WAKE_STATUS`] after the real-time clock ended HIBERNATE.
pub const WOKE_BY_RTC: u32 = WOKE | WAKE_SOURCE_RTC;

/// The one wake line that ends LPDS.
#[doc(alias("HIB_LPDS_GPIO_SEL", "MEM_HIB_LPDS_GPIO_SEL"))]
pub const LPDS_GPIO_SEL: Rw = Rw(0x4402_FC6C);
/// The bits of [`LPDS_GPIO_SEL`] that hold the number of the wake line, 2:0.
pub const LPDS_LINE: u32 = 0b111;

/// Returns the bit of [`GPIO_WAKE_EN`] that enables wake line `line`, 0 to 6.
#[inline]
pub const fn line_enable(line: u8) -> u32 {
    1 << line
}

/// Returns the bits of [`GPIO_WAKE_CONF`] that hold the code of the trigger of wake line `line`, 0 to 6.
/// [`Trigger::from_hib_bits`](crate::Trigger::from_hib_bits) decodes it.
#[inline]
pub const fn line_trigger(line: u8) -> u32 {
    0b11 << line_trigger_shift(line)
}

/// Returns the position of [`line_trigger`] of wake line `line`.
#[inline]
pub const fn line_trigger_shift(line: u8) -> u32 {
    2 * line as u32
}
