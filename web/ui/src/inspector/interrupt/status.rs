//! Draws the state of the interrupt: if it is enabled, how often it was served, and how long the last service took.

use pinscope_core::{Command, IrqStatus};
use yew::{Html, MouseEvent, html};

use crate::controls::action_button;
use crate::inspector::{Action, Props, field};
use crate::irq_stats::LastService;
use crate::radio_group::{one_of, value};
use crate::units;
use crate::{glossary, text};
use pinscope_protocol::Request;

/// Draws the controls and counts of the interrupt.
pub fn view(props: &Props, irq: IrqStatus) -> Html {
    let pin = props.pin;
    let values = vec![
        value(true, "enabled", "enabled", Some(irq.enabled)),
        value(false, "disabled", "disabled", Some(irq.enabled)),
    ];
    let on = props.on_action.reform(move |enable| {
        Action::Send(Request::Command(if enable { Command::Enable { pin } } else { Command::Disable { pin } }))
    });
    let call = props.on_action.reform(move |_: MouseEvent| Action::Send(Request::Command(Command::Call { pin })));
    let clear = props.on_action.reform(move |_: MouseEvent| Action::Send(Request::ClearCounts(pin)));
    let figure = |count: u32, word: &'static str| {
        html! { <span title={glossary::explain(word)}><b class={word}>{ text::grouped(count.into()) }</b>{ " " }{ word }</span> }
    };
    let control = html! {
        <>
            { one_of("enabled", "Interrupt", values, &on) }
            { action_button("call", "call", call) }
            <p class="counts">
                { figure(irq.count, "served") }
                { for props.scene.served_since_press(pin).map(|count| html! {
                    <span title="served since the last press of this pin began">
                        <b class="served" data-this-press="">{ text::grouped(count.into()) }</b>{ " this press" }
                    </span>
                }) }
                { figure(irq.coalesced, "coalesced") }
            </p>
            { for props.scene.real.is_none().then(|| action_button("clear-counts", "set to 0", clear)) }
        </>
    };
    let last = props.last.filter(|_| irq.count > 0).map(|last| html! { <code data-fired="">{ sentence(last) }</code> });
    field("Fired", control, html! { <>{ for last }</> })
}

/// Returns a sentence such as `last 0.152 340 s, served after 12 µs, ran 420 µs`.
fn sentence(last: LastService) -> String {
    let mut sentence = format!("last {} s", text::seconds(last.entered_ns));
    match last.waited_ns {
        Some(0) => sentence += ", served at once",
        Some(waited_ns) => sentence += &format!(", served after {}", units::format(waited_ns, units::TIME)),
        None => {}
    }
    match last.ran_ns {
        Some(0) => {}
        Some(ran_ns) => sentence += &format!(", ran {}", units::format(ran_ns, units::TIME)),
        None => sentence += ", running",
    }
    sentence
}

#[cfg(test)]
mod tests {
    use super::sentence;
    use crate::irq_stats::LastService;

    #[test]
    fn the_last_service_is_a_sentence() {
        let last = LastService { entered_ns: 152_340_000, waited_ns: None, ran_ns: None, coalesced: 0 };
        assert_eq!(sentence(last), "last 0.152 340 s, running");
        let last = LastService { waited_ns: Some(12_000), ran_ns: Some(420_000), ..last };
        assert_eq!(sentence(last), "last 0.152 340 s, served after 12 µs, ran 420 µs");
        let last = LastService { waited_ns: Some(0), ran_ns: Some(0), ..last };
        assert_eq!(sentence(last), "last 0.152 340 s, served at once");
    }
}
