//! Why a pin did or did not wake the board.

use std::fmt;

use pinscope_core::{EventKind, Handlers, PadLevel, PinId, Power, Reaction, SleepMode, Trigger, Wake, sleep};

use super::Playground;
use crate::machine::Machine;
use crate::nets::{PinMask, bit};

/// Why one pin did or did not wake the board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WakeReport {
    /// The pin.
    pub pin: PinId,
    /// Which of the reasons.
    pub reason: WakeReason,
    /// The sleep it is about; `None` if the board has not slept.
    pub sleep: Option<SleepMode>,
    /// The trigger that was armed, if one was.
    trigger: Option<Trigger>,
    /// The pin that ends SUSPENDED instead, if another does.
    instead: Option<PinId>,
}

/// The reasons, in the order they are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WakeReason {
    /// The board has not slept yet.
    NotAsleep,
    /// It woke the board.
    Woke,
    /// It has no wake line.
    NoWakeLine,
    /// It has no interrupt, so its wake source is not armed.
    NotArmed,
    /// Its interrupt is disabled.
    Disabled,
    /// Its interrupt works in other power modes only.
    WakeNotSet,
    /// Its trigger is both edges, which no wake line sees.
    BothEdges,
    /// A pin armed later has taken its place: SUSPENDED ends with one pin only.
    Replaced,
    /// Its level changed, but not in the way its trigger waits for.
    WrongEdge,
    /// It is armed, and nothing has happened on it.
    NothingHappened,
}

impl WakeReason {
    /// The reason's name: the variant's.
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

/// A sleep, as it was entered.
#[derive(Clone, Debug)]
pub(super) struct SleepRecord {
    mode: SleepMode,
    /// Sequence number of the first event after it was entered.
    since: u64,
    armed: [Option<Armed>; PinId::COUNT],
    /// The one pin that ends SUSPENDED.
    suspend_pin: Option<PinId>,
}

#[derive(Clone, Copy, Debug)]
struct Armed {
    trigger: Trigger,
    wake: Wake,
    enabled: bool,
}

impl SleepRecord {
    /// What is armed as the board falls asleep.
    pub fn begin(machine: &Machine, handlers: &Handlers<Reaction>, mode: SleepMode) -> Self {
        let armed = |pin| {
            let slot = handlers.slot(pin)?;
            Some(Armed { trigger: slot.trigger, wake: slot.wake, enabled: slot.enabled })
        };
        let line = sleep::suspend_line(machine.peek());
        let wake_pins = machine.peek_board().profile.wake_pins();
        Self {
            mode,
            since: machine.trace(|trace| trace.next()),
            armed: PinId::ALL.map(armed),
            suspend_pin: line.and_then(|line| wake_pins.get(usize::from(line)).copied()),
        }
    }
}

impl Playground {
    /// For every pin that is armed or driven from outside, why it did or did not end the present or the last sleep.
    pub fn wake_report(&self) -> Vec<WakeReport> {
        let since = self.nap.as_ref().map(|nap| (nap, self.since(nap)));
        PinId::ALL.into_iter().filter(|&pin| self.is_concerned(pin)).map(|pin| self.why_pin(pin, since)).collect()
    }

    fn is_concerned(&self, pin: PinId) -> bool {
        let armed_then = self.nap.as_ref().is_some_and(|nap| nap.armed[pin.index()].is_some());
        let outside = self.machine.external(pin);
        armed_then || self.handlers.slot(pin).is_some() || outside.rail.is_some() || outside.button.is_some()
    }

    fn why_pin(&self, pin: PinId, since: Option<(&SleepRecord, Since)>) -> WakeReport {
        let Some((nap, since)) = since else {
            let trigger = self.handlers.slot(pin).map(|slot| slot.trigger);
            return WakeReport { pin, reason: WakeReason::NotAsleep, sleep: None, trigger, instead: None };
        };
        let armed = nap.armed[pin.index()];
        let has_line = nap.mode == SleepMode::Active || self.machine.peek_board().profile.wake_line(pin).is_some();
        let suspended = nap.mode == SleepMode::Suspended;
        let reason = match armed {
            _ if since.woken_by == Some(pin) => WakeReason::Woke,
            _ if !has_line => WakeReason::NoWakeLine,
            None => WakeReason::NotArmed,
            Some(Armed { enabled: false, .. }) => WakeReason::Disabled,
            Some(Armed { trigger: Trigger::BothEdges, .. }) if nap.mode != SleepMode::Active => WakeReason::BothEdges,
            Some(Armed { wake, .. }) if !wake.contains(needed(nap.mode)) => WakeReason::WakeNotSet,
            Some(_) if suspended && nap.suspend_pin != Some(pin) => WakeReason::Replaced,
            Some(_) if since.moved & bit(pin) != 0 => WakeReason::WrongEdge,
            Some(_) => WakeReason::NothingHappened,
        };
        WakeReport {
            pin,
            reason,
            sleep: Some(nap.mode),
            trigger: armed.map(|armed| armed.trigger),
            instead: nap.suspend_pin,
        }
    }

    /// What happened from when the board fell asleep until it woke.
    fn since(&self, nap: &SleepRecord) -> Since {
        let power: Power = nap.mode.power();
        self.machine.trace(|trace| {
            let mut since = Since { woken_by: None, moved: 0 };
            for (_, event) in trace.since(nap.since) {
                match event.kind {
                    EventKind::Wake { pin, from } if from == power => {
                        since.woken_by = Some(pin);
                        break;
                    }
                    EventKind::Level { pin, level: PadLevel::Low | PadLevel::High } => since.moved |= bit(pin),
                    _ => {}
                }
            }
            since
        })
    }
}

/// What happened while the board slept.
#[derive(Clone, Copy)]
struct Since {
    /// The pin that ended the sleep.
    woken_by: Option<PinId>,
    /// The pins whose level changed.
    moved: PinMask,
}

/// The wake bit that ends a sleep.
const fn needed(mode: SleepMode) -> Wake {
    match mode {
        SleepMode::Active => Wake::ACTIVE,
        SleepMode::Suspended => Wake::SUSPENDED,
        SleepMode::Hibernate => Wake::HIBERNATE,
    }
}

impl fmt::Display for WakeReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pin = self.pin.name();
        let sleep = self.sleep.map_or("sleep", |mode| mode.power().name());
        let trigger = self.trigger.map_or("nothing", Trigger::word);
        match self.reason {
            WakeReason::NotAsleep => write!(f, "{pin}: the board has not slept"),
            WakeReason::Woke => write!(f, "{pin} ended {sleep}: {trigger}, as armed"),
            WakeReason::NoWakeLine => write!(f, "{pin} has no wake line, so it cannot end {sleep}"),
            WakeReason::NotArmed => write!(f, "{pin} has no interrupt, so its wake source is not armed"),
            WakeReason::Disabled => write!(f, "the interrupt of {pin} is disabled"),
            WakeReason::WakeNotSet => write!(f, "the wake of {pin} does not name {sleep}"),
            WakeReason::BothEdges => write!(f, "{pin} is armed for both edges, which no wake line sees"),
            WakeReason::Replaced => match self.instead {
                Some(instead) => write!(f, "{pin} was replaced by {}: SUSPENDED ends with one pin", instead.name()),
                None => write!(f, "{pin} was replaced by a pin that is no longer armed: SUSPENDED ends with one pin"),
            },
            WakeReason::WrongEdge => write!(f, "{pin} changed, but it waits for {trigger}"),
            WakeReason::NothingHappened => write!(f, "{pin} waits for {trigger}, and its level has not changed"),
        }
    }
}
