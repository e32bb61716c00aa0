//! What is said aloud: interrupts, sleep and wake, summed up, so that it never floods.

use pinscope_core::{Event, EventKind, PinId};

/// At most one announcement in this time, in milliseconds.
pub const PAUSE_MS: u32 = 1_000;

/// How many pins one announcement names.
const NAMED: usize = 3;

/// What has happened and was not said yet.
#[derive(Clone, Debug, Default)]
pub struct Announcer {
    interrupts: [u32; PinId::COUNT],
    last: Option<String>,
}

impl Announcer {
    /// Notes what happened.
    pub fn note(&mut self, event: &Event) {
        match event.kind {
            EventKind::Irq { pin, .. } => self.interrupts[pin.index()] += 1,
            EventKind::Sleep { power } => self.last = Some(format!("The board is {}.", power.name())),
            EventKind::Wake { pin, from } => {
                self.last = Some(format!("{} woke the board from {}.", pin.name(), from.name()))
            }
            EventKind::Reset { .. } => self.last = Some("The chip was reset.".to_owned()),
            EventKind::IrqStorm { pin } => self.last = Some(format!("Interrupt storm on {}.", pin.name())),
            _ => {}
        }
    }

    /// Whether there is something to say.
    pub fn is_waiting(&self) -> bool {
        self.last.is_some() || self.interrupts.iter().any(|&count| count > 0)
    }

    /// All of it in a sentence or two.
    pub fn take(&mut self) -> String {
        let Self { interrupts, last } = std::mem::take(self);
        let fired = PinId::ALL.into_iter().zip(interrupts).filter(|&(_, count)| count > 0);
        let named = fired.clone().take(NAMED).map(|(pin, count)| match count {
            1 => format!("{}: interrupt. ", pin.name()),
            _ => format!("{}: {count} interrupts. ", pin.name()),
        });
        let more = fired.count().saturating_sub(NAMED);
        let others = if more > 0 { format!("{more} other pins too. ") } else { String::new() };
        format!("{}{others}{}", named.collect::<String>(), last.unwrap_or_default())
    }
}
