//! Announcements for screen readers: sleep, wake and resets, interrupts, and the levels of the pins that a person works
//! on. They are summarized, so that there are never too many announcements.

use pinscope_core::{Event, EventKind, PadLevel, PinId, Power};
use pinscope_protocol::{Endpoint, Frame, IgnoredEdges};

use crate::scene::Scene;
use crate::text;

/// Shortest time between two announcements, in milliseconds.
const MIN_INTERVAL_MS: u32 = 1_000;

/// Shortest time after an announcement that was a summary of more than [`MAX_FOLLOWED_EVENTS`], in milliseconds.
const SUMMARY_INTERVAL_MS: u32 = 5_000;

/// Number of events in an announcement above which nobody can follow each of them.
const MAX_FOLLOWED_EVENTS: u32 = 10;

/// Maximum number of pins that one announcement names.
const MAX_NAMED_PINS: usize = 3;

/// Maximum number of sentences about the board in one announcement.
const MAX_SENTENCES: usize = 4;

/// Events that have not been announced yet.
#[derive(Clone, Debug, Default)]
pub struct LiveRegion {
    pins: [PinEvents; PinId::COUNT],
    sentences: Vec<String>,
    /// The last sentence says that the board fell asleep, so the way to wake it follows.
    falls_asleep: bool,
    /// The number of events since the last announcement, and in it.
    events: u32,
    announced_events: u32,
}

/// The events of one pin that have not been announced yet.
#[derive(Clone, Copy, Debug, Default)]
struct PinEvents {
    interrupts: u32,
    storms: u32,
    changes: u32,
    had_contention: bool,
    level: Option<PadLevel>,
}

impl LiveRegion {
    /// Records an event. `followed` are the pins whose levels are announced, as bits in the order of [`PinId::ALL`].
    pub fn record(&mut self, event: &Event, followed: u32) {
        let is_recorded = match event.kind {
            EventKind::Irq { pin, .. } => {
                self.pins[pin.index()].interrupts += 1;
                true
            }
            EventKind::IrqStorm { pin } => {
                self.pins[pin.index()].storms += 1;
                true
            }
            EventKind::Level { pin, level } if followed & 1 << pin.index() != 0 => {
                let of_pin = &mut self.pins[pin.index()];
                of_pin.changes += 1;
                of_pin.had_contention |= level == PadLevel::Contention;
                of_pin.level = Some(level);
                true
            }
            EventKind::Sleep { power } => self.add_sentence(format!("The board is {}.", power.name()), true),
            EventKind::Wake { pin, from } => {
                self.add_sentence(format!("{} woke the board from {}.", pin.name(), from.name()), false)
            }
            EventKind::RtcWake { from } => {
                self.add_sentence(format!("The real-time clock woke the board from {}.", from.name()), false)
            }
            EventKind::Reset { .. } => self.add_sentence("The chip was reset.".to_owned(), false),
            _ => false,
        };
        self.events += u32::from(is_recorded);
    }

    /// Records a sentence about something that is no event of the board.
    pub fn record_sentence(&mut self, sentence: &str) {
        self.add_sentence(sentence.to_owned(), false);
        self.events += 1;
    }

    /// Records edges that did not wake the sleeping board. The same sentence is announced once.
    pub fn record_ignored(&mut self, edges: &IgnoredEdges) {
        let sentence = format!("{} {}.", edges.pin, edges.text);
        if !self.sentences.contains(&sentence) {
            self.add_sentence(sentence, self.falls_asleep);
        }
        self.events += edges.times;
    }

    /// Adds a sentence. Of too many, the oldest are left out.
    fn add_sentence(&mut self, sentence: String, falls_asleep: bool) -> bool {
        if self.sentences.len() == MAX_SENTENCES {
            self.sentences.remove(0);
        }
        self.sentences.push(sentence);
        self.falls_asleep = falls_asleep;
        true
    }

    /// Returns whether there is something to announce.
    pub fn has_text(&self) -> bool {
        self.events > 0
    }

    /// Returns the shortest time until the next announcement, in milliseconds.
    pub fn pause_ms(&self) -> u32 {
        if self.announced_events > MAX_FOLLOWED_EVENTS { SUMMARY_INTERVAL_MS } else { MIN_INTERVAL_MS }
    }

    /// Returns the next announcement, and removes the events that it contains. It differs from `last`, the announcement
    /// before, because a screen reader ignores the same text.
    pub fn take_text(&mut self, scene: &Scene, last: &str) -> String {
        let Self { pins, mut sentences, falls_asleep, events, .. } = std::mem::take(self);
        self.announced_events = events;
        let mut pins_with_text = PinId::ALL.into_iter().zip(pins).filter(|(_, events)| events.has_text());
        let named = pins_with_text.by_ref().take(MAX_NAMED_PINS).map(|(pin, events)| events.text(scene, pin));
        let mut texts: Vec<_> = named.collect();
        match pins_with_text.count() {
            0 => {}
            1 => texts.push("1 other pin too.".to_owned()),
            more => texts.push(format!("{more} other pins too.")),
        }
        texts.append(&mut sentences);
        if falls_asleep && scene.power() != Power::Active {
            texts.push(text::wake_hint(scene));
        }
        let text = texts.join(" ");
        if text == last { text + "\u{a0}" } else { text }
    }
}

impl PinEvents {
    fn has_text(&self) -> bool {
        self.interrupts > 0 || self.storms > 0 || self.changes > 0
    }

    /// Returns the events in sentences. The last number of interrupts counts those before too.
    fn text(&self, scene: &Scene, pin: PinId) -> String {
        let name = pin.name();
        let mut texts = Vec::new();
        if let Some(level) = self.level {
            let contention = if self.had_contention && level != PadLevel::Contention { " with contention" } else { "" };
            texts.push(match self.changes {
                1 => format!("{name}: {}.", level.name()),
                changes => format!("{name}: {changes} changes{contention}, now {}.", level.name()),
            });
        }
        let all = scene.snapshot.status(pin).irq.map_or(self.interrupts, |irq| irq.count);
        texts.extend(match self.interrupts {
            0 => None,
            1 => Some(format!("{name}: interrupt {}.", text::grouped(all.into()))),
            count => {
                let (count, all) = (text::grouped(count.into()), text::grouped(all.into()));
                Some(format!("{name}: {count} interrupts, {all} in all."))
            }
        });
        texts.extend((self.storms > 0).then(|| format!("Interrupt storm on {name}.")));
        texts.join(" ")
    }
}

/// Returns the pins that a person works on: the selected one, the target of its handler, and all pins that wires or
/// buttons connect to one of them. They are bits in the order of [`PinId::ALL`].
pub fn followed_pins(frame: &Frame, selected: PinId) -> u32 {
    let bit = |pin: PinId| 1 << pin.index();
    let mut followed = bit(selected);
    if let Some(target) = frame.snapshot.status(selected).irq.and_then(|irq| irq.reaction.target()) {
        followed |= bit(target);
    }
    let buttons = PinId::ALL.into_iter().zip(&frame.outside).filter_map(|(pin, outside)| match outside.button_end {
        Some(Endpoint::Pin(other)) => Some((pin, other)),
        Some(Endpoint::Rail(_)) | None => None,
    });
    let connected: Vec<_> = frame.wires.iter().copied().chain(buttons).collect();
    // Each turn follows the wires and buttons one pin further.
    loop {
        let wired = connected.iter().map(|&(a, b)| bit(a) | bit(b)).filter(|wire| wire & followed != 0);
        let reached = wired.fold(followed, |all, wire| all | wire);
        if reached == followed {
            return followed;
        }
        followed = reached;
    }
}

#[cfg(test)]
mod tests {
    use pinscope_core::PinId::{GP2, GP4, GP9, GP10, GP17, GP25};
    use pinscope_core::{
        Event, EventKind, IrqStatus, Level, PadLevel, PinId, PinStatus, Power, Priority, Reaction, ResetCause, Trigger,
        Wake,
    };
    use pinscope_protocol::IgnoredEdges;

    use super::{LiveRegion, followed_pins};
    use crate::scene::Scene;
    use crate::scene::tests::frame;

    const ALL: u32 = u32::MAX;

    fn record(region: &mut LiveRegion, kind: EventKind) {
        region.record(&Event { time_ns: 0, kind }, ALL);
    }

    fn interrupt(region: &mut LiveRegion, pin: PinId) {
        record(region, EventKind::Irq { pin, trigger: Trigger::Rising, priority: Priority::ALL[0] });
    }

    fn level(region: &mut LiveRegion, pin: PinId, level: PadLevel) {
        record(region, EventKind::Level { pin, level });
    }

    fn take(region: &mut LiveRegion) -> String {
        region.take_text(&Scene::new(frame([])), "")
    }

    /// Returns the state of a pin whose interrupt was served four times and toggles GP25.
    fn served_four_times() -> PinStatus {
        let irq = IrqStatus {
            trigger: Trigger::Rising,
            wake: Wake::ACTIVE,
            reaction: Reaction::Toggle(GP25),
            takes_ns: 0,
            enabled: true,
            count: 4,
            coalesced: 0,
        };
        PinStatus { level: Some(PadLevel::High), irq: Some(irq) }
    }

    #[test]
    fn each_interrupt_is_announced_with_its_number() {
        let mut served = frame([]);
        served.snapshot.pins[GP10.index()] = served_four_times();
        let scene = Scene::new(served);
        let mut region = LiveRegion::default();
        assert!(!region.has_text());
        level(&mut region, GP10, PadLevel::High);
        interrupt(&mut region, GP10);
        assert_eq!(region.take_text(&scene, ""), "GP10: high. GP10: interrupt 4.");
        assert!(!region.has_text());
        for _ in 0..3 {
            interrupt(&mut region, GP10);
        }
        interrupt(&mut region, GP2);
        assert_eq!(region.take_text(&scene, ""), "GP2: interrupt 1. GP10: 3 interrupts, 4 in all.");
    }

    #[test]
    fn the_same_sentence_is_announced_again() {
        let mut region = LiveRegion::default();
        let mut last = String::new();
        for _ in 0..3 {
            level(&mut region, GP9, PadLevel::High);
            let text = region.take_text(&Scene::new(frame([])), &last);
            assert_eq!(text.trim_end(), "GP9: high.");
            assert_ne!(text, last);
            last = text;
        }
    }

    #[test]
    fn changes_are_summarized_and_contention_is_not_forgotten() {
        let mut region = LiveRegion::default();
        for seen in [PadLevel::High, PadLevel::Contention, PadLevel::Low] {
            level(&mut region, GP9, seen);
        }
        assert_eq!(take(&mut region), "GP9: 3 changes with contention, now low.");
        level(&mut region, GP9, PadLevel::Contention);
        assert_eq!(take(&mut region), "GP9: contention.");
    }

    #[test]
    fn an_announcement_names_three_pins_and_counts_the_others() {
        let mut region = LiveRegion::default();
        for pin in [GP2, GP4, GP9, GP10, GP17] {
            interrupt(&mut region, pin);
        }
        assert!(take(&mut region).ends_with("2 other pins too."));
    }

    #[test]
    fn sleep_and_wake_are_both_announced() {
        let mut region = LiveRegion::default();
        record(&mut region, EventKind::Sleep { power: Power::Suspended });
        record(&mut region, EventKind::Wake { pin: GP17, from: Power::Suspended });
        record(&mut region, EventKind::Reset { cause: ResetCause::PowerOn });
        assert_eq!(
            take(&mut region),
            "The board is SUSPENDED. GP17 woke the board from SUSPENDED. The chip was reset."
        );
        for _ in 0..50 {
            record(&mut region, EventKind::Sleep { power: Power::Idle });
            record(&mut region, EventKind::Wake { pin: GP17, from: Power::Idle });
        }
        assert_eq!(take(&mut region).matches("woke").count(), 2, "only the last are announced");
    }

    #[test]
    fn a_sleep_is_announced_with_the_way_to_wake_the_board() {
        let mut region = LiveRegion::default();
        record(&mut region, EventKind::Sleep { power: Power::Suspended });
        let mut asleep = frame([]);
        asleep.snapshot.power = Power::Suspended;
        let scene = Scene::new(asleep);
        let hint = crate::text::wake_hint(&scene);
        assert_eq!(region.take_text(&scene, ""), format!("The board is SUSPENDED. {hint}"));
    }

    #[test]
    fn an_edge_that_does_not_wake_the_board_is_announced_once_with_its_reason() {
        let mut region = LiveRegion::default();
        let text = "rose; it is not armed for this sleep".to_owned();
        let edges = IgnoredEdges { seq: 0, time_ns: 0, pin: GP2, level: Level::High, times: 3, text };
        region.record_ignored(&edges);
        region.record_ignored(&edges);
        assert_eq!(take(&mut region), "GP2 rose; it is not armed for this sleep.");
    }

    #[test]
    fn a_storm_is_summarized_and_the_next_announcement_waits_longer() {
        let mut region = LiveRegion::default();
        level(&mut region, GP10, PadLevel::High);
        take(&mut region);
        let short_ms = region.pause_ms();
        for _ in 0..64 {
            interrupt(&mut region, GP10);
        }
        record(&mut region, EventKind::IrqStorm { pin: GP10 });
        assert_eq!(take(&mut region), "GP10: 64 interrupts, 64 in all. Interrupt storm on GP10.");
        assert!(region.pause_ms() > short_ms);
    }

    #[test]
    fn levels_of_other_pins_are_not_announced() {
        let mut region = LiveRegion::default();
        region.record(
            &Event { time_ns: 0, kind: EventKind::Level { pin: GP2, level: PadLevel::High } },
            1 << GP9.index(),
        );
        assert!(!region.has_text());
    }

    #[test]
    fn the_target_of_the_handler_and_wired_pins_are_followed() {
        let mut board = frame([]);
        board.snapshot.pins[GP10.index()] = served_four_times();
        board.wires = vec![(GP4, GP9), (GP9, GP25)];
        let bits = |pins: &[PinId]| pins.iter().fold(0, |all, pin| all | 1 << pin.index());
        assert_eq!(followed_pins(&board, GP10), bits(&[GP10, GP25, GP9, GP4]));
        assert_eq!(followed_pins(&board, GP2), bits(&[GP2]));
    }
}
