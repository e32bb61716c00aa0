//! Draws the log: all events, the newest first, and the pins that share a priority.

mod lines;
mod throttle;

use pinscope_core::cc3200::gpio::Port;
use pinscope_core::{EventKind, Interrupt, PinId, Priority};
use yew::{Callback, Html, MouseEvent, Properties, function_component, html};

use crate::controls::restricted;
use crate::scene::Scene;
use crate::text;
use pinscope_protocol::Request;

use lines::Line;

pub use lines::Lines;
pub use throttle::{PAUSE_MS, ThrottledLog};

/// Shown in place of the log while it has no lines.
const EMPTY: &str =
    "No interrupt has come yet. One comes when a pin is armed (tab pin, Trigger) and its edge or level follows.";

/// Properties of the log.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct Props {
    /// The lines, and the maximum number of them to show.
    pub lines: (Lines, usize),
}

/// Draws the lines. They are a component of their own because they change less often than the board.
#[function_component]
pub fn Log(props: &Props) -> Html {
    let (lines, max_lines) = &props.lines;
    let is_empty = lines.iter().next().is_none();
    html! {
        <>
            if is_empty {
                <p class="hint" data-what="empty-log">{ EMPTY }</p>
            }
            // It scrolls, so it must be possible to focus it with the keyboard.
            <ol data-log="" tabindex="0" aria-label="Events, the newest first" hidden={is_empty}>
                { for lines.iter().take(*max_lines).map(row) }
            </ol>
        </>
    }
}

/// Draws the bar above the log: the priority of each port and of each block, and a switch.
pub fn header(scene: &Scene, on_request: &Callback<Request>) -> Html {
    html! {
        <>
            <ul class="ports" aria-label="Priority of each interrupt">
                { for Port::ALL.map(|port| priority(scene, port)) }
                { for scene.blocks.interrupts.iter().map(block_priority) }
            </ul>
            { restricted(scene.bench_refusal(), switch(scene.sets_up_again, on_request)) }
        </>
    }
}

/// Draws the priority of a port, and the armed pins that share it.
fn priority(scene: &Scene, port: Port) -> Html {
    let snapshot = &scene.snapshot;
    let pins = (0..8).filter_map(|bit| PinId::at(port, bit));
    let armed: Vec<_> = pins.filter(|&pin| snapshot.status(pin).irq.is_some()).collect();
    let (class, text) = match armed.first() {
        None => ("", "  nothing armed".to_owned()),
        Some(&first) => ("armed", format!("  priority {}  ", snapshot.pin(first).priority().number())),
    };
    let names: Vec<_> = armed.iter().map(|pin| pin.name()).collect();
    let shared = if armed.len() > 1 { " share it" } else { "" };
    html! { <li {class} data-port={port.name()}>{ port.name() }{ text }<b>{ names.join(" ") }</b>{ shared }</li> }
}

/// Draws the priority of a block whose interrupt is enabled.
fn block_priority((interrupt, priority): &(Interrupt, Priority)) -> Html {
    let text = format!("{}  priority {}", interrupt.name(), priority.number());
    html! { <li class="armed" data-interrupt={interrupt.name()}>{ text }</li> }
}

fn switch(on: bool, on_request: &Callback<Request>) -> Html {
    let turn = on_request.reform(move |_: MouseEvent| Request::SetUpAgain(!on));
    html! {
        <button
            type="button" class="switch" role="switch" aria-checked={on.to_string()} data-setting="set-up-again"
            onclick={turn}
        >
            <i />{ "set up again after a reset" }
        </button>
    }
}

fn row(line: &Line) -> Html {
    let Some((kind, text_of_event)) = kind_and_text(line) else { return html! {} };
    let times = if line.times > 1 { format!("  ×{}", text::grouped(line.times.into())) } else { String::new() };
    let served = line.served;
    let waited = match served.and_then(|served| served.waited_ns) {
        None => String::new(),
        Some(0) => "at once".to_owned(),
        Some(ns) => format!("after {}", text::duration(ns)),
    };
    let ran = served
        .and_then(|served| served.ran_ns)
        .filter(|&ns| ns > 0)
        .map(|ns| format!("ran {}", text::duration(ns)))
        .unwrap_or_default();
    let lost = served.map(|served| served.coalesced).filter(|&lost| lost > 0);
    let lost = lost.map(|lost| format!("{lost} coalesced")).unwrap_or_default();
    html! {
        <li key={line.seq} data-event={kind}>
            <time>{ text::seconds(line.time_ns) }</time>{ "  " }
            <b>{ of_pin(line).map(PinId::name).unwrap_or_default() }</b>{ "  " }
            <span>{ text_of_event }{ times }</span>
            { for [waited, ran, lost].map(|note| html! { <small>{ "  " }{ note }</small> }) }
        </li>
    }
}

/// Returns the kind of a line and its text, which follows the pin's name.
fn kind_and_text(line: &Line) -> Option<(&'static str, String)> {
    match &line.ignored {
        Some(reason) => Some(("Ignored", reason.to_string())),
        None => text::event(&line.kind, line.reaction),
    }
}

/// Returns the pin that is shown before the text. The text of a wake contains its pin.
fn of_pin(line: &Line) -> Option<PinId> {
    line.kind.pin().filter(|_| !matches!(line.kind, EventKind::Wake { .. }))
}

/// Draws the newest line in short form: `0.152 340 GP10 rising port A1 priority 4 toggled GP25`.
pub fn last_line(lines: &Lines) -> Html {
    let Some(line) = lines.iter().next() else { return html! {} };
    let Some((_, text_of_event)) = kind_and_text(line) else { return html! {} };
    let text_of_event = match line.kind {
        EventKind::Irq { pin, trigger, .. } => {
            let (trigger, rest) = text_of_event.split_at(trigger.word().len());
            format!("{trigger}  port {}{rest}", pin.port().name())
        }
        _ => text_of_event,
    };
    html! {
        <p class="last" data-last="">
            <span>{ text::seconds(line.time_ns) }</span>
            { format!("  {}  {text_of_event}", of_pin(line).map(PinId::name).unwrap_or_default()) }
        </p>
    }
}
