//! The processor's interrupt controller (Armv7-M, `hw_nvic.h`). The CC3200 implements three priority bits.

use super::{Rw, gpio::Port};

/// Enables interrupts 0 to 31 by writing 1; a read returns those that are enabled. The word of interrupts 32 to 63 is
/// the next one, and so on; the same holds for the four registers below.
#[doc(alias = "NVIC_EN0")]
pub const ISER0: Rw = Rw(0xE000_E100);
/// Disables interrupts 0 to 31 by writing 1.
#[doc(alias = "NVIC_DIS0")]
pub const ICER0: Rw = Rw(0xE000_E180);
/// Makes interrupts 0 to 31 pending by writing 1; a read returns those that are pending.
#[doc(alias = "NVIC_PEND0")]
pub const ISPR0: Rw = Rw(0xE000_E200);
/// Clears the pending state of interrupts 0 to 31 by writing 1.
#[doc(alias = "NVIC_UNPEND0")]
pub const ICPR0: Rw = Rw(0xE000_E280);
/// The interrupts 0 to 31 that are active, which means that they are being served.
#[doc(alias = "NVIC_ACTIVE0")]
pub const IABR0: Rw = Rw(0xE000_E300);
/// The priority bytes of interrupts 0 to 3, which are the four GPIO ports.
#[doc(alias = "NVIC_PRI0")]
pub const IPR0: Rw = Rw(0xE000_E400);
/// The priority bytes of interrupts 4 to 7, two of which are the UARTs.
#[doc(alias = "NVIC_PRI1")]
pub const IPR1: Rw = Rw(0xE000_E404);

/// The bits that the chip implements of a priority byte, 7:5.
pub const PRIORITY: u32 = 0xE0;
/// The bits that the chip implements of the four priority bytes in a word.
pub const PRIORITY_BITS: u32 = PRIORITY << 24 | PRIORITY << 16 | PRIORITY << 8 | PRIORITY;

/// Number of the interrupt of UARTA0. The number of a port's interrupt is [`Port::index`]; TI's numbers are 16 more.
#[doc(alias = "INT_UARTA0")]
pub const UARTA0: u32 = 5;
/// Number of the interrupt of UARTA1.
#[doc(alias = "INT_UARTA1")]
pub const UARTA1: u32 = 6;

/// Number of the interrupt of the first channel of the ADC. Those of the other three follow.
#[doc(alias = "INT_ADCCH0")]
pub const ADC0: u32 = 14;
/// Number of the interrupt of the watchdog.
#[doc(alias = "INT_WDT")]
pub const WATCHDOG: u32 = 18;
/// Number of the interrupt of the PRCM, which is that of the real-time clock.
#[doc(alias = "INT_PRCM")]
pub const PRCM: u32 = 172;

/// Returns the bit of `port` in the enable, pending and active words.
#[inline]
pub const fn bit(port: Port) -> u32 {
    1 << port.index()
}

/// Returns the position of the priority byte of `port` in [`IPR0`].
#[inline]
pub const fn priority_shift(port: Port) -> u32 {
    8 * port.index() as u32
}
