//! One pass over the events of a view.

use pinscope_core::{Event, EventKind, PinId, Power, Trigger};

use super::lane::LaneBuilder;
use super::{Segment, SleepEnd, SleepSpan, Stage, Waveform};
use crate::nets::bit;
use crate::trace::TraceState;
use crate::trace::state::HandlerStack;

/// A strip while it is drawn from left to right.
pub struct WaveformBuilder {
    strip: Waveform,
    brushes: [LaneBuilder; PinId::COUNT],
    nest: HandlerStack,
    column: u16,
    /// The first nanosecond behind `column`, so that most events need no division.
    column_end_ns: u64,
    /// The column the last nap began in.
    nap_column: Option<u16>,
}

impl WaveformBuilder {
    /// Draws on `strip`, beginning with the board as it was before the first event in view.
    pub fn new(strip: Waveform, min_separation: u16, start: TraceState) -> Self {
        let known = column_of(&strip, strip.kept_from_ns);
        let stage = |pin: PinId| match () {
            () if start.nest.running() == Some(pin) => Some(Stage::Running),
            () if start.is_handling(pin) => Some(Stage::Preempted),
            () if start.pended & bit(pin) != 0 => Some(Stage::Waiting),
            () => None,
        };
        let brushes = PinId::ALL.map(|pin| LaneBuilder::new(min_separation, known, start.level(pin), stage(pin)));
        let mut pass = Self { strip, brushes, nest: start.nest, column: 0, column_end_ns: 0, nap_column: None };
        if matches!(start.power, Power::Suspended | Power::Hibernate) {
            pass.begin_nap(start.slept_ns, start.power);
        }
        pass
    }

    /// Draws what happened next.
    #[inline]
    pub fn event(&mut self, event: Event) {
        if event.time_ns >= self.column_end_ns {
            self.go_to(event.time_ns);
        }
        let column = self.column;
        match event.kind {
            EventKind::Level { pin, level } => self.brushes[pin.index()].change(column, level.into()),
            EventKind::Unknown { pin } => self.brushes[pin.index()].change(column, Segment::Unknown),
            EventKind::Pended { pin } => self.brushes[pin.index()].pend(column),
            EventKind::Coalesced { pin } => self.brushes[pin.index()].coalesce(column),
            EventKind::Irq { pin, trigger, .. } => {
                self.note_trigger(event.time_ns, pin, trigger);
                if let Some(preempted) = self.nest.running() {
                    self.brushes[preempted.index()].turn(column, Some(Stage::Preempted));
                }
                self.nest.enter(pin);
                self.brushes[pin.index()].turn(column, Some(Stage::Running));
            }
            EventKind::Left { pin } => {
                self.nest.leave(pin);
                self.brushes[pin.index()].turn(column, None);
                if let Some(resumed) = self.nest.running() {
                    self.brushes[resumed.index()].turn(column, Some(Stage::Running));
                }
            }
            EventKind::Sleep { power: Power::Active | Power::Idle } | EventKind::Wake { from: Power::Idle, .. } => {}
            EventKind::Sleep { power } => self.begin_nap(event.time_ns, power),
            EventKind::Wake { pin, .. } => self.wake(event.time_ns, SleepEnd::Woken(pin, None)),
            EventKind::Reset { .. } => self.wake(event.time_ns, SleepEnd::Reset),
            EventKind::SetUp | EventKind::Fault { .. } | EventKind::IrqStorm { .. } => {}
        }
    }

    /// Reads on behind the view until it is known how a sleep ended that goes on at its right edge.
    pub fn end_nap<'a>(&mut self, events: impl Iterator<Item = &'a Event>) {
        let is_asleep = |pass: &Self| pass.strip.sleeps.last().is_some_and(|nap| nap.end == SleepEnd::Asleep);
        if !is_asleep(self) {
            return;
        }
        for event in events {
            match event.kind {
                EventKind::Wake { pin, .. } => self.close_nap(event.time_ns, SleepEnd::Woken(pin, None)),
                EventKind::Reset { .. } => self.close_nap(event.time_ns, SleepEnd::Reset),
                EventKind::Irq { pin, trigger, .. } => self.note_trigger(event.time_ns, pin, trigger),
                _ => {}
            }
            if !is_asleep(self) && self.strip.sleeps.last().is_some_and(|nap| nap.to_ns < event.time_ns) {
                return;
            }
        }
    }

    /// The strip, whose lanes end with the column of the present or at the right edge.
    pub fn finish(mut self) -> Waveform {
        let end = (column_of(&self.strip, self.strip.now_ns) + 1).min(self.strip.columns);
        self.strip.lanes = self.brushes.map(|brush| brush.finish(end)).into();
        self.strip
    }

    fn go_to(&mut self, time_ns: u64) {
        let Waveform { from_ns, ns_per_column, columns, .. } = self.strip;
        self.column = column_of(&self.strip, time_ns).min(columns.saturating_sub(1)).max(self.column);
        self.column_end_ns = (from_ns + f64::from(self.column + 1) * ns_per_column).ceil() as u64;
    }

    fn begin_nap(&mut self, from_ns: u64, power: Power) {
        let asleep = SleepSpan { power, from_ns, to_ns: self.strip.now_ns, end: SleepEnd::Asleep };
        match self.strip.sleeps.last_mut() {
            Some(last) if self.nap_column == Some(self.column) => *last = SleepSpan { from_ns: last.from_ns, ..asleep },
            _ => self.strip.sleeps.push(asleep),
        }
        self.nap_column = Some(self.column);
    }

    /// The board wakes, or is reset: what was pending is forgotten.
    fn wake(&mut self, time_ns: u64, end: SleepEnd) {
        self.close_nap(time_ns, end);
        self.brushes.iter_mut().for_each(|brush| brush.forget(self.column));
    }

    fn close_nap(&mut self, time_ns: u64, end: SleepEnd) {
        if let Some(nap) = self.strip.sleeps.last_mut().filter(|nap| nap.end == SleepEnd::Asleep) {
            (nap.to_ns, nap.end) = (time_ns, end);
        }
    }

    /// The callback of the pin that woke the board runs at once, and tells what it waited for.
    fn note_trigger(&mut self, time_ns: u64, by: PinId, fired: Trigger) {
        if let Some(SleepSpan { to_ns, end: SleepEnd::Woken(pin, trigger), .. }) = self.strip.sleeps.last_mut()
            && (*to_ns, *pin) == (time_ns, by)
        {
            *trigger = Some(fired);
        }
    }
}

/// The column of a moment, the first or behind the last where it is out of view.
fn column_of(strip: &Waveform, time_ns: u64) -> u16 {
    (((time_ns as f64 - strip.from_ns) / strip.ns_per_column) as u16).min(strip.columns)
}
