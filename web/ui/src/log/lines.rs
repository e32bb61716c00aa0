//! What the log keeps: the newest first, each interrupt with what became of it, and a storm as one line.

use std::collections::VecDeque;
use std::rc::Rc;

use pinscope_core::{Event, EventKind, Reaction};
use pinscope_protocol::STORM_PAUSE_NS;

use crate::irq_stats::{IrqStats, LastService};
use pinscope_protocol::Frame;

/// How many lines are kept.
const KEPT: usize = 200;

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its event's sequence number.
    pub seq: u64,
    /// When it happened, in simulated nanoseconds.
    pub time_ns: u64,
    /// What happened.
    pub kind: EventKind,
    /// What the handler did, if one was called.
    pub reaction: Reaction,
    /// How often it happened: a storm is one line, not a flood.
    pub times: u32,
    /// How it was served, of an interrupt.
    pub served: Option<LastService>,
}

impl Line {
    fn says_what(&self, other: &Self) -> bool {
        (self.kind, self.reaction) == (other.kind, other.reaction)
    }

    fn is_storm(&self) -> bool {
        matches!(self.kind, EventKind::IrqStorm { .. })
    }
}

/// Every line kept. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    lines: Rc<VecDeque<Line>>,
    served: IrqStats,
}

impl Lines {
    /// The lines, the newest first.
    pub fn iter(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter()
    }

    /// How each pin's interrupt was served last.
    pub fn served(&self) -> &IrqStats {
        &self.served
    }

    /// Adds what happened since the last frame, which showed `last`. Answers how many lines that made.
    pub fn add(&mut self, last: Option<&Frame>, frame: &Frame) -> usize {
        let mut added = 0;
        for (seq, event) in &frame.events {
            added += usize::from(self.note(*seq, event, last, frame));
        }
        added
    }

    fn note(&mut self, seq: u64, event: &Event, last: Option<&Frame>, frame: &Frame) -> bool {
        let Event { time_ns, kind } = *event;
        self.served.note(event);
        let mut line = Line { seq, time_ns, kind, reaction: Reaction::Nothing, times: 1, served: None };
        match kind {
            EventKind::Level { .. }
            | EventKind::Unknown { .. }
            | EventKind::Pended { .. }
            | EventKind::Coalesced { .. } => return false,
            EventKind::Left { pin } => {
                let of_pin =
                    |line: &&mut Line| matches!(line.kind, EventKind::Irq { pin: entered, .. } if entered == pin);
                if let Some(entered) = Rc::make_mut(&mut self.lines).iter_mut().find(of_pin) {
                    entered.served = self.served.last(pin);
                }
                return false;
            }
            EventKind::Irq { pin, .. } => {
                line.served = self.served.last(pin);
                // A reset since then has forgotten the handler, but it was there before.
                let irq_in = |frame: &Frame| frame.snapshot.status(pin).irq;
                let irq = irq_in(frame).or_else(|| last.and_then(irq_in));
                line.reaction = irq.map_or(Reaction::Nothing, |irq| irq.reaction);
            }
            EventKind::Sleep { .. }
            | EventKind::Reset { .. }
            | EventKind::Wake { .. }
            | EventKind::SetUp
            | EventKind::Fault { .. }
            | EventKind::IrqStorm { .. } => {}
        }
        let lines = Rc::make_mut(&mut self.lines);
        add(lines, line);
        lines.truncate(KEPT);
        true
    }
}

/// The very same lines, not only equal ones.
impl PartialEq for Lines {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.lines, &other.lines)
    }
}

/// Adds a line. A storm and the interrupt that makes it are two lines that count, not a flood that washes away the rest.
fn add(lines: &mut VecDeque<Line>, line: Line) {
    if line.is_storm() {
        gather(lines, &line);
    }
    let is_storming = lines.front().is_some_and(|storm| {
        storm.is_storm()
            && storm.kind.pin() == line.kind.pin()
            && line.time_ns <= storm.time_ns.saturating_add(STORM_PAUSE_NS)
    });
    match lines.iter_mut().take(2).find(|known| is_storming && known.says_what(&line)) {
        Some(known) => {
            known.times = known.times.saturating_add(1);
            known.time_ns = line.time_ns;
        }
        None => lines.push_front(line),
    }
}

/// Makes the interrupts that led to a storm, all of one moment, one line.
fn gather(lines: &mut VecDeque<Line>, storm: &Line) {
    let is_part =
        |line: &Line| line.kind.pin() == storm.kind.pin() && line.time_ns == storm.time_ns && !line.is_storm();
    while let [Some(last), Some(before)] = [lines.front(), lines.get(1)]
        && is_part(last)
        && is_part(before)
        && before.says_what(last)
    {
        let times = last.times;
        lines.pop_front();
        if let Some(before) = lines.front_mut() {
            before.times = before.times.saturating_add(times);
        }
    }
}
