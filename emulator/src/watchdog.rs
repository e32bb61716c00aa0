//! The watchdog (`docs/peripherals.md`, section 4). The first time that its count reaches 0 it interrupts, and the
//! second time it resets the chip.

use pinscope_core::cc3200::watchdog;

/// The registers of the watchdog. Every time is a number of cycles of its clock.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Watchdog {
    load: u32,
    /// The count at the cycle `known_at`.
    count: u32,
    known_at: u64,
    control: u32,
    has_expired: bool,
    test: u32,
    is_locked: bool,
}

impl Default for Watchdog {
    fn default() -> Self {
        Self { load: u32::MAX, count: u32::MAX, known_at: 0, control: 0, has_expired: false, test: 0, is_locked: false }
    }
}

impl Watchdog {
    /// Returns the word at `offset`, or `None` if there is no register. Reading has no side effects.
    pub fn read(&self, offset: u32, now: u64) -> Option<u32> {
        Some(match offset {
            watchdog::LOAD => self.load,
            watchdog::VALUE => self.count_at(now),
            watchdog::CTL => self.control,
            watchdog::ICR => 0,
            watchdog::RIS => self.has_expired.into(),
            watchdog::MIS => self.line().into(),
            watchdog::TEST => self.test,
            watchdog::LOCK => self.is_locked.into(),
            _ if is_identification(offset) => 0,
            _ => return None,
        })
    }

    /// Writes the word at `offset`. Returns `false` if there is no register.
    pub fn write(&mut self, offset: u32, value: u32, now: u64) -> bool {
        match offset {
            watchdog::LOCK => self.is_locked = value != watchdog::KEY,
            // While the registers are locked, a write is accepted and has no effect.
            _ if self.is_locked => return self.read(offset, now).is_some(),
            watchdog::LOAD => {
                self.load = value;
                self.reload(now);
                // A load value of 0 has expired already.
                self.has_expired |= value == 0;
            }
            watchdog::CTL => {
                self.count = self.count_at(now);
                self.known_at = now;
                self.control = self.control & watchdog::ENABLE | value & watchdog::CTL_BITS;
            }
            watchdog::ICR => {
                self.has_expired = false;
                self.reload(now);
            }
            watchdog::TEST => self.test = value & watchdog::STALL,
            // These registers are read-only: the write is accepted and has no effect.
            _ => return self.read(offset, now).is_some(),
        }
        true
    }

    /// Updates the registers for what has happened until `now`. Returns `true` if the watchdog resets the chip.
    pub fn update(&mut self, now: u64) -> bool {
        let Some(due) = self.due().filter(|&due| due <= now) else { return false };
        self.reload(due);
        std::mem::replace(&mut self.has_expired, true)
    }

    /// Returns the cycle at which the count reaches 0, if the watchdog counts.
    pub fn due(&self) -> Option<u64> {
        self.is_counting().then(|| self.known_at.saturating_add(self.count.into()))
    }

    /// Returns the cycle at which the watchdog resets the chip unless it is fed, if it counts.
    pub fn reset_due(&self) -> Option<u64> {
        let rest = if self.has_expired { 0 } else { self.load.into() };
        self.due().map(|due| due.saturating_add(rest))
    }

    /// Returns `true` if the interrupt line is high.
    pub fn line(&self) -> bool {
        self.has_expired && self.control & watchdog::ENABLE != 0
    }

    /// Returns `true` if the watchdog counts. With a load value of 0 there is nothing to count.
    fn is_counting(&self) -> bool {
        self.control & watchdog::ENABLE != 0 && self.load != 0
    }

    fn count_at(&self, now: u64) -> u32 {
        if self.is_counting() { u64::from(self.count).saturating_sub(now - self.known_at) as u32 } else { self.count }
    }

    fn reload(&mut self, now: u64) {
        (self.count, self.known_at) = (self.load, now);
    }
}

/// Returns `true` if `offset` is a register that identifies the block. It reads 0 here.
const fn is_identification(offset: u32) -> bool {
    matches!(offset, 0xFD0..=0xFFC)
}
