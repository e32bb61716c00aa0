//! Whether the interrupt is enabled, how often it fired, and how it was served last.

use pinscope_core::{Command, IrqStatus};
use yew::{Html, MouseEvent, html};

use crate::protocol::Request;
use crate::ui::choice::{act, one_of, value};
use crate::ui::inspector::{Props, Wish, field};
use crate::ui::served::Last;
use crate::ui::units;
use crate::ui::words;

/// Enable, disable, call by hand; counts.
pub fn view(props: &Props, irq: IrqStatus) -> Html {
    let pin = props.pin;
    let values = vec![
        value(true, "enabled", "enabled", Some(irq.enabled)),
        value(false, "disabled", "disabled", Some(irq.enabled)),
    ];
    let on = props.on_wish.reform(move |enable| {
        Wish::Ask(Request::Command(if enable { Command::Enable { pin } } else { Command::Disable { pin } }))
    });
    let call = props.on_wish.reform(move |_: MouseEvent| Wish::Ask(Request::Command(Command::Call { pin })));
    let figure = |count: u32, word: &'static str| html! { <span><b class={word}>{ words::grouped(count.into()) }</b>{ " " }{ word }</span> };
    let control = html! {
        <>
            { one_of("enabled", "Interrupt", values, &on) }
            { act("call", "call", call) }
            <p class="counts">{ figure(irq.count, "served") }{ figure(irq.coalesced, "coalesced") }</p>
        </>
    };
    let last = props.last.filter(|_| irq.count > 0).map(|last| html! { <code data-fired="">{ sentence(last) }</code> });
    field("Fired", control, html! { <>{ for last }</> })
}

/// `last 0.152 340 s, served after 12 µs, ran 420 µs`
fn sentence(last: Last) -> String {
    let mut sentence = format!("last {} s", words::seconds(last.entered_ns));
    match last.waited_ns {
        Some(0) => sentence += ", served at once",
        Some(waited_ns) => sentence += &format!(", served after {}", units::write(waited_ns, units::TIME)),
        None => {}
    }
    match last.ran_ns {
        Some(0) => {}
        Some(ran_ns) => sentence += &format!(", ran {}", units::write(ran_ns, units::TIME)),
        None => sentence += ", running",
    }
    sentence
}
