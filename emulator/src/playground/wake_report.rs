//! The wake report: the reason why each pin did or did not end a sleep.

use std::fmt;

use pinscope_core::{Handlers, Level, PinId, Reaction, SleepMode, Trigger, Wake, sleep};

use super::Playground;
use super::block_report::BlocksAtSleep;
use crate::chip::WakeCause;
use crate::machine::Machine;

/// The reason why one pin did or did not end a sleep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WakeReport {
    /// The pin.
    pub pin: PinId,
    /// The reason.
    pub reason: WakeReason,
    /// The mode of the sleep, or `None` if the board has not slept.
    pub sleep: Option<SleepMode>,
    /// The cause of the end of the sleep, or `None` while it lasts.
    pub ended_by: Option<WakeCause>,
    /// The trigger that was armed, if one was.
    trigger: Option<Trigger>,
    /// The one pin that can end SUSPENDED.
    suspend_pin: Option<PinId>,
}

/// A reason why a pin did or did not end a sleep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WakeReason {
    /// The board has not slept yet.
    NotAsleep,
    /// The pin woke the board.
    Woke,
    /// The pin has no wake line.
    NoWakeLine,
    /// The pin has no interrupt, so its wake source is not armed.
    NotArmed,
    /// The interrupt of the pin is disabled.
    Disabled,
    /// The wake setting of the pin does not include this sleep mode.
    WakeNotSet,
    /// The trigger is both edges, which wake lines do not support.
    BothEdges,
    /// A pin that was armed later has replaced it: only one pin can end SUSPENDED.
    Replaced,
    /// The level of the pin changed, but not as its trigger requires.
    WrongEdge,
    /// The pin is armed, and its level has not changed.
    NothingHappened,
}

impl WakeReason {
    /// Returns the name of the variant.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NotAsleep => "NotAsleep",
            Self::Woke => "Woke",
            Self::NoWakeLine => "NoWakeLine",
            Self::NotArmed => "NotArmed",
            Self::Disabled => "Disabled",
            Self::WakeNotSet => "WakeNotSet",
            Self::BothEdges => "BothEdges",
            Self::Replaced => "Replaced",
            Self::WrongEdge => "WrongEdge",
            Self::NothingHappened => "NothingHappened",
        }
    }
}

/// The state of the board at the moment it fell asleep.
#[derive(Clone, Debug)]
pub(super) struct SleepRecord {
    pub(super) mode: SleepMode,
    armed: [Option<Armed>; PinId::COUNT],
    /// The one pin that can end SUSPENDED.
    suspend_pin: Option<PinId>,
    /// The state of the blocks that need no pin.
    pub(super) blocks: BlocksAtSleep,
}

/// The interrupt of a pin that is armed.
#[derive(Clone, Copy, Debug)]
struct Armed {
    trigger: Trigger,
    wake: Wake,
    enabled: bool,
}

impl SleepRecord {
    /// Records the interrupts that are armed when the board falls asleep in `mode`.
    pub fn new(machine: &Machine, handlers: &Handlers<Reaction>, mode: SleepMode) -> Self {
        let armed = |pin| {
            let slot = handlers.slot(pin)?;
            Some(Armed { trigger: slot.trigger, wake: slot.wake, enabled: slot.enabled })
        };
        let line = sleep::suspend_line(machine.peek());
        let wake_pins = machine.peek_board().profile.wake_pins();
        Self {
            mode,
            armed: PinId::ALL.map(armed),
            suspend_pin: line.and_then(|line| wake_pins.get(usize::from(line)).copied()),
            blocks: BlocksAtSleep::new(machine),
        }
    }
}

impl Playground {
    /// Returns a report for each pin that is armed or driven from outside: the reason why it did or did not end the
    /// present or the last sleep.
    pub fn wake_report(&self) -> Vec<WakeReport> {
        let pins = PinId::ALL.into_iter().filter(|&pin| self.is_reported(pin));
        pins.map(|pin| self.report_for_pin(pin)).collect()
    }

    fn is_reported(&self, pin: PinId) -> bool {
        let was_armed = self.last_sleep.as_ref().is_some_and(|sleep| sleep.armed[pin.index()].is_some());
        let external = self.machine.external(pin);
        let is_attached = external.rail.is_some()
            || external.button.is_some()
            || self.machine.peek_chip(|chip| chip.wiring.rails(pin)) != 0;
        was_armed || self.handlers.slot(pin).is_some() || is_attached
    }

    /// Returns the report for `pin`.
    pub fn report_for_pin(&self, pin: PinId) -> WakeReport {
        let Some(sleep) = &self.last_sleep else {
            let trigger = self.handlers.slot(pin).map(|slot| slot.trigger);
            let reason = WakeReason::NotAsleep;
            return WakeReport { pin, reason, sleep: None, ended_by: None, trigger, suspend_pin: None };
        };
        let watch = self.machine.peek_chip(|chip| chip.last_sleep);
        let armed = sleep.armed[pin.index()];
        let has_line = sleep.mode == SleepMode::Active || self.machine.peek_board().profile.wake_line(pin).is_some();
        let is_suspended = sleep.mode == SleepMode::Suspended;
        let reason = match armed {
            _ if watch.ended_by() == Some(WakeCause::Pin(pin)) => WakeReason::Woke,
            _ if !has_line => WakeReason::NoWakeLine,
            None => WakeReason::NotArmed,
            Some(Armed { enabled: false, .. }) => WakeReason::Disabled,
            Some(Armed { trigger: Trigger::BothEdges, .. }) if sleep.mode != SleepMode::Active => WakeReason::BothEdges,
            Some(Armed { wake, .. }) if !wake.contains(wake_bit(sleep.mode)) => WakeReason::WakeNotSet,
            Some(_) if is_suspended && sleep.suspend_pin != Some(pin) => WakeReason::Replaced,
            Some(_) if watch.has_changed(pin) => WakeReason::WrongEdge,
            Some(_) => WakeReason::NothingHappened,
        };
        WakeReport {
            pin,
            reason,
            sleep: Some(sleep.mode),
            ended_by: watch.ended_by(),
            trigger: armed.map(|armed| armed.trigger),
            suspend_pin: sleep.suspend_pin,
        }
    }
}

/// Returns the wake bit that a pin needs to end a sleep of this mode.
const fn wake_bit(mode: SleepMode) -> Wake {
    match mode {
        SleepMode::Active => Wake::ACTIVE,
        SleepMode::Suspended => Wake::SUSPENDED,
        SleepMode::Hibernate => Wake::HIBERNATE,
    }
}

impl WakeReport {
    /// Returns the reason why a change of the pin to `level` during the sleep has not ended it, as a clause about the
    /// pin. It is `None` if the pin has ended the sleep.
    pub fn why_ignored(&self, level: Level) -> Option<String> {
        let sleep = self.sleep?.power().name();
        Some(match self.reason {
            WakeReason::NotAsleep | WakeReason::Woke | WakeReason::NothingHappened => return None,
            WakeReason::NoWakeLine => format!("it has no wake line, so it cannot end {sleep}"),
            WakeReason::NotArmed => "it is not armed for this sleep".to_owned(),
            WakeReason::Disabled => "its interrupt is disabled".to_owned(),
            WakeReason::WakeNotSet => format!("it is not armed for this sleep, because its wake does not name {sleep}"),
            WakeReason::BothEdges => "it is armed for both edges, which no wake line sees".to_owned(),
            WakeReason::Replaced => match self.suspend_pin {
                Some(other) => format!("{} has taken over SUSPENDED, which ends with one pin", other.name()),
                None => "another pin has taken over SUSPENDED, which ends with one pin".to_owned(),
            },
            WakeReason::WrongEdge => match self.trigger? {
                Trigger::Rising if level.is_high() => "it was high before it floated, so it had no edge".to_owned(),
                Trigger::Falling if !level.is_high() => "it was low before it floated, so it had no edge".to_owned(),
                trigger @ (Trigger::Falling | Trigger::Rising) => format!("it waits for a {} edge", trigger.word()),
                trigger => format!("it waits for a {}", trigger.word()),
            },
        })
    }

    fn fmt_reason(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pin = self.pin.name();
        let sleep = self.sleep.map_or("sleep", |mode| mode.power().name());
        let trigger = self.trigger.map_or("nothing", Trigger::word);
        let is_over = self.ended_by.is_some();
        match self.reason {
            WakeReason::NotAsleep => write!(f, "{pin}: the board has not slept"),
            WakeReason::Woke => write!(f, "{pin} ended {sleep}: {trigger}, as armed"),
            WakeReason::NoWakeLine => write!(f, "{pin} has no wake line, so it cannot end {sleep}"),
            WakeReason::NotArmed => write!(f, "{pin} has no interrupt, so its wake source is not armed"),
            WakeReason::Disabled => write!(f, "the interrupt of {pin} is disabled"),
            WakeReason::WakeNotSet => write!(f, "the wake of {pin} does not name {sleep}"),
            WakeReason::BothEdges => write!(f, "{pin} is armed for both edges, which no wake line sees"),
            WakeReason::Replaced => match self.suspend_pin {
                Some(other) => write!(f, "{pin} was replaced by {}: SUSPENDED ends with one pin", other.name()),
                None => write!(f, "{pin} was replaced by a pin that is no longer armed: SUSPENDED ends with one pin"),
            },
            WakeReason::WrongEdge if is_over => write!(f, "{pin} changed, but it waited for {trigger}"),
            WakeReason::WrongEdge => write!(f, "{pin} changed, but it waits for {trigger}"),
            WakeReason::NothingHappened if is_over => {
                write!(f, "{pin} waited for {trigger}, and its level did not change")
            }
            WakeReason::NothingHappened => write!(f, "{pin} waits for {trigger}, and its level has not changed"),
        }
    }
}

impl fmt::Display for WakeReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.fmt_reason(f)?;
        match (self.ended_by, self.sleep) {
            (Some(WakeCause::Reset), Some(mode)) => write!(f, "; a reset ended {}", mode.power().name()),
            (Some(WakeCause::Rtc), Some(mode)) => write!(f, "; the real-time clock ended {}", mode.power().name()),
            (Some(WakeCause::Block(interrupt)), Some(mode)) => {
                write!(f, "; the interrupt of {} ended {}", interrupt.name(), mode.power().name())
            }
            _ => Ok(()),
        }
    }
}
