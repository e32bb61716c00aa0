//! Builds a waveform in one pass over the events of a viewport.

use pinscope_core::{Event, EventKind, PinId, Power, Trigger};

use super::lane::LaneBuilder;
use super::{Segment, SleepEnd, SleepSpan, Stage, Waveform};
use crate::nets::bit;
use crate::trace::TraceState;
use crate::trace::state::HandlerStack;

/// A waveform that is being built from left to right.
pub struct WaveformBuilder {
    waveform: Waveform,
    lanes: [LaneBuilder; PinId::COUNT],
    handlers: HandlerStack,
    column: u16,
    /// The first nanosecond after `column`. Comparing with it saves a division for most events.
    column_end_ns: u64,
    /// The column in which the last sleep began.
    sleep_column: Option<u16>,
}

impl WaveformBuilder {
    /// Starts with `waveform`, which has no lanes and no sleeps, and with the state of the board before the first
    /// event.
    pub fn new(waveform: Waveform, min_separation: u16, start: TraceState) -> Self {
        let known_from = column_of(&waveform, waveform.kept_from_ns);
        let lanes =
            PinId::ALL.map(|pin| LaneBuilder::new(min_separation, known_from, start.level(pin), stage_of(pin, &start)));
        let mut builder =
            Self { waveform, lanes, handlers: start.handlers, column: 0, column_end_ns: 0, sleep_column: None };
        if matches!(start.power, Power::Suspended | Power::Hibernate) {
            builder.start_sleep(start.sleep_start_ns, start.power);
        }
        if let Some(pin) = start.starting {
            builder.begin_start(pin);
        }
        builder
    }

    /// Adds the next event.
    #[inline]
    pub fn event(&mut self, event: Event) {
        if event.time_ns >= self.column_end_ns {
            self.move_to(event.time_ns);
        }
        let column = self.column;
        match event.kind {
            EventKind::Level { pin, level } => self.lanes[pin.index()].change(column, level.into()),
            EventKind::Unknown { pin } => self.lanes[pin.index()].change(column, Segment::Unknown),
            EventKind::Pended { pin } => self.lanes[pin.index()].pend(column),
            EventKind::Unpended { pin } => self.lanes[pin.index()].clear_waiting(column),
            EventKind::Coalesced { pin } => self.lanes[pin.index()].coalesce(column),
            EventKind::Irq { pin, trigger, .. } => {
                self.set_wake_trigger(event.time_ns, pin, trigger);
                self.preempt(column);
                self.handlers.enter(pin);
                self.lanes[pin.index()].set_stage(column, Some(Stage::Running));
            }
            EventKind::Left { pin } => {
                self.handlers.leave(pin);
                self.lanes[pin.index()].set_stage(column, None);
                self.resume(column);
            }
            EventKind::BlockIrq { interrupt, .. } => {
                self.preempt(column);
                self.handlers.enter_block(interrupt);
            }
            EventKind::BlockLeft { interrupt } => {
                self.handlers.leave_block(interrupt);
                self.resume(column);
            }
            EventKind::Sleep { power: Power::Active | Power::Idle } | EventKind::Wake { from: Power::Idle, .. } => {}
            EventKind::Sleep { power } => self.start_sleep(event.time_ns, power),
            EventKind::Wake { pin, from: Power::Hibernate } => self.begin_start(pin),
            EventKind::Wake { pin, .. } => self.wake(event.time_ns, SleepEnd::Woken(pin, None)),
            EventKind::RtcWake { .. } => self.wake(event.time_ns, SleepEnd::WokenByRtc),
            EventKind::Reset { .. } => self.wake(event.time_ns, SleepEnd::Reset),
            EventKind::SetUp
            | EventKind::Fault { .. }
            | EventKind::IrqStorm { .. }
            | EventKind::BlockPended { .. }
            | EventKind::BlockStorm { .. }
            | EventKind::BlockWake { .. } => {}
        }
    }

    /// Shows that the handler that runs is preempted from `column` on.
    fn preempt(&mut self, column: u16) {
        if let Some(preempted) = self.handlers.running() {
            self.lanes[preempted.index()].set_stage(column, Some(Stage::Preempted));
        }
    }

    /// Shows that the handler that was preempted runs again from `column` on.
    fn resume(&mut self, column: u16) {
        if let Some(resumed) = self.handlers.running() {
            self.lanes[resumed.index()].set_stage(column, Some(Stage::Running));
        }
    }

    /// Finds the end of a sleep that continues past the right edge, in the events after the viewport.
    pub fn find_sleep_end<'a>(&mut self, events: impl Iterator<Item = &'a Event>) {
        if !self.is_asleep() {
            return;
        }
        for event in events {
            match event.kind {
                EventKind::Wake { pin, from: Power::Hibernate } => self.begin_start(pin),
                EventKind::Wake { pin, .. } => self.end_sleep(event.time_ns, SleepEnd::Woken(pin, None)),
                EventKind::RtcWake { .. } => self.end_sleep(event.time_ns, SleepEnd::WokenByRtc),
                EventKind::Reset { .. } => self.end_sleep(event.time_ns, SleepEnd::Reset),
                EventKind::Irq { pin, trigger, .. } => self.set_wake_trigger(event.time_ns, pin, trigger),
                _ => {}
            }
            // The trigger may be in a later event of the same time, so all events of that time are read.
            if !self.is_asleep() && self.waveform.sleeps.last().is_some_and(|sleep| sleep.to_ns < event.time_ns) {
                return;
            }
        }
    }

    /// Returns the waveform. Its lanes end after the column of the present, or at the right edge.
    pub fn finish(mut self) -> Waveform {
        let end = (column_of(&self.waveform, self.waveform.now_ns) + 1).min(self.waveform.columns);
        self.waveform.lanes = self.lanes.map(|lane| lane.finish(end)).into();
        self.waveform
    }

    fn move_to(&mut self, time_ns: u64) {
        let Waveform { from_ns, ns_per_column, columns, .. } = self.waveform;
        self.column = column_of(&self.waveform, time_ns).min(columns.saturating_sub(1)).max(self.column);
        self.column_end_ns = (from_ns + f64::from(self.column + 1) * ns_per_column).ceil() as u64;
    }

    /// Returns `true` if the last sleep has not ended.
    fn is_asleep(&self) -> bool {
        self.waveform.sleeps.last().is_some_and(|sleep| sleep.end.is_open())
    }

    /// Adds a sleep, or merges it with the last sleep if both begin in the same column.
    fn start_sleep(&mut self, from_ns: u64, power: Power) {
        let sleep = SleepSpan { power, from_ns, to_ns: self.waveform.now_ns, end: SleepEnd::Asleep };
        match self.waveform.sleeps.last_mut() {
            Some(last) if self.sleep_column == Some(self.column) => {
                *last = SleepSpan { from_ns: last.from_ns, ..sleep };
            }
            _ => self.waveform.sleeps.push(sleep),
        }
        self.sleep_column = Some(self.column);
    }

    /// Ends the sleep at a wake-up or reset, which also clears the pending interrupts.
    fn wake(&mut self, time_ns: u64, end: SleepEnd) {
        self.end_sleep(time_ns, end);
        self.lanes.iter_mut().for_each(|lane| lane.clear_waiting(self.column));
    }

    /// Begins the start after HIBERNATE. The sleep lasts until the reset at its end.
    fn begin_start(&mut self, pin: PinId) {
        if let Some(sleep) = self.waveform.sleeps.last_mut().filter(|sleep| sleep.end == SleepEnd::Asleep) {
            sleep.end = SleepEnd::Starting(pin);
        }
    }

    fn end_sleep(&mut self, time_ns: u64, end: SleepEnd) {
        if let Some(sleep) = self.waveform.sleeps.last_mut().filter(|sleep| sleep.end.is_open()) {
            sleep.to_ns = time_ns;
            sleep.end = match sleep.end {
                SleepEnd::Starting(pin) => SleepEnd::Woken(pin, None),
                _ => end,
            };
        }
    }

    /// Stores the trigger of the pin that woke the board. The event of the pin's handler, which is called at once, has
    /// the trigger.
    fn set_wake_trigger(&mut self, time_ns: u64, handler: PinId, active: Trigger) {
        if let Some(SleepSpan { to_ns, end: SleepEnd::Woken(pin, trigger), .. }) = self.waveform.sleeps.last_mut()
            && (*to_ns, *pin) == (time_ns, handler)
        {
            *trigger = Some(active);
        }
    }
}

/// Returns the stage of the interrupt of `pin`.
fn stage_of(pin: PinId, state: &TraceState) -> Option<Stage> {
    if state.handlers.running() == Some(pin) {
        Some(Stage::Running)
    } else if state.is_handling(pin.into()) {
        Some(Stage::Preempted)
    } else if state.pended & bit(pin) != 0 {
        Some(Stage::Waiting)
    } else {
        None
    }
}

/// Returns the column of a time. For a time before the viewport it is the first column, and for a time after the
/// viewport it is the number of columns.
fn column_of(waveform: &Waveform, time_ns: u64) -> u16 {
    (((time_ns as f64 - waveform.from_ns) / waveform.ns_per_column) as u16).min(waveform.columns)
}
