//! Sleep, wake and reset: what the chip keeps, and what ends a sleep.

use pinscope_core::cc3200::gprcm;
use pinscope_core::{EventKind, Level, PinId, Power, SleepMode, Trigger, sleep};

use super::{Chip, Woken};
use crate::gpio::{self, Gpio, GpioMask};
use crate::nvic::Nvic;
use crate::pads::Pads;
use crate::prcm::Prcm;

impl Chip {
    /// The reset button: everything on the chip is forgotten.
    pub fn press_reset(&mut self) {
        self.reset(gprcm::CAUSE_POWER_ON);
    }

    /// Everything on the chip is forgotten but why.
    pub fn reset(&mut self, cause: u32) {
        self.prcm = Prcm::default();
        self.restart(cause, None);
        self.record(EventKind::Reset { cause: sleep::reset_cause(&*self) });
    }

    pub(super) fn fall_asleep(&mut self, mode: SleepMode) {
        self.power = mode.power();
        self.record(EventKind::Sleep { power: self.power });
        if mode == SleepMode::Hibernate {
            // Only the HIB registers have power now: every pad lets go. In LPDS pads hold until the chip wakes.
            self.prcm.reset();
            self.forget();
        }
        self.notice_wake(self.reads);
    }

    /// Wakes the board if a wake line now sees what it waits for: a level that is there, or an edge since `before`.
    #[inline]
    pub(super) fn notice_wake(&mut self, before: GpioMask) {
        if !self.is_running()
            && let Some(pin) = self.waking_pin(before)
        {
            self.wake(pin);
        }
    }

    fn wake(&mut self, pin: PinId) {
        let from = self.power;
        self.record(EventKind::Wake { pin, from });
        self.woken = Some(Woken { pin, from });
        if from == Power::Suspended {
            self.prcm.reset_clocks();
            self.restart(gprcm::CAUSE_LPDS, Some(SleepMode::Suspended));
        } else {
            self.restart(gprcm::CAUSE_POWER_ON, Some(SleepMode::Hibernate));
            self.record(EventKind::Reset { cause: sleep::reset_cause(&*self) });
        }
    }

    fn waking_pin(&self, before: GpioMask) -> Option<PinId> {
        let wake_pins = self.profile.wake_pins();
        let fires = |pin: PinId, trigger| {
            let was_high = before & gpio::bit(pin) != 0;
            match (trigger, self.reads(pin)) {
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

    /// The core begins anew, its blocks as after a reset. What the reset leaves of PRCM is decided before.
    fn restart(&mut self, cause: u32, woken_from: Option<SleepMode>) {
        self.power = Power::Active;
        self.prcm.note_reset(cause, woken_from);
        if woken_from != Some(SleepMode::Suspended) {
            // A pad nobody decides reads low from here on; after LPDS it goes on reading what it last read.
            (self.reads, self.shown) = (0, 0);
        }
        self.forget();
    }

    fn forget(&mut self) {
        self.gpio = Gpio::default();
        self.pads = Pads::default();
        self.nvic = Nvic::default();
        self.interrupting = 0;
        // Software that puts everything back does so at once: nothing of the gap is recorded unless it stays.
        self.begin_exclusive();
        self.settle(PinId::ALL);
        self.exclusive -= 1;
        self.update_ports(0);
    }
}
