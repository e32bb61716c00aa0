//! The real-time clock and its alarm, as MicroPython keeps them (`docs/peripherals.md`, section 6).
//!
//! A counter of the chip counts 32768 Hz from power-on, and two retained registers contain the time at which it was 0.
//! Times are units of 1/1024 s since 2000-01-01.

use crate::cc3200::{Interrupt, arcm, gprcm, hib, mcu_init};
use crate::config::Priority;
use crate::registers::{Registers, RegistersMut};

/// Number of units in a second.
pub const UNITS_PER_SECOND: u64 = 1_024;
/// The time of the clock after power-on, which is 2015-01-01.
pub const POWER_ON_TIME: u64 = 473_385_600 * UNITS_PER_SECOND;

/// Number of bits of a time: 32 for the seconds and 10 for the fraction of a second.
const TIME_BITS: u64 = (1 << 42) - 1;
/// The counter has 32 ticks in a unit.
const TICKS_SHIFT: u32 = 5;
/// [`hib::REG2`] bit 31: the time has been set.
pub const IS_SET: u32 = 1 << 31;
/// The position of the fraction of a second in [`hib::REG2`], in units.
const FRACTION_SHIFT: u32 = 16;
/// The bits of [`hib::REG2`] that hold the fraction of a second of the time at which the counter was 0.
pub const FRACTION: u32 = 0x3FF << FRACTION_SHIFT;
/// Number of ticks by which a wake from SUSPENDED is early, because the chip needs time to start its clocks.
pub const SUSPENDED_LEAD_TICKS: u64 = 654;
/// Number of ticks by which a wake from HIBERNATE is early.
pub const HIBERNATE_LEAD_TICKS: u64 = 32_768;
/// Number of ticks between the start of the clocks and the wake from SUSPENDED.
const CLOCK_START_TICKS: u32 = 20;

/// Returns the counter.
pub fn count(registers: impl Registers) -> u64 {
    // The copy that needs no wait may change between the two reads, so it is read until two results agree.
    let read = || {
        let high = u64::from(hib::RTC_TIMER_MSW_FAST.read(registers) & 0xFFFF);
        high << 32 | u64::from(hib::RTC_TIMER_LSW_FAST.read(registers))
    };
    let [first, second, third] = [read(), read(), read()];
    if second.wrapping_sub(first) <= 1 { second } else { third }
}

/// Returns the time, or `None` if it has not been set since power-on.
pub fn time(registers: impl Registers) -> Option<u64> {
    Some((reference(registers)? + (count(registers) >> TICKS_SHIFT)) & TIME_BITS)
}

/// Sets the time and starts the counter.
pub fn set_time(registers: impl RegistersMut, time: u64) {
    mcu_init::RTC_TIMER_ENABLE.write(registers, 1);
    let reference = time.wrapping_sub(count(registers) >> TICKS_SHIFT) & TIME_BITS;
    let fraction = (reference as u32 % UNITS_PER_SECOND as u32) << FRACTION_SHIFT;
    hib::REG3.write(registers, (reference / UNITS_PER_SECOND) as u32);
    hib::REG2.modify(registers, IS_SET | FRACTION, IS_SET | fraction);
}

/// Sets the time of the alarm, and whether the alarm interrupts the processor.
pub fn set_alarm(registers: impl RegistersMut, time: u64, interrupts: bool) {
    let ticks = (time.wrapping_sub(reference(registers).unwrap_or(0)) & TIME_BITS) << TICKS_SHIFT;
    enable_interrupt(registers, false);
    hib::RTC_IRQ_LSW.write(registers, ticks as u32);
    hib::RTC_IRQ_MSW.write(registers, (ticks >> 32) as u32);
    enable_interrupt(registers, interrupts);
}

/// Lets the alarm interrupt the processor, or not. The interrupt routine calls
/// [`take_causes`](crate::interrupt::take_causes).
pub fn enable_interrupt(registers: impl RegistersMut, on: bool) {
    if on {
        Interrupt::Rtc.enable(registers, Priority::P7);
    }
    let bits = |bits: u32| if on { bits } else { 0 };
    arcm::INTERRUPT_ENABLE.modify(registers, arcm::SLOW_CLOCK_INTERRUPT, bits(arcm::SLOW_CLOCK_INTERRUPT));
    hib::RTC_IRQ_ENABLE.modify(registers, hib::RTC_INTERRUPTS, bits(hib::RTC_INTERRUPTS));
}

/// Returns the number of ticks of the counter until the alarm. It is 0 if the alarm has passed.
pub fn ticks_to_alarm(registers: impl Registers) -> u64 {
    let low = u64::from(hib::RTC_IRQ_LSW.read(registers));
    let alarm = u64::from(hib::RTC_IRQ_MSW.read(registers) & 0xFFFF) << 32 | low;
    alarm.saturating_sub(count(registers))
}

/// Lets the alarm end SUSPENDED, [`SUSPENDED_LEAD_TICKS`] early. With `None`, no alarm ends it.
pub fn set_suspended_wake(registers: impl RegistersMut, ticks_to_alarm: Option<u64>) {
    let source = |bits| gprcm::LPDS_WAKEUP_CFG.modify(registers, gprcm::WAKEUP_TIMER, bits);
    let Some(ticks) = ticks_to_alarm else { return source(0) };
    let ticks = u32::try_from(ticks.saturating_sub(SUSPENDED_LEAD_TICKS)).unwrap_or(u32::MAX);
    let ticks = ticks.max(CLOCK_START_TICKS + 1);
    gprcm::LPDS_WAKETIME_WAKE_CFG.write(registers, ticks);
    gprcm::LPDS_WAKETIME_OPP_CFG.write(registers, ticks - CLOCK_START_TICKS);
    source(gprcm::WAKEUP_TIMER);
}

/// Lets the alarm end HIBERNATE, [`HIBERNATE_LEAD_TICKS`] early. With `None`, no alarm ends it.
pub fn set_hibernate_wake(registers: impl RegistersMut, ticks_to_alarm: Option<u64>) {
    let Some(ticks) = ticks_to_alarm else { return hib::RTC_WAKE_EN.write(registers, 0) };
    let wake = count(registers) + ticks.saturating_sub(HIBERNATE_LEAD_TICKS);
    hib::RTC_WAKE_LSW.write(registers, wake as u32);
    hib::RTC_WAKE_MSW.write(registers, (wake >> 32) as u32);
    hib::RTC_WAKE_EN.write(registers, hib::RTC_WAKES);
}

/// Returns the time at which the counter was 0.
fn reference(registers: impl Registers) -> Option<u64> {
    let word = hib::REG2.read(registers);
    let fraction = u64::from((word & FRACTION) >> FRACTION_SHIFT);
    (word & IS_SET != 0).then(|| u64::from(hib::REG3.read(registers)) * UNITS_PER_SECOND + fraction)
}
