//! The real-time clock of the chip: its registers, its interrupt, and the wake-ups at a set time.

use pinscope_core::cc3200::{Rw, gprcm};
use pinscope_core::{Interrupt, Power, SleepMode};

use super::Chip;
use crate::nvic::interrupt_bit;
use crate::rtc::{Rtc, ticks_at, time_of_tick};
use crate::timer_queue::NEVER;

/// The real-time clock, and the times at which the chip has to act because of it and of the timer for LPDS.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(super) struct TimedWake {
    pub rtc: Rtc,
    interrupt_ns: u64,
    /// The time at which the present sleep ends if nothing ends it before.
    wake_ns: u64,
}

/// The next moment at which the real-time clock, or the timer for LPDS, does something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Alarm {
    /// The simulated time, in nanoseconds.
    pub time_ns: u64,
    /// True if it ends the present sleep. Otherwise it interrupts.
    pub wakes: bool,
}

impl Default for TimedWake {
    fn default() -> Self {
        Self { rtc: Rtc::default(), interrupt_ns: NEVER, wake_ns: NEVER }
    }
}

impl TimedWake {
    /// Returns the time at which the chip has to act, or [`NEVER`].
    #[inline]
    pub fn next_due_ns(&self) -> u64 {
        self.interrupt_ns.min(self.wake_ns)
    }
}

impl Chip {
    /// Writes the word of the real-time clock at `addr`. Returns `false` if there is no register.
    pub(super) fn store_rtc(&mut self, addr: u32, value: u32) -> bool {
        let stored = self.timed_wake.rtc.write(addr, value, self.time_ns);
        self.refresh_rtc();
        stored
    }

    /// Clears the interrupt status of the real-time clock, because software has read it.
    pub(super) fn clear_rtc_status(&mut self) {
        self.timed_wake.rtc.clear_status();
        self.refresh_rtc();
    }

    /// Brings the real-time clock up to date: its interrupt line, and the time at which it interrupts.
    pub(super) fn refresh_rtc(&mut self) {
        self.timed_wake.rtc.update(self.time_ns);
        self.timed_wake.interrupt_ns = self.timed_wake.rtc.interrupt_ns();
        self.set_line(Interrupt::Rtc, self.timed_wake.rtc.line());
    }

    /// Lets the real-time clock interrupt or end a sleep, if one of them is due.
    pub(super) fn run_timed_wake(&mut self) {
        if self.timed_wake.interrupt_ns <= self.time_ns {
            self.refresh_rtc();
        }
        if self.timed_wake.wake_ns <= self.time_ns {
            self.wake_by_rtc();
        }
    }

    /// Sets the time at which the sleep that begins now ends: in LPDS by its timer, which counts the slow clock, and in
    /// HIBERNATE by the real-time clock.
    pub(super) fn set_timed_wake(&mut self, mode: SleepMode) {
        let word = |register: Rw| register.read(&*self);
        self.timed_wake.wake_ns = match mode {
            SleepMode::Suspended if word(gprcm::LPDS_WAKEUP_CFG) & gprcm::WAKEUP_TIMER != 0 => {
                time_of_tick(ticks_at(self.time_ns) + u64::from(word(gprcm::LPDS_WAKETIME_WAKE_CFG)))
            }
            SleepMode::Hibernate => self.timed_wake.rtc.wake_ns(self.time_ns),
            SleepMode::Suspended | SleepMode::Active => NEVER,
        };
    }

    /// Returns the next alarm, if one will come.
    pub fn alarm(&self) -> Option<Alarm> {
        let TimedWake { wake_ns, interrupt_ns, .. } = self.timed_wake;
        let ends_idle = self.power == Power::Idle && self.routines() & interrupt_bit(Interrupt::Rtc) != 0;
        let alarm = match self.power {
            Power::Suspended | Power::Hibernate => Alarm { time_ns: wake_ns, wakes: true },
            Power::Active | Power::Idle => Alarm { time_ns: interrupt_ns, wakes: ends_idle },
        };
        (alarm.time_ns != NEVER).then_some(alarm)
    }

    /// Forgets the time at which the sleep would end, because it has ended.
    pub(super) fn clear_timed_wake(&mut self) {
        self.timed_wake.wake_ns = NEVER;
    }
}
