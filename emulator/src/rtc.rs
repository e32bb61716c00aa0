//! The real-time clock: a counter of 48 bits on the slow clock of 32768 Hz, and its two match values
//! (`docs/peripherals.md`, section 6).
//!
//! It belongs to the HIB domain, so it goes on in LPDS, in HIBERNATE and through resets by software.

use pinscope_core::cc3200::{arcm, hib, mcu_init};

use crate::timer_queue::NEVER;

/// Number of nanoseconds in 64 ticks of the slow clock: a tick takes 1/32768 s.
const TICKS_64_NS: u64 = 1_953_125;

/// Returns `true` if `addr` is a register of the real-time clock.
pub(crate) const fn has(addr: u32) -> bool {
    matches!(
        addr,
        0x4402_F804..=0x4402_F820 | 0x4402_F854..=0x4402_F85C | 0x4402_F0CC | 0x4402_F0D0 | 0x4402_5120 | 0x4402_5124
    )
}

/// The bits of the counter.
const COUNT_BITS: u64 = (1 << 48) - 1;

/// Returns the number of ticks of the slow clock that have passed at `time_ns`.
pub(crate) fn ticks_at(time_ns: u64) -> u64 {
    time_ns / TICKS_64_NS * 64 + time_ns % TICKS_64_NS * 64 / TICKS_64_NS
}

/// Returns the first nanosecond at which `ticks` have passed.
pub(crate) fn time_of_tick(ticks: u64) -> u64 {
    (ticks / 64).saturating_mul(TICKS_64_NS).saturating_add((ticks % 64 * TICKS_64_NS).div_ceil(64))
}

/// The counter with its registers, and the interrupt that its match raises in APPS_RCM.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Rtc {
    is_counting: bool,
    /// The count when the counter was last started, stopped or set to 0, and the tick at which that happened.
    count: u64,
    changed_at: u64,
    /// The count that software has latched.
    latched: u64,
    interrupts: bool,
    interrupt_match: u64,
    wakes: bool,
    wake_match: u64,
    /// The first count that has yet to be compared with the match value that interrupts.
    next_compared: u64,
    status: u32,
    enable: u32,
}

impl Rtc {
    /// Resets the interrupt in APPS_RCM, which is outside the HIB domain.
    pub fn reset_interrupt(&mut self) {
        (self.status, self.enable) = (0, 0);
    }

    /// Stops waking the chip, as a wake-up does (`hw_hib3p3.h`: auto-clear).
    pub fn clear_wake(&mut self) {
        self.wakes = false;
    }

    /// Returns the word at `addr`, or `None` if it is not a register of the real-time clock. Reading has no side
    /// effects here; software that reads [`arcm::INTERRUPT_STATUS`] also calls [`Rtc::clear_status`].
    pub fn read(&self, addr: u32, now_ns: u64) -> Option<u32> {
        Some(match addr {
            _ if addr == mcu_init::RTC_TIMER_ENABLE.0 => self.is_counting.into(),
            _ if addr == hib::RTC_TIMER_RESET.0 || addr == hib::RTC_TIMER_READ.0 => 0,
            _ if addr == hib::RTC_TIMER_LSW.0 => low(self.latched),
            _ if addr == hib::RTC_TIMER_MSW.0 => high(self.latched),
            _ if addr == hib::RTC_TIMER_LSW_FAST.0 => low(self.count_at(now_ns)),
            _ if addr == hib::RTC_TIMER_MSW_FAST.0 => high(self.count_at(now_ns)),
            _ if addr == hib::RTC_IRQ_ENABLE.0 => self.interrupts.into(),
            _ if addr == hib::RTC_IRQ_LSW.0 => low(self.interrupt_match),
            _ if addr == hib::RTC_IRQ_MSW.0 => high(self.interrupt_match),
            _ if addr == hib::RTC_WAKE_EN.0 => self.wakes.into(),
            _ if addr == hib::RTC_WAKE_LSW.0 => low(self.wake_match),
            _ if addr == hib::RTC_WAKE_MSW.0 => high(self.wake_match),
            _ if addr == arcm::INTERRUPT_STATUS.0 => self.status,
            _ if addr == arcm::INTERRUPT_ENABLE.0 => self.enable,
            _ => return None,
        })
    }

    /// Writes the word at `addr`. Returns `false` if it is not a register of the real-time clock. The caller must then
    /// call [`Rtc::update`].
    pub fn write(&mut self, addr: u32, value: u32, now_ns: u64) -> bool {
        self.update(now_ns);
        match addr {
            _ if addr == mcu_init::RTC_TIMER_ENABLE.0 => self.set_count(self.count_at(now_ns), value & 1 != 0, now_ns),
            _ if addr == hib::RTC_TIMER_RESET.0 && value & 1 != 0 => self.set_count(0, self.is_counting, now_ns),
            _ if addr == hib::RTC_IRQ_ENABLE.0 => self.interrupts = value & hib::RTC_INTERRUPTS != 0,
            _ if addr == hib::RTC_IRQ_LSW.0 => set_low(&mut self.interrupt_match, value),
            _ if addr == hib::RTC_IRQ_MSW.0 => set_high(&mut self.interrupt_match, value),
            _ => return self.write_other(addr, value, now_ns),
        }
        // The comparison is one of equality, so a match value that is the present count still counts.
        self.next_compared = self.count_at(now_ns);
        true
    }

    /// Writes a word that does not change the comparison with the match value that interrupts.
    fn write_other(&mut self, addr: u32, value: u32, now_ns: u64) -> bool {
        match addr {
            _ if addr == hib::RTC_TIMER_READ.0 && value & 1 != 0 => self.latched = self.count_at(now_ns),
            _ if addr == hib::RTC_WAKE_EN.0 => self.wakes = value & hib::RTC_WAKES != 0,
            _ if addr == hib::RTC_WAKE_LSW.0 => set_low(&mut self.wake_match, value),
            _ if addr == hib::RTC_WAKE_MSW.0 => set_high(&mut self.wake_match, value),
            _ if addr == arcm::INTERRUPT_ENABLE.0 => self.enable = value,
            // The other registers are read-only, or the written word requests nothing.
            _ => return self.read(addr, now_ns).is_some(),
        }
        true
    }

    /// Clears the status, because software has read it.
    pub fn clear_status(&mut self) {
        self.status = 0;
    }

    /// Compares the counter with the match value that interrupts, for every count until `now_ns`.
    pub fn update(&mut self, now_ns: u64) {
        let count = self.count_at(now_ns);
        if self.is_counting && self.interrupts && (self.next_compared..=count).contains(&self.interrupt_match) {
            self.status |= arcm::SLOW_CLOCK_MATCH;
        }
        self.next_compared = count + 1;
    }

    /// Returns the time at which the counter reaches the match value that interrupts, or [`NEVER`].
    pub fn interrupt_ns(&self) -> u64 {
        if self.interrupts && self.interrupt_match >= self.next_compared {
            self.time_of(self.interrupt_match)
        } else {
            NEVER
        }
    }

    /// Returns the time at which the counter ends HIBERNATE, or [`NEVER`]. The board has fallen asleep at `now_ns`.
    pub fn wake_ns(&self, now_ns: u64) -> u64 {
        if self.wakes && self.wake_match >= self.count_at(now_ns) { self.time_of(self.wake_match) } else { NEVER }
    }

    /// Returns `true` if the interrupt line of the PRCM is high.
    pub fn line(&self) -> bool {
        self.status & arcm::SLOW_CLOCK_MATCH != 0 && self.enable & arcm::SLOW_CLOCK_INTERRUPT != 0
    }

    fn count_at(&self, now_ns: u64) -> u64 {
        let passed = if self.is_counting { ticks_at(now_ns) - self.changed_at } else { 0 };
        (self.count + passed) & COUNT_BITS
    }

    /// Returns the time at which the counter reaches `count`, which it has not passed.
    fn time_of(&self, count: u64) -> u64 {
        if self.is_counting {
            time_of_tick(self.changed_at.saturating_add(count.saturating_sub(self.count)))
        } else {
            NEVER
        }
    }

    fn set_count(&mut self, count: u64, is_counting: bool, now_ns: u64) {
        (self.count, self.is_counting, self.changed_at) = (count, is_counting, ticks_at(now_ns));
    }
}

/// Returns the low 32 bits of a count.
const fn low(count: u64) -> u32 {
    count as u32
}

/// Returns the high 16 bits of a count.
const fn high(count: u64) -> u32 {
    (count >> 32) as u32
}

fn set_low(count: &mut u64, value: u32) {
    *count = *count & !0xFFFF_FFFF | u64::from(value);
}

fn set_high(count: &mut u64, value: u32) {
    *count = *count & 0xFFFF_FFFF | u64::from(value & hib::RTC_WAKE_MSW_BITS) << 32;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slow_clock_has_32768_ticks_in_a_second() {
        assert_eq!((ticks_at(1_000_000_000), time_of_tick(32_768)), (32_768, 1_000_000_000));
        for tick in [1, 2, 63, 64, 65, 1_000_003] {
            let start_ns = time_of_tick(tick);
            assert_eq!((ticks_at(start_ns), ticks_at(start_ns - 1)), (tick, tick - 1));
        }
        assert!(ticks_at(u64::MAX) < u64::MAX && time_of_tick(u64::MAX) == u64::MAX);
    }

    #[test]
    fn a_match_value_that_was_passed_before_it_was_written_waits() {
        let second = |seconds: u64| seconds * 1_000_000_000;
        let mut rtc = Rtc::default();
        let words = [(mcu_init::RTC_TIMER_ENABLE, 1), (hib::RTC_IRQ_LSW, 99_999), (hib::RTC_IRQ_ENABLE, 1)];
        assert!(words.into_iter().all(|(register, value)| rtc.write(register.0, value, 0)));
        for (match_value, due_ns) in [(32_767, NEVER), (65_536, second(2)), (32_768, second(1))] {
            rtc.write(hib::RTC_IRQ_LSW.0, match_value, second(1));
            assert_eq!((rtc.interrupt_ns(), rtc.status), (due_ns, 0));
        }
        rtc.update(second(1));
        assert_eq!((rtc.status, rtc.interrupt_ns()), (arcm::SLOW_CLOCK_MATCH, NEVER), "it is the present count");
    }
}
