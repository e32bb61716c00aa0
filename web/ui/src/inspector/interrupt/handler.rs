//! Draws the handler of the interrupt: its action, its pin and its duration.

use pinscope_core::{IrqStatus, Level, PinId, Reaction};
use yew::{AttrValue, Html, html};

use super::on_irq;
use super::setting::IrqSetting;
use crate::inspector::{Action, ErrorSite, Props, Refusal, field};
use crate::radio_group::{one_of, value};
use crate::select::select;
use crate::unit_input::UnitInput;
use crate::units;

/// Durations to choose from, in nanoseconds.
const TIMES: [u64; 5] = [1_000, 10_000, 100_000, 1_000_000, 10_000_000];

/// Draws the controls of the handler.
pub fn view(props: &Props, irq: IrqStatus) -> Html {
    let before = IrqSetting::current(props, irq);
    let reaction = before.reaction;
    let target = reaction.target().unwrap_or(PinId::GP25);
    let verbs = [
        (Reaction::Nothing, "nothing"),
        (Reaction::Toggle(target), "toggle"),
        (Reaction::Set(target, Level::High), "high"),
        (Reaction::Set(target, Level::Low), "low"),
        (Reaction::Follow(target), "follow"),
        (Reaction::Oppose(target), "oppose"),
    ];
    // Only a script can set a handler of its own; the page can remove it.
    let script = (reaction == Reaction::Script).then_some((Reaction::Script, "script"));
    let values = verbs.into_iter().chain(script).map(|(verb, word)| value(verb, word, word, Some(reaction))).collect();
    let on = on_irq(props, move |reaction| IrqSetting { reaction, ..before });
    let pins: Vec<_> = PinId::ALL.into_iter().map(|pin| pin.name().to_owned()).collect();
    let on_target = on_irq(props, move |index: usize| {
        let pin = PinId::ALL.get(index).copied().unwrap_or(target);
        let reaction = match reaction {
            Reaction::Nothing | Reaction::Script => reaction,
            Reaction::Toggle(_) => Reaction::Toggle(pin),
            Reaction::Set(_, level) => Reaction::Set(pin, level),
            Reaction::Follow(_) => Reaction::Follow(pin),
            Reaction::Oppose(_) => Reaction::Oppose(pin),
        };
        IrqSetting { reaction, ..before }
    });
    let control = html! {
        <>
            { one_of("handler", "Handler", values, &on) }
            if reaction.target().is_some() {
                { select("handler-pin", "Pin the handler acts on", pins, target.index(), on_target) }
            }
            { takes(props, before) }
        </>
    };
    field("Handler", control, html! {})
}

fn takes(props: &Props, before: IrqSetting) -> Html {
    let on_pick = on_irq(props, move |takes_ns| IrqSetting { takes_ns, ..before });
    let on_invalid = props.on_action.reform(|text: AttrValue| {
        let message = format!("a handler takes a time, such as 250 µs, and not “{text}”").into();
        Action::Refused(Refusal { site: ErrorSite::Interrupt, message })
    });
    html! {
        <UnitInput
            setting="takes" label="Time the handler takes" units={units::TIME} prefix="in " zero_label="at once"
            presets={&TIMES[..]}
            value={before.takes_ns} {on_pick} {on_invalid}
        />
    }
}
