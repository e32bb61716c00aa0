//! The interrupt of the selected pin: trigger, priority, wake, handler, counts.

mod setting;
mod wake;

use pinscope_core::{Command, IrqStatus, Level, PinId, Priority, Reaction, Trigger};
use yew::{Callback, Html, html};

use super::{Place, Props, Wish, field, refused};
use crate::protocol::Request;
use crate::ui::choice::{Value, one_of, value};
use crate::ui::list::List;
use crate::ui::marks;
use crate::ui::words;
use setting::Setting;

/// What `irq` sets and what came of it.
pub fn view(props: &Props) -> Html {
    let status = props.scene.snapshot.status(props.pin).irq;
    let rest = |irq: IrqStatus| {
        html! {
            <>
                { priority(props, irq) }
                { wake::view(props, irq) }
                { handler(props, irq) }
                { counts(props, irq) }
            </>
        }
    };
    html! {
        <div class="fields" role="group" aria-label="Interrupt">
            { trigger(props, status) }
            { for status.map(rest) }
            { refused(props, Place::Interrupt) }
        </div>
    }
}

fn on_irq<T: 'static>(props: &Props, change: impl Fn(T) -> Setting + 'static) -> Callback<T> {
    let pin = props.pin;
    props.on_wish.reform(move |value| change(value).ask(pin))
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
        face: html! { <>{ marks::inline(marks::trigger(trigger)) }{ word }</> },
        is_chosen: now == Some(trigger),
    });
    let before = status.map(|irq| Setting::present(props, irq));
    let on = on_irq(props, move |trigger: Trigger| match before {
        Some(before) => before.with(|config| config.trigger = trigger),
        None => Setting::new(trigger),
    });
    let note = if status.is_none() { "no interrupt; choose a trigger to arm one" } else { "" };
    field("Trigger", one_of("trigger", "Trigger", values.into(), &on), note.into())
}

fn priority(props: &Props, irq: IrqStatus) -> Html {
    const WORDS: [&str; 7] = ["1", "2", "3", "4", "5", "6", "7"];
    let before = Setting::present(props, irq);
    let values = Priority::ALL.into_iter().zip(WORDS);
    let values = values.map(|(priority, word)| value(priority, word, word, Some(before.config.priority))).collect();
    let on = on_irq(props, move |priority| before.with(|config| config.priority = priority));
    let port = props.pin.port();
    let mut sharing: Vec<_> = PinId::ALL.into_iter().filter(|pin| pin.port() == port && *pin != props.pin).collect();
    sharing.sort_by_key(|pin| pin.bit());
    let names: Vec<_> = sharing.into_iter().map(PinId::name).collect();
    let note =
        html! { <>{ format!("one priority for port {port:?}: shared with ") }<code>{ names.join(" ") }</code></> };
    field("Priority", one_of("priority", "Priority", values, &on), note)
}

fn handler(props: &Props, irq: IrqStatus) -> Html {
    let before = Setting::present(props, irq);
    let reaction = before.reaction;
    let target = match reaction {
        Reaction::Nothing => PinId::GP25,
        Reaction::Toggle(pin) | Reaction::Set(pin, _) => pin,
    };
    let verbs = [
        (Reaction::Nothing, "nothing"),
        (Reaction::Toggle(target), "toggle"),
        (Reaction::Set(target, Level::High), "high"),
        (Reaction::Set(target, Level::Low), "low"),
    ];
    let values = verbs.map(|(verb, word)| value(verb, word, word, Some(reaction))).into();
    let on = on_irq(props, move |reaction| Setting { reaction, ..before });
    let pins: Vec<_> = PinId::ALL.into_iter().map(|pin| pin.name().to_owned()).collect();
    let aim = on_irq(props, move |place: usize| {
        let pin = PinId::ALL.get(place).copied().unwrap_or(target);
        let reaction = match reaction {
            Reaction::Nothing => Reaction::Nothing,
            Reaction::Toggle(_) => Reaction::Toggle(pin),
            Reaction::Set(_, level) => Reaction::Set(pin, level),
        };
        Setting { reaction, ..before }
    });
    let control = html! {
        <>
            { one_of("handler", "Handler", values, &on) }
            if reaction != Reaction::Nothing {
                <List setting="handler-pin" label="Pin the handler acts on" words={pins} chosen={target.index()} on_pick={aim} />
            }
        </>
    };
    field("Handler", control, html! {})
}

fn counts(props: &Props, irq: IrqStatus) -> Html {
    let pin = props.pin;
    let values = vec![
        value(true, "enabled", "enabled", Some(irq.enabled)),
        value(false, "disabled", "disabled", Some(irq.enabled)),
    ];
    let on = props.on_wish.reform(move |enable| {
        Wish::Ask(Request::Command(if enable { Command::Enable { pin } } else { Command::Disable { pin } }))
    });
    let figure = |count: u32, word: &'static str| html! { <span><b class={word}>{ words::grouped(count.into()) }</b>{ " " }{ word }</span> };
    let control = html! {
        <>
            { one_of("enabled", "Interrupt", values, &on) }
            <p class="counts">{ figure(irq.count, "served") }{ figure(irq.coalesced, "coalesced") }</p>
        </>
    };
    field("Fired", control, html! {})
}
