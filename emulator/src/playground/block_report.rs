//! The report on the blocks that act without a pin: why the real-time clock did or did not end a sleep, and what the
//! watchdog does.

use std::fmt;

use pinscope_core::{Interrupt, Power, ResetCause, SleepMode};

use super::Playground;
use super::wake_report::SleepRecord;
use crate::chip::{Alarm, WakeCause};
use crate::machine::Machine;

/// A report on the real-time clock or on the watchdog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BlockReport {
    /// The interrupt of the block, which is [`Interrupt::Rtc`] or [`Interrupt::Watchdog`].
    pub interrupt: Interrupt,
    /// The state of the block.
    pub reason: BlockReason,
    /// The mode of the sleep, or `None` if the board has not slept.
    pub sleep: Option<SleepMode>,
    /// The simulated time of the alarm, or of the reset by the watchdog, in nanoseconds.
    time_ns: u64,
}

/// The state of a block during the present or the last sleep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockReason {
    /// The board has not slept yet. An alarm is set, or the watchdog counts.
    NotAsleep,
    /// The alarm ended the sleep.
    Woke,
    /// The wake setting of the clock does not include this sleep mode.
    WakeNotSet,
    /// The alarm has yet to come, or something else ended the sleep before it.
    NothingHappened,
    /// The watchdog counts, and resets the board unless it is fed.
    Counting,
    /// The watchdog has stopped, because this sleep resets its registers.
    Stopped,
    /// The watchdog has reset the board.
    Reset,
}

impl BlockReason {
    /// Returns the name of the variant.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NotAsleep => "NotAsleep",
            Self::Woke => "Woke",
            Self::WakeNotSet => "WakeNotSet",
            Self::NothingHappened => "NothingHappened",
            Self::Counting => "Counting",
            Self::Stopped => "Stopped",
            Self::Reset => "Reset",
        }
    }
}

/// The state of the blocks around the moment at which the board fell asleep.
#[derive(Clone, Copy, Debug)]
pub(super) struct BlocksAtSleep {
    /// The alarm before the sleep.
    alarm: Option<Alarm>,
    /// The alarm that can end the sleep.
    waking_alarm: Option<Alarm>,
    watchdog_counts: bool,
}

impl BlocksAtSleep {
    /// Records the blocks of a board that is about to fall asleep.
    pub fn new(machine: &Machine) -> Self {
        let (alarm, reset_ns) = machine.peek_chip(|chip| (chip.alarm(), chip.watchdog_reset_ns()));
        Self { alarm, waking_alarm: None, watchdog_counts: reset_ns.is_some() }
    }
}

impl Playground {
    /// Returns the next alarm of the real-time clock, if it interrupts or ends the present sleep.
    pub fn alarm(&self) -> Option<Alarm> {
        self.machine.peek_chip(|chip| chip.alarm())
    }

    /// Returns the reports on the real-time clock and on the watchdog, if they have anything to do with the present or
    /// the last sleep.
    pub fn block_report(&self) -> Vec<BlockReport> {
        self.clock_report().into_iter().chain(self.watchdog_report()).collect()
    }

    /// Records the alarm that can end the sleep which has just begun.
    pub(super) fn record_waking_alarm(&mut self) {
        let waking_alarm = self.alarm().filter(|alarm| alarm.wakes);
        if let Some(sleep) = &mut self.last_sleep {
            sleep.blocks.waking_alarm = waking_alarm;
        }
    }

    fn clock_report(&self) -> Option<BlockReport> {
        let report = |reason, sleep, time_ns| BlockReport { interrupt: Interrupt::Rtc, reason, sleep, time_ns };
        let Some(SleepRecord { mode, blocks, .. }) = &self.last_sleep else {
            return self.alarm().map(|alarm| report(BlockReason::NotAsleep, None, alarm.time_ns));
        };
        let ended_by = self.machine.peek_chip(|chip| chip.last_sleep.ended_by());
        let reason = match ended_by {
            Some(WakeCause::Rtc | WakeCause::Block(Interrupt::Rtc)) => BlockReason::Woke,
            _ if blocks.waking_alarm.is_some() => BlockReason::NothingHappened,
            _ => BlockReason::WakeNotSet,
        };
        let alarm = blocks.waking_alarm.or(blocks.alarm)?;
        Some(report(reason, Some(*mode), alarm.time_ns))
    }

    fn watchdog_report(&self) -> Option<BlockReport> {
        let sleep = self.last_sleep.as_ref();
        let report = |reason, time_ns| {
            Some(BlockReport { interrupt: Interrupt::Watchdog, reason, sleep: sleep.map(|sleep| sleep.mode), time_ns })
        };
        if let Some(reset_ns) = self.machine.peek_chip(|chip| chip.watchdog_reset_ns()) {
            let has_slept = sleep.is_some();
            return report(if has_slept { BlockReason::Counting } else { BlockReason::NotAsleep }, reset_ns);
        }
        if sleep.is_some_and(|sleep| sleep.blocks.watchdog_counts && sleep.mode != SleepMode::Active) {
            return report(BlockReason::Stopped, 0);
        }
        let was_reset = self.reset_cause() == ResetCause::Watchdog;
        was_reset.then(|| report(BlockReason::Reset, 0)).flatten()
    }
}

impl BlockReport {
    /// Returns `true` if the block ended the sleep.
    pub fn woke(&self) -> bool {
        self.reason == BlockReason::Woke
    }
}

impl fmt::Display for BlockReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sleep = self.sleep.map_or(Power::Active, SleepMode::power).name();
        let (seconds, millis) = (self.time_ns / 1_000_000_000, self.time_ns / 1_000_000 % 1_000);
        let time = format!("{seconds}.{millis:03} s");
        match (self.interrupt, self.reason) {
            (Interrupt::Rtc, BlockReason::NotAsleep) => {
                write!(f, "RTC: the board has not slept; the alarm is at {time}")
            }
            (_, BlockReason::Woke) => write!(f, "RTC ended {sleep}: its alarm was to come at {time}"),
            (_, BlockReason::WakeNotSet) => {
                write!(f, "the wake of the RTC does not name {sleep}; its alarm is at {time}")
            }
            (_, BlockReason::NothingHappened) => write!(f, "RTC ends {sleep} at {time}, unless it has ended before"),
            (_, BlockReason::Stopped) => write!(f, "WDT stopped when {sleep} began, which resets its registers"),
            (_, BlockReason::Reset) => write!(f, "WDT reset the board, because it was not fed in time"),
            (_, BlockReason::NotAsleep | BlockReason::Counting) => {
                write!(f, "WDT resets the board at {time}, unless it is fed before")
            }
        }
    }
}
