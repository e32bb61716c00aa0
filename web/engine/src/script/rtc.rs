//! The real-time clock of a script.
//!
//! Times are units of 1/1024 s since 2000-01-01. They do not fit into a small number, so they are decimal digits on the
//! way to Python and floats on the way from it.

use pinscope_core::{Interrupt, SleepMode, rtc};
use pinscope_emulator::playground::costs::CLOCK_ACCESS;

use super::bus::Bus;
use crate::session::Engine;

// The numbers of accesses to the registers of the HIB domain (`docs/peripherals.md`, section 6).
const ACCESSES_OF_TIME: u32 = 3;
const ACCESSES_OF_SET_TIME: u32 = 4;
const ACCESSES_OF_ALARM: u32 = 5;
const ACCESSES_OF_ENABLE: u32 = 2;
const ACCESSES_OF_TICKS: u32 = 2;

impl Engine {
    /// Starts the clock at the time that it has after power-on, unless it keeps the time already, and removes the
    /// alarm, as a soft reset does.
    pub(super) fn start_clock(&mut self) {
        self.access_registers(&mut |registers| {
            if rtc::time(registers).is_none() {
                rtc::set_time(registers, rtc::POWER_ON_TIME);
            }
            rtc::enable_interrupt(registers, false);
            0
        });
        self.playground.attach_block_irq(Interrupt::Rtc, true);
    }

    /// Returns the time, and lets the call take its time.
    pub fn rtc_time(&mut self) -> String {
        let mut time = 0;
        self.rtc_call(ACCESSES_OF_TIME, &mut |registers| time = rtc::time(registers).unwrap_or(0));
        time.to_string()
    }

    /// Sets the time.
    pub fn set_rtc_time(&mut self, time: f64) -> i32 {
        self.rtc_call(ACCESSES_OF_SET_TIME, &mut |registers| rtc::set_time(registers, time as u64))
    }

    /// Sets the time of the alarm, and whether it interrupts.
    pub fn set_alarm(&mut self, time: f64, interrupts: bool) -> i32 {
        self.rtc_call(ACCESSES_OF_ALARM, &mut |registers| rtc::set_alarm(registers, time as u64, interrupts))
    }

    /// Lets the alarm interrupt, or not.
    pub fn enable_alarm(&mut self, on: bool) -> i32 {
        self.rtc_call(ACCESSES_OF_ENABLE, &mut |registers| rtc::enable_interrupt(registers, on))
    }

    /// Returns the number of ticks of 32768 Hz until the alarm.
    pub fn ticks_to_alarm(&mut self) -> String {
        let mut ticks = 0;
        self.rtc_call(ACCESSES_OF_TICKS, &mut |registers| ticks = rtc::ticks_to_alarm(registers));
        ticks.to_string()
    }

    /// Prepares a sleep, which the alarm ends if `on` is true.
    pub fn set_alarm_wake(&mut self, mode: i32, on: bool) -> i32 {
        self.rtc_call(ACCESSES_OF_ENABLE, &mut |registers| {
            let ticks = rtc::ticks_to_alarm(registers);
            if mode == SleepMode::Suspended as i32 {
                rtc::set_suspended_wake(registers, on.then_some(ticks));
            } else {
                rtc::set_hibernate_wake(registers, on.then_some(ticks));
            }
        })
    }

    fn rtc_call(&mut self, accesses: u32, call: &mut dyn FnMut(Bus)) -> i32 {
        let answer = self.access_registers(&mut |registers| {
            call(registers);
            0
        });
        (0..accesses).for_each(|_| {
            self.spend(CLOCK_ACCESS);
        });
        answer
    }
}
