//! Records in the trace how the levels and the interrupts of the pins change.

use pinscope_core::{EventKind, PadLevel, PinId};

use super::Chip;
use crate::gpio::{self, GpioMask};
use crate::nets::{self, bit};

impl Chip {
    #[inline(never)]
    pub(super) fn record_interrupts(&mut self, newly_pending: GpioMask, unpended: GpioMask, lost: GpioMask) {
        if !self.is_running() {
            return;
        }
        for pin in gpio::pins(unpended) {
            self.record(EventKind::Unpended { pin });
        }
        for pin in gpio::pins(newly_pending) {
            self.record(EventKind::Pended { pin });
        }
        for pin in gpio::pins(lost) {
            self.coalesced[pin.index()] = self.coalesced[pin.index()].saturating_add(1);
            self.record(EventKind::Coalesced { pin });
        }
    }

    /// Sets the level of a pad and records it. While software is in an exclusive section, it is recorded at its end.
    #[inline(always)]
    pub(super) fn set_level(&mut self, pin: PinId, level: PadLevel) {
        self.levels[pin.index()] = level;
        if self.exclusive == 0 {
            self.record_level(pin);
        } else {
            self.unrecorded |= bit(pin);
        }
    }

    /// Records the levels that have changed in an exclusive section, which has ended.
    #[inline]
    pub(super) fn record_levels(&mut self) {
        if self.unrecorded != 0 && self.exclusive == 0 {
            nets::pins(std::mem::take(&mut self.unrecorded)).for_each(|pin| self.record_level(pin));
        }
    }

    #[inline]
    fn record_level(&mut self, pin: PinId) {
        let level = self.levels[pin.index()];
        if self.recorded[pin.index()] != level {
            self.recorded[pin.index()] = level;
            self.last_sleep.on_level(pin, level);
            self.trace.record(self.time_ns, EventKind::Level { pin, level });
        }
    }
}
