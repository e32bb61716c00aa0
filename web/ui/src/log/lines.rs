//! The lines of the log. An interrupt and its handler are one line, and so is a storm.

use std::collections::VecDeque;
use std::rc::Rc;

use pinscope_core::{Event, EventKind, PadLevel, Reaction};
use pinscope_protocol::{IgnoredEdges, STORM_PAUSE_NS};

use crate::irq_stats::{IrqStats, LastService};
use pinscope_protocol::Frame;

/// Maximum number of lines.
const MAX_LINES: usize = 200;

/// Number of the newest lines among which further edges that did not wake the board are added to a line.
const MAX_SAME_IGNORED: usize = 8;

/// A line of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Sequence number of the event.
    pub seq: u64,
    /// Time of the event, in simulated nanoseconds.
    pub time_ns: u64,
    /// The event.
    pub kind: EventKind,
    /// The action of the handler, if one was called.
    pub reaction: Reaction,
    /// Number of times that the event happened. It is more than 1 in a storm, which is one line.
    pub times: u32,
    /// For an interrupt, how it was served.
    pub served: Option<LastService>,
    /// For an edge that did not wake the sleeping board, its direction and the reason.
    pub ignored: Option<Rc<str>>,
}

impl Line {
    fn is_same_event(&self, other: &Self) -> bool {
        (self.kind, self.reaction) == (other.kind, other.reaction)
    }

    /// Returns `true` if both events are about the same pin, or about the same interrupt of a block.
    fn has_same_source(&self, other: &Self) -> bool {
        (self.kind.pin(), self.kind.interrupt()) == (other.kind.pin(), other.kind.interrupt())
    }

    fn is_storm(&self) -> bool {
        matches!(self.kind, EventKind::IrqStorm { .. } | EventKind::BlockStorm { .. })
    }
}

/// All lines. Cloning it is cheap.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    lines: Rc<VecDeque<Line>>,
    irq_stats: IrqStats,
}

impl Lines {
    /// Returns the lines, the newest first.
    pub fn iter(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter()
    }

    /// Returns the statistics of interrupts.
    pub fn irq_stats(&self) -> &IrqStats {
        &self.irq_stats
    }

    /// Adds the events of a frame; `last` is the frame before it. Returns the number of new lines.
    pub fn add(&mut self, last: Option<&Frame>, frame: &Frame) -> usize {
        let mut added = 0;
        let mut ignored = frame.ignored_edges.iter().peekable();
        for (seq, event) in &frame.events {
            added += usize::from(self.add_event(*seq, event, last, frame));
            while let Some(edges) = ignored.next_if(|edges| edges.seq <= *seq) {
                added += usize::from(self.add_ignored(edges));
            }
        }
        added
    }

    /// Adds edges that did not wake the sleeping board. The same edges are one line, as long as it is one of the newest
    /// of the sleep.
    fn add_ignored(&mut self, edges: &IgnoredEdges) -> bool {
        let level = if edges.level.is_high() { PadLevel::High } else { PadLevel::Low };
        let kind = EventKind::Level { pin: edges.pin, level };
        let lines = Rc::make_mut(&mut self.lines);
        let of_sleep = lines.iter_mut().take_while(|line| !matches!(line.kind, EventKind::Sleep { .. }));
        let is_same = |line: &&mut Line| line.kind == kind && line.ignored.as_deref() == Some(&*edges.text);
        if let Some(line) = of_sleep.take(MAX_SAME_IGNORED).find(is_same) {
            line.times = line.times.saturating_add(edges.times);
            line.time_ns = edges.time_ns;
            return false;
        }
        lines.push_front(Line {
            seq: edges.seq,
            time_ns: edges.time_ns,
            kind,
            reaction: Reaction::Nothing,
            times: edges.times,
            served: None,
            ignored: Some(edges.text.as_str().into()),
        });
        lines.truncate(MAX_LINES);
        true
    }

    fn add_event(&mut self, seq: u64, event: &Event, last: Option<&Frame>, frame: &Frame) -> bool {
        let Event { time_ns, kind } = *event;
        self.irq_stats.record(event);
        let mut line = Line { seq, time_ns, kind, reaction: Reaction::Nothing, times: 1, served: None, ignored: None };
        match kind {
            EventKind::Level { .. }
            | EventKind::Unknown { .. }
            | EventKind::Pended { .. }
            | EventKind::Unpended { .. }
            | EventKind::Coalesced { .. }
            | EventKind::BlockPended { .. }
            | EventKind::BlockLeft { .. } => return false,
            EventKind::Left { pin } => {
                let of_pin =
                    |line: &&mut Line| matches!(line.kind, EventKind::Irq { pin: entered, .. } if entered == pin);
                if let Some(entered) = Rc::make_mut(&mut self.lines).iter_mut().find(of_pin) {
                    entered.served = self.irq_stats.last(pin);
                }
                return false;
            }
            EventKind::Irq { pin, .. } => {
                line.served = self.irq_stats.last(pin);
                // If the chip was reset since then, only the previous frame contains the handler.
                let irq_in = |frame: &Frame| frame.snapshot.status(pin).irq;
                let irq = irq_in(frame).or_else(|| last.and_then(irq_in));
                line.reaction = irq.map_or(Reaction::Nothing, |irq| irq.reaction);
            }
            EventKind::Sleep { .. }
            | EventKind::Reset { .. }
            | EventKind::Wake { .. }
            | EventKind::RtcWake { .. }
            | EventKind::SetUp
            | EventKind::Fault { .. }
            | EventKind::IrqStorm { .. }
            | EventKind::BlockIrq { .. }
            | EventKind::BlockStorm { .. }
            | EventKind::BlockWake { .. } => {}
        }
        let lines = Rc::make_mut(&mut self.lines);
        add(lines, line);
        lines.truncate(MAX_LINES);
        true
    }
}

/// Two values are equal only if one is a clone of the other, so that comparing them is cheap.
impl PartialEq for Lines {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.lines, &other.lines)
    }
}

/// Adds a line. A storm and its interrupt are two lines with a count, because separate lines would displace all others.
fn add(lines: &mut VecDeque<Line>, line: Line) {
    if line.is_storm() {
        merge_before_storm(lines, &line);
    }
    let is_storming = lines.front().is_some_and(|storm| {
        storm.is_storm() && storm.has_same_source(&line) && line.time_ns <= storm.time_ns.saturating_add(STORM_PAUSE_NS)
    });
    match lines.iter_mut().take(2).find(|known| is_storming && known.is_same_event(&line)) {
        Some(known) => {
            known.times = known.times.saturating_add(1);
            known.time_ns = line.time_ns;
        }
        None => lines.push_front(line),
    }
}

/// Merges the interrupts that led to a storm, which all have the same time, into one line.
fn merge_before_storm(lines: &mut VecDeque<Line>, storm: &Line) {
    let is_part = |line: &Line| line.has_same_source(storm) && line.time_ns == storm.time_ns && !line.is_storm();
    while let [Some(last), Some(before)] = [lines.front(), lines.get(1)]
        && is_part(last)
        && is_part(before)
        && before.is_same_event(last)
    {
        let times = last.times;
        lines.pop_front();
        if let Some(before) = lines.front_mut() {
            before.times = before.times.saturating_add(times);
        }
    }
}

#[cfg(test)]
mod tests {
    use pinscope_core::PinId::{GP10, GP17};
    use pinscope_core::{EventKind, Level, PadLevel, PinId, Power, Priority, Reaction, Trigger, Wake};
    use pinscope_protocol::{Frame, IgnoredEdges, STORM_PAUSE_NS};

    use super::{Lines, MAX_LINES};
    use crate::scene::tests::{frame, irq};

    fn interrupt(pin: PinId) -> EventKind {
        EventKind::Irq { pin, trigger: Trigger::Rising, priority: Priority::ALL[0] }
    }

    #[test]
    fn the_newest_line_comes_first_and_the_oldest_are_dropped() {
        let mut lines = Lines::default();
        let wake = EventKind::Wake { pin: GP17, from: Power::Suspended };
        let events = (0..MAX_LINES as u64 + 10).map(|seq| (seq, seq, wake));
        assert_eq!(lines.add(None, &frame(events)), MAX_LINES + 10);
        assert_eq!(lines.iter().count(), MAX_LINES);
        assert_eq!(lines.iter().next().map(|line| line.seq), Some(MAX_LINES as u64 + 9));
    }

    #[test]
    fn leaving_a_handler_completes_the_line_of_its_interrupt() {
        let mut lines = Lines::default();
        let events = [(0, 100, interrupt(GP10)), (1, 200, interrupt(GP17)), (2, 350, EventKind::Left { pin: GP10 })];
        assert_eq!(lines.add(None, &frame(events)), 2);
        let ran = |pin| lines.iter().find(|line| line.kind.pin() == Some(pin)).and_then(|line| line.served?.ran_ns);
        assert_eq!((ran(GP10), ran(GP17)), (Some(250), None));
    }

    #[test]
    fn a_reset_does_not_hide_what_the_handler_did_before_it() {
        let mut before = frame([]);
        before.snapshot.pins[GP10.index()].irq = Some(irq(Wake::ACTIVE));
        let mut lines = Lines::default();
        lines.add(Some(&before), &frame([(0, 100, interrupt(GP10))]));
        assert_eq!(lines.iter().next().map(|line| line.reaction), Some(Reaction::Toggle(PinId::GP25)));
    }

    #[test]
    fn edges_that_do_not_wake_the_board_are_lines_that_count() {
        let asleep = EventKind::Sleep { power: Power::Suspended };
        let rose = |seq, times| {
            let kind = EventKind::Level { pin: GP10, level: PadLevel::High };
            let text = "rose; it is not armed for this sleep".to_owned();
            let edges = IgnoredEdges { seq, time_ns: seq * 10, pin: GP10, level: Level::High, times, text };
            Frame { ignored_edges: vec![edges], ..frame([(seq, seq * 10, kind)]) }
        };
        let mut lines = Lines::default();
        lines.add(None, &frame([(0, 0, asleep)]));
        assert_eq!(lines.add(None, &rose(1, 2)), 1);
        assert_eq!(lines.add(None, &rose(2, 3)), 0, "it is the same line");
        let shown = lines.iter().next().map(|line| (line.times, line.time_ns, line.ignored.as_deref()));
        assert_eq!(shown, Some((5, 20, Some("rose; it is not armed for this sleep"))));
        lines.add(None, &frame([(3, 30, asleep)]));
        assert_eq!(lines.add(None, &rose(4, 1)), 1, "it is another sleep");
    }

    #[test]
    fn a_storm_is_two_lines_that_count() {
        let mut lines = Lines::default();
        let mut events = vec![(0, 10, EventKind::SetUp)];
        for storm in 0..3 {
            let time_ns = 1_000 + storm * STORM_PAUSE_NS;
            events.extend((0..64).map(|count| (1 + storm * 65 + count, time_ns, interrupt(GP10))));
            events.push((65 + storm * 65, time_ns, EventKind::IrqStorm { pin: GP10 }));
        }
        lines.add(None, &frame(events));
        let counts: Vec<_> = lines.iter().map(|line| line.times).collect();
        assert_eq!(counts, [3, 192, 1], "the storm, its interrupts, and what was there before");
    }
}
