//! Sleep, wake and reset of the chip.

use pinscope_core::cc3200::{gprcm, hib};
use pinscope_core::{EventKind, Level, PinId, Power, SleepMode, Trigger, sleep};

use super::interrupts::lines;
use super::peripherals::Peripherals;
use super::timed_wake::TimedWake;
use super::{Chip, Vector, WakeSource, Wakeup};
use crate::gpio::{self, Gpio, GpioMask};
use crate::pads::Pads;
use crate::prcm::{Prcm, Woken};
use crate::spare_registers::SpareRegisters;

impl Chip {
    /// Resets the whole chip, as the reset button does.
    pub fn press_reset(&mut self) {
        self.reset(gprcm::CAUSE_POWER_ON);
    }

    /// Resets the chip and stores the cause of the reset. A reset of the core alone leaves the ports and the pads as
    /// they are.
    pub fn reset(&mut self, cause: u32) {
        if cause == gprcm::CAUSE_CORE_RESET {
            self.power = Power::Active;
            self.nvic.reset();
            self.nvic.update(lines(self.interrupting));
            self.set_block_lines();
            self.prcm.record_reset(cause, None);
        } else {
            if cause == gprcm::CAUSE_POWER_ON {
                self.prcm = Prcm::default();
                self.timed_wake = TimedWake::default();
            } else {
                self.prcm.reset_by_software();
            }
            self.restart(cause, None);
        }
        self.record_power(EventKind::Reset { cause: sleep::reset_cause(&*self) });
    }

    /// Returns `true` unless the board is in SUSPENDED or HIBERNATE, where neither the processor nor the ports run.
    #[inline]
    pub(super) fn is_running(&self) -> bool {
        matches!(self.power, Power::Active | Power::Idle)
    }

    /// Makes the processor wait for an interrupt.
    pub fn idle(&mut self) {
        self.power = Power::Idle;
        self.record_power(EventKind::Sleep { power: Power::Idle });
    }

    /// Ends IDLE, if the board is in it, because the interrupt `vector` is pending.
    pub fn end_idle(&mut self, vector: Vector) {
        if self.power != Power::Idle {
            return;
        }
        self.power = Power::Active;
        match vector {
            Vector::Port(port) => {
                if let Some(pin) = gpio::pins(gpio::of_port(self.gpio.masked(), port)).next() {
                    self.record_power(EventKind::Wake { pin, from: Power::Idle });
                }
            }
            Vector::Block(interrupt) => self.record_power(EventKind::BlockWake { interrupt }),
        }
    }

    /// Records an event that begins or ends a sleep.
    fn record_power(&mut self, kind: EventKind) {
        self.last_sleep.on_event(kind);
        self.record(kind);
    }

    pub(super) fn enter_sleep(&mut self, mode: SleepMode) {
        self.power = mode.power();
        self.record_power(EventKind::Sleep { power: self.power });
        self.stop_block_clocks();
        if mode == SleepMode::Hibernate {
            // Only the HIB registers have power now, so every pad is released. In LPDS the pads hold their level until
            // the chip wakes.
            self.prcm.reset();
            self.reset_blocks();
        }
        self.set_timed_wake(mode);
        self.check_wake(self.inputs);
    }

    /// Wakes the chip if an armed wake line detects its trigger: a level that is present, or an edge since `before`.
    #[inline]
    pub(super) fn check_wake(&mut self, before: GpioMask) {
        if !self.is_running()
            && self.starting.is_none()
            && let Some(pin) = self.triggered_wake_pin(before)
        {
            self.record_power(EventKind::Wake { pin, from: self.power });
            self.wake(WakeSource::Pin(pin));
        }
    }

    /// Wakes the chip, because the time has come that was set for it.
    pub(super) fn wake_by_rtc(&mut self) {
        self.record_power(EventKind::RtcWake { from: self.power });
        self.wake(WakeSource::Rtc);
    }

    fn wake(&mut self, source: WakeSource) {
        let from = self.power;
        self.wakeup = Some(Wakeup { source, from });
        self.clear_timed_wake();
        if from == Power::Suspended {
            self.prcm.reset_clocks();
            let source = match source {
                WakeSource::Pin(_) => gprcm::WAKEUP_GPIO,
                WakeSource::Rtc => gprcm::WAKEUP_TIMER,
            };
            self.restart(gprcm::CAUSE_LPDS, Some(Woken::Lpds { source }));
        } else {
            self.starting = Some(source);
            if self.starts_at_once {
                self.finish_start();
            }
        }
    }

    /// Ends the time that the chip takes to start after HIBERNATE, with a reset.
    pub fn finish_start(&mut self) {
        let status = match self.starting {
            Some(WakeSource::Rtc) => hib::WOKE_BY_RTC,
            Some(WakeSource::Pin(_)) | None => hib::WOKE_BY_GPIO,
        };
        self.timed_wake.rtc.clear_wake();
        self.restart(gprcm::CAUSE_POWER_ON, Some(Woken::Hibernate { status }));
        self.record_power(EventKind::Reset { cause: sleep::reset_cause(&*self) });
    }

    /// Returns the pin whose wake line detects its trigger. `before` are the input levels from before the last change.
    fn triggered_wake_pin(&self, before: GpioMask) -> Option<PinId> {
        let wake_pins = self.profile.wake_pins();
        let fires = |pin: PinId, trigger| {
            let was_high = before & gpio::bit(pin) != 0;
            match (trigger, self.input(pin)) {
                (Trigger::HighLevel, Level::High) | (Trigger::LowLevel, Level::Low) => true,
                (Trigger::Rising, Level::High) => !was_high,
                (Trigger::Falling, Level::Low) => was_high,
                _ => false,
            }
        };
        match self.power {
            Power::Active | Power::Idle => None,
            Power::Suspended => {
                let pin = *wake_pins.get(usize::from(sleep::suspend_line(self)?))?;
                fires(pin, sleep::suspend_trigger(self)).then_some(pin)
            }
            Power::Hibernate => (0..).zip(wake_pins).find_map(|(line, &pin)| {
                let armed = sleep::hibernate_lines(self) & (1 << line) != 0;
                (armed && fires(pin, sleep::hibernate_trigger(self, line))).then_some(pin)
            }),
        }
    }

    /// Restarts the chip with its blocks as after a reset. The caller has already reset the part of PRCM that is lost.
    fn restart(&mut self, cause: u32, woken: Option<Woken>) {
        self.power = Power::Active;
        self.starting = None;
        self.clear_timed_wake();
        self.prcm.record_reset(cause, woken);
        if !matches!(woken, Some(Woken::Lpds { .. })) {
            // A floating pad reads low from now on; after LPDS it keeps the level that it last read.
            self.inputs = 0;
            self.port_inputs = 0;
            self.spare = SpareRegisters::default();
        }
        self.reset_blocks();
    }

    /// Resets every block except PRCM.
    fn reset_blocks(&mut self) {
        self.gpio = Gpio::default();
        self.pads = Pads::default();
        self.nvic.reset();
        self.peripherals = Peripherals::default();
        self.record_serial_formats();
        self.timed_wake.rtc.reset_interrupt();
        self.refresh_rtc();
        self.interrupting = 0;
        self.unacknowledged = None;
        // Software restores the pins at the same moment, so the levels in between are recorded only if they stay.
        self.begin_exclusive();
        self.settle(PinId::ALL);
        self.exclusive -= 1;
        self.update_ports(0, 0);
    }
}
