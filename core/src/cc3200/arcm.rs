//! Clock gates, soft resets and the request for LPDS (APPS_RCM, `hw_apps_rcm.h`).

use super::{Rw, gpio::Port, timer::Timer, uart::Uart};
use crate::registers::RegistersMut;

/// Bit 0 of a clock gate: the clock is on while the processor runs.
#[doc(alias = "RUN_CLK_ENABLE")]
pub const CLOCK_RUN: u32 = 0x1;
/// Bit 8 of a clock gate: the clock is on while the processor waits.
#[doc(alias = "SLP_CLK_ENABLE")]
pub const CLOCK_SLEEP: u32 = 0x100;
/// Bit 16 of a clock gate: the clock is on in deep sleep.
#[doc(alias = "DSLP_CLK_ENABLE")]
pub const CLOCK_DEEP_SLEEP: u32 = 0x1_0000;
/// The clock is on while the processor runs and while it waits.
pub const CLOCK_ON: u32 = CLOCK_RUN | CLOCK_SLEEP;

/// Bit 0 of a soft reset: the block is held in reset.
pub const IN_RESET: u32 = 0x1;
/// Number of reads for which a block is held in reset. TI's library counts to 16 there, in a loop of at least four
/// cycles. A read takes at least one, however the compiler arranges the reads.
const RESET_READS: u32 = 64;

/// Clock gate of UARTA0.
#[doc(alias("UARTA0_CLK_GATING", "UART_A0_CLK_GATING"))]
pub const UARTA0_CLOCK: Rw = Rw(0x4402_5080);
/// Soft reset of UARTA0; bit 0 holds it in reset.
#[doc(alias("UARTA0_SOFT_RESET", "UART_A0_SOFT_RESET"))]
pub const UARTA0_RESET: Rw = Rw(0x4402_5084);

/// Request for LPDS.
#[doc(alias = "APPS_LPDS_REQ")]
pub const LPDS_REQUEST: Rw = Rw(0x4402_50E4);
/// [`LPDS_REQUEST`] bit 0: the chip enters LPDS.
pub const ENTER_LPDS: u32 = 0x1;

/// The interrupts of the block that have happened. Reading clears them.
#[doc(alias("RCM_INTERRUPT_STATUS", "APPS_RCM_INTERRUPT_STATUS"))]
pub const INTERRUPT_STATUS: Rw = Rw(0x4402_5120);
/// [`INTERRUPT_STATUS`] bit 14: the slow counter has reached its match value.
#[doc(alias = "PRCM_INT_SLOW_CLK_CTR")]
pub const SLOW_CLOCK_MATCH: u32 = 0x4000;
/// Enables the interrupts of the block.
#[doc(alias("RCM_INTERRUPT_ENABLE", "APPS_RCM_INTERRUPT_ENABLE"))]
pub const INTERRUPT_ENABLE: Rw = Rw(0x4402_5124);
/// [`INTERRUPT_ENABLE`] bit 2: the match of the slow counter reaches the processor.
pub const SLOW_CLOCK_INTERRUPT: u32 = 0x4;

/// Returns the clock gate of `port`. Without [`CLOCK_ON`] any access to the port is a bus fault.
#[inline]
#[doc(alias("GPIO_A_CLK_GATING", "GPIO_B_CLK_GATING", "GPIO_C_CLK_GATING", "GPIO_D_CLK_GATING"))]
pub const fn gpio_clock(port: Port) -> Rw {
    Rw(0x4402_5050 + 8 * port.index() as u32)
}

/// Returns the clock gate of `uart`.
#[inline]
#[doc(alias("UARTA1_CLK_GATING", "UART_A1_CLK_GATING"))]
pub const fn uart_clock(uart: Uart) -> Rw {
    Rw(UARTA0_CLOCK.0 + 8 * uart.index() as u32)
}

/// Returns the soft reset of `uart`; bit 0, [`IN_RESET`], holds it in reset.
#[inline]
#[doc(alias("UARTA1_SOFT_RESET", "UART_A1_SOFT_RESET"))]
pub const fn uart_reset(uart: Uart) -> Rw {
    Rw(UARTA0_RESET.0 + 8 * uart.index() as u32)
}

/// Returns the clock gate of `timer`.
#[inline]
#[doc(alias("TIMERA0_CLK_GATING", "GPT_A0_CLK_GATING"))]
pub const fn timer_clock(timer: Timer) -> Rw {
    Rw(0x4402_5090 + 8 * timer.index() as u32)
}

/// Returns the soft reset of `timer`; bit 0, [`IN_RESET`], holds it in reset.
#[inline]
#[doc(alias("TIMERA0_SOFT_RESET", "GPT_A0_SOFT_RESET"))]
pub const fn timer_reset(timer: Timer) -> Rw {
    Rw(0x4402_5094 + 8 * timer.index() as u32)
}

/// Turns on the clock of `port`.
pub fn clock_gpio(registers: impl RegistersMut, port: Port) {
    gpio_clock(port).modify(registers, CLOCK_ON, CLOCK_ON);
    // This read waits until the clock gate has been written, so that the port has its clock when it is accessed.
    gpio_clock(port).read(registers);
}

/// Resets a block whose clock runs, and holds the reset as long as TI's `PRCMPeripheralReset` does.
pub fn pulse_reset(registers: impl RegistersMut, reset: Rw) {
    reset.modify(registers, IN_RESET, IN_RESET);
    // The crate has no clock, so reads are the delay.
    for _ in 0..RESET_READS {
        reset.read(registers);
    }
    reset.modify(registers, IN_RESET, 0);
}
