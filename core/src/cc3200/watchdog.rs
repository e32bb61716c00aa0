//! The watchdog (WDT, `hw_wdt.h`), which counts the system clock of 80 MHz.

/// First address of the watchdog.
#[doc(alias = "WDT_BASE")]
pub const BASE: u32 = 0x4000_0000;
/// Number of bytes that its registers occupy on the bus.
pub const SIZE: u32 = 0x1000;

/// Offset of the value from which the watchdog counts down. A write starts it again from there.
#[doc(alias("WDTLOAD", "WDT_O_LOAD"))]
pub const LOAD: u32 = 0x000;
/// Offset of the present count.
#[doc(alias("WDTVALUE", "WDT_O_VALUE"))]
pub const VALUE: u32 = 0x004;
/// Offset of the control register.
#[doc(alias("WDTCTL", "WDT_O_CTL"))]
pub const CTL: u32 = 0x008;
/// [`CTL`] bit 0: the watchdog counts and interrupts. Only a reset clears it.
#[doc(alias("INTEN", "WDT_CTL_INTEN"))]
pub const ENABLE: u32 = 0x1;
/// [`CTL`] bit 1: the second stage resets the chip. It has no effect on this chip, whose second stage always does.
#[doc(alias("RESEN", "WDT_CTL_RESEN"))]
pub const RESET: u32 = 0x2;
/// The bits of [`CTL`] that are stored.
pub const CTL_BITS: u32 = 0x7;
/// Offset of the interrupt clear register. Any write clears the interrupt and starts the count again.
#[doc(alias("WDTICR", "WDT_O_ICR"))]
pub const ICR: u32 = 0x00C;
/// Offset of the raw interrupt status; bit 0 is set when the count reaches 0 for the first time.
#[doc(alias("WDTRIS", "WDT_O_RIS"))]
pub const RIS: u32 = 0x010;
/// Offset of the masked interrupt status.
#[doc(alias("WDTMIS", "WDT_O_MIS"))]
pub const MIS: u32 = 0x014;
/// Offset of the test register, which stops the watchdog while a debugger stops the processor.
#[doc(alias("WDTTEST", "WDT_O_TEST"))]
pub const TEST: u32 = 0x418;
/// [`TEST`] bit 8: the watchdog stands still while the processor is stopped.
#[doc(alias = "WDT_TEST_STALL")]
pub const STALL: u32 = 0x100;
/// Offset of the lock. [`KEY`] unlocks the other registers, and any other word locks them. It reads 1 if they are
/// locked.
#[doc(alias("WDTLOCK", "WDT_O_LOCK"))]
pub const LOCK: u32 = 0xC00;
/// The word that unlocks the registers.
#[doc(alias = "WDT_LOCK_UNLOCK")]
pub const KEY: u32 = 0x1ACC_E551;
