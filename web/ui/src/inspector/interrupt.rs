//! Draws the interrupt of the selected pin: its trigger, priority, wake modes, handler and counts.

mod handler;
mod setting;
mod status;
mod wake;

use pinscope_core::{IrqStatus, PinId, Priority, Trigger};
use yew::{Callback, Html, classes, html};

use super::{ErrorSite, Props, field, refused};
use crate::radio_group::{Value, one_of, value};
use crate::symbols;
use setting::IrqSetting;

/// A function that draws one line of an interrupt.
type Line = fn(&Props, IrqStatus) -> Html;

/// Draws the settings of `irq`, and the state of the interrupt. Without an interrupt the lines stay in place, but are
/// empty.
pub fn view(props: &Props) -> Html {
    let status = props.scene.snapshot.status(props.pin).irq;
    let line = |label, view: Line| status.map_or_else(|| idle(label), |irq| view(props, irq));
    html! {
        <div class="part" role="group" aria-label="Interrupt">
            <hr />
            { trigger(props, status) }
            { line("Priority", priority) }
            { line("Wake", wake::view) }
            { line("Handler", handler::view) }
            { line("Fired", status::view) }
            { refused(props, ErrorSite::Interrupt) }
        </div>
    }
}

fn on_irq<T: 'static>(props: &Props, change: impl Fn(T) -> IrqSetting + 'static) -> Callback<T> {
    let pin = props.pin;
    props.on_action.reform(move |value| change(value).action(pin))
}

fn trigger(props: &Props, status: Option<IrqStatus>) -> Html {
    const WORDS: [(Trigger, &str, &str); 5] = [
        (Trigger::Rising, "IRQ_RISING", "rising"),
        (Trigger::Falling, "IRQ_FALLING", "falling"),
        (Trigger::BothEdges, "IRQ_FALLING|IRQ_RISING", "both"),
        (Trigger::HighLevel, "IRQ_HIGH_LEVEL", "high"),
        (Trigger::LowLevel, "IRQ_LOW_LEVEL", "low"),
    ];
    let now = status.map(|irq| irq.trigger);
    let values = WORDS.map(|(trigger, key, word)| Value {
        value: trigger,
        key,
        label: html! { <>{ symbols::inline(symbols::trigger(trigger)) }{ word }</> },
        is_chosen: now == Some(trigger),
    });
    let before = status.map(|irq| IrqSetting::current(props, irq));
    let on = on_irq(props, move |trigger: Trigger| match before {
        Some(before) => before.with(|config| config.trigger = trigger),
        None => IrqSetting::new(trigger),
    });
    field(
        "Trigger",
        one_of("trigger", "Trigger", values.into(), &on),
        html! { <>{ for output_note(props, status) }</> },
    )
}

/// Returns a note on an interrupt that cannot fire, because its pin is an output.
fn output_note(props: &Props, status: Option<IrqStatus>) -> Option<&'static str> {
    let mode = props.scene.snapshot.pin(props.pin).mode();
    (status.is_some() && mode.is_output()).then_some("it never fires while the pin is an output")
}

fn priority(props: &Props, irq: IrqStatus) -> Html {
    const WORDS: [&str; 7] = ["1", "2", "3", "4", "5", "6", "7"];
    let before = IrqSetting::current(props, irq);
    let values = Priority::ALL.into_iter().zip(WORDS);
    let values = values.map(|(priority, word)| value(priority, word, word, Some(before.config.priority))).collect();
    let on = on_irq(props, move |priority| before.with(|config| config.priority = priority));
    let note = html! {
        <span>{ format!("for all of port {}, with ", props.pin.port().name()) }<code>{ sharing(props.pin) }</code></span>
    };
    field("Priority", one_of("priority", "Priority", values, &on), note)
}

/// Draws an empty line. The line of the priority explains how to arm an interrupt.
fn idle(label: &'static str) -> Html {
    let note = (label == "Priority").then_some("no interrupt; choose a trigger to arm one");
    let class = classes!("idle", note.is_none().then_some("bare"));
    html! { <div {class}>{ field(label, html! {}, html! { <>{ for note }</> }) }</div> }
}

/// Returns the other pins of the port, with runs of them shortened: `GP8 GP9 GP11–GP15`.
fn sharing(pin: PinId) -> String {
    let mut runs: Vec<(PinId, PinId)> = Vec::new();
    for other in (0..8).filter_map(|bit| PinId::at(pin.port(), bit)).filter(|&other| other != pin) {
        match runs.last_mut() {
            Some((_, end)) if end.bit() + 1 == other.bit() => *end = other,
            _ => runs.push((other, other)),
        }
    }
    let words = runs.into_iter().map(|(start, end)| match end.bit() - start.bit() {
        0 => start.name().to_owned(),
        1 => format!("{} {}", start.name(), end.name()),
        _ => format!("{}–{}", start.name(), end.name()),
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use pinscope_core::PinId;

    use super::sharing;

    #[test]
    fn runs_of_pins_are_shortened() {
        assert_eq!(sharing(PinId::GP10), "GP8 GP9 GP11–GP15");
        assert_eq!(sharing(PinId::GP13), "GP8–GP12 GP14 GP15");
    }
}
