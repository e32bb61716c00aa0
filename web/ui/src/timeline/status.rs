//! The message in the bar of the timeline.

use pinscope_core::{Event, EventKind, PinId};
use yew::AttrValue;

use super::ruler;
use crate::text;

/// A message in the bar of the timeline.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StatusMessage {
    /// The text.
    pub text: AttrValue,
    /// The message reports a failure.
    pub is_refusal: bool,
}

impl StatusMessage {
    /// Returns the message that a file was refused.
    pub fn refused(reason: &str) -> Self {
        Self { text: format!("not replayed: {reason}").into(), is_refusal: true }
    }

    /// Returns the message that a file could not be saved.
    pub fn not_saved(reason: &str) -> Self {
        Self { text: format!("not saved: {reason}").into(), is_refusal: true }
    }

    /// Returns the message that the view no longer follows the present.
    pub fn stays() -> Self {
        Self { text: "The view stays here. Press live to follow the present again.".into(), is_refusal: false }
    }

    /// Returns the message that the view has moved to this edge or interrupt.
    pub fn found(event: &Event) -> Self {
        let pin = event.kind.pin().map_or("", PinId::name);
        let kind = match event.kind {
            EventKind::Level { level, .. } => level.name(),
            _ => "interrupt",
        };
        Self { text: format!("{pin} {kind} at {} s", ruler::time(event.time_ns, 1)).into(), is_refusal: false }
    }

    /// Returns the message that there is no edge or interrupt of `pin` in that direction.
    pub fn nothing_found(pin: PinId, is_forward: bool) -> Self {
        let direction = if is_forward { "later" } else { "earlier" };
        Self { text: format!("There is no {direction} edge or interrupt of {}.", pin.name()).into(), is_refusal: false }
    }

    /// Returns the message that a file with this number of changes is being replayed, except for the parts that are
    /// passed over.
    pub fn replays(changes: u64, passed_over: Option<&str>) -> Self {
        let mut text = format!("replays {} changes from here on", text::grouped(changes));
        if let Some(parts) = passed_over {
            text += "; passed over: ";
            text += parts;
        }
        Self { text: text.into(), is_refusal: false }
    }
}

#[cfg(test)]
mod tests {
    use pinscope_core::PinId::{GP10, GP17};
    use pinscope_core::{Event, EventKind, PadLevel, Priority, Trigger};

    use super::StatusMessage;

    #[test]
    fn a_replay_says_what_is_passed_over() {
        assert_eq!(StatusMessage::replays(1234, None).text, "replays 1 234 changes from here on");
        let text = StatusMessage::replays(2, Some("1 unknown command")).text;
        assert_eq!(text, "replays 2 changes from here on; passed over: 1 unknown command");
    }

    #[test]
    fn a_found_event_says_its_pin_its_kind_and_its_time() {
        let event = |kind| StatusMessage::found(&Event { time_ns: 183_352_000, kind }).text;
        let level = EventKind::Level { pin: GP10, level: PadLevel::High };
        assert_eq!(event(level), "GP10 high at 0.183 352 000 s");
        let interrupt = EventKind::Irq { pin: GP17, trigger: Trigger::Rising, priority: Priority::P1 };
        assert_eq!(event(interrupt), "GP17 interrupt at 0.183 352 000 s");
    }
}
