//! Observes a sleep: the pins whose levels change during it, and what ends it.

use pinscope_core::{EventKind, Interrupt, PadLevel, PinId};

use crate::nets::{PinMask, bit};

/// The present sleep, or the last one. It does not depend on the trace, which drops old events.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct SleepWatch {
    changed: PinMask,
    ended_by: Option<WakeCause>,
}

/// The cause of the end of a sleep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WakeCause {
    /// The pin woke the board.
    Pin(PinId),
    /// The time came at which the real-time clock, or the timer for LPDS, was to wake the board.
    Rtc,
    /// The interrupt of a block that is not a port ended IDLE.
    Block(Interrupt),
    /// The chip was reset.
    Reset,
}

impl SleepWatch {
    /// Returns `true` if the level of `pin` changed during the sleep.
    pub fn has_changed(&self, pin: PinId) -> bool {
        self.changed & bit(pin) != 0
    }

    /// Returns the cause of the end of the sleep, or `None` while it lasts.
    pub fn ended_by(&self) -> Option<WakeCause> {
        self.ended_by
    }

    /// Updates the sleep with an event.
    #[inline]
    pub fn on_event(&mut self, kind: EventKind) {
        match kind {
            EventKind::Sleep { .. } => *self = Self::default(),
            EventKind::Wake { pin, .. } => self.end(WakeCause::Pin(pin)),
            EventKind::RtcWake { .. } => self.end(WakeCause::Rtc),
            EventKind::BlockWake { interrupt } => self.end(WakeCause::Block(interrupt)),
            EventKind::Reset { .. } => self.end(WakeCause::Reset),
            _ => {}
        }
    }

    /// Updates the sleep with a change of level.
    #[inline]
    pub fn on_level(&mut self, pin: PinId, level: PadLevel) {
        if self.ended_by.is_none() && matches!(level, PadLevel::Low | PadLevel::High) {
            self.changed |= bit(pin);
        }
    }

    /// A wake from HIBERNATE is followed by a reset, so only the first cause counts.
    fn end(&mut self, cause: WakeCause) {
        self.ended_by.get_or_insert(cause);
    }
}
