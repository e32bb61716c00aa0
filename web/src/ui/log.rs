//! The log: what happened, the newest first, and which ports' pins share a priority.

mod lines;
mod reading;

use pinscope_core::cc3200::gpio::Port;
use pinscope_core::{EventKind, PinId};
use yew::{Callback, Html, MouseEvent, Properties, function_component, html};

use super::scene::Scene;
use super::words;
use crate::protocol::Request;

use lines::Line;

pub use lines::Lines;
pub use reading::Reading;

/// What the log shows.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct Props {
    /// What there is to see, once there is something.
    pub scene: Option<Scene>,
    /// Its lines, and how many of them to show.
    pub lines: (Lines, usize),
    /// Told what the engine is to do.
    pub on_ask: Callback<Request>,
}

/// The log, its head and its switch.
#[function_component]
pub fn Log(props: &Props) -> Html {
    html! {
        <section class="log" aria-label="Log">
            <div class="panel-bar">
                { for props.scene.as_ref().map(|scene| html! {
                    <>
                        <ul class="ports" aria-label="Priority of each port">{ for Port::ALL.map(|port| priority(scene, port)) }</ul>
                        { switch(scene.sets_up_again, &props.on_ask) }
                    </>
                }) }
            </div>
            // It scrolls, so the keyboard must reach it.
            <ol data-log="" tabindex="0" aria-label="What happened, the newest first">
                <Rows lines={props.lines.clone()} />
            </ol>
        </section>
    }
}

#[derive(Clone, Debug, PartialEq, Properties)]
struct Shown {
    lines: (Lines, usize),
}

/// The lines by themselves: they change when something happens, not when the board does.
#[function_component]
fn Rows(props: &Shown) -> Html {
    let (lines, most) = &props.lines;
    lines.iter().take(*most).map(row).collect()
}

/// A port's priority, and the armed pins that have it in common.
fn priority(scene: &Scene, port: Port) -> Html {
    let snapshot = &scene.snapshot;
    let pins = (0..8).filter_map(|bit| PinId::at(port, bit));
    let armed: Vec<_> = pins.filter(|&pin| snapshot.status(pin).irq.is_some()).collect();
    let Some(first) = armed.first() else {
        return html! { <li data-port={port.name()}>{ port.name() }{ "  nothing armed" }</li> };
    };
    let names: Vec<_> = armed.iter().map(|pin| pin.name()).collect();
    html! {
        <li class="armed" data-port={port.name()}>
            { format!("{}  priority {}  ", port.name(), snapshot.pin(*first).priority().number()) }
            <b>{ names.join(" ") }</b>{ if armed.len() > 1 { " share it" } else { "" } }
        </li>
    }
}

fn switch(on: bool, on_ask: &Callback<Request>) -> Html {
    let turn = on_ask.reform(move |_: MouseEvent| Request::SetUpAgain(!on));
    html! {
        <button type="button" class="switch" role="switch" aria-checked={on.to_string()} data-setting="set-up-again" onclick={turn}>
            <i />{ "set up again after a reset" }
        </button>
    }
}

fn row(line: &Line) -> Html {
    let Some((kind, said)) = words::event(&line.kind, line.reaction) else { return html! {} };
    let note = |class, text: String| html! { <small {class}>{ "  " }{ text }</small> };
    html! {
        <li key={line.seq} data-event={kind}>
            <time>{ words::seconds(line.time_ns) }</time>{ "  " }
            <b>{ of_pin(line).map(PinId::name).unwrap_or_default() }</b>{ "  " }
            <span>{ said }{ (line.times > 1).then(|| format!("  ×{}", words::grouped(line.times.into()))) }</span>
            { for line.waited_ns.map(|ns| note("waited", if ns == 0 { "at once".to_owned() } else { format!("after {}", words::duration(ns)) })) }
            { for line.ran_ns.filter(|&ns| ns > 0).map(|ns| note("ran", format!("ran {}", words::duration(ns)))) }
            { for (line.coalesced > 0).then(|| note("coalesced", format!("{} coalesced", line.coalesced))) }
        </li>
    }
}

/// The pin that stands before the words; those of a wake name it themselves.
fn of_pin(line: &Line) -> Option<PinId> {
    line.kind.pin().filter(|_| !matches!(line.kind, EventKind::Wake { .. }))
}

/// The newest line in short: `0.152 340 GP10 rising irq 1 priority 4 toggled GP25`.
pub fn last(lines: &Lines) -> Html {
    let Some(line) = lines.iter().next() else { return html! {} };
    let Some((_, said)) = words::event(&line.kind, line.reaction) else { return html! {} };
    let said = match line.kind {
        EventKind::Irq { pin, .. } => said.replacen("priority", &format!("irq {}  priority", pin.port().index()), 1),
        _ => said,
    };
    html! {
        <p class="last" data-last="">
            <span>{ words::seconds(line.time_ns) }</span>
            { format!("  {}  {said}", of_pin(line).map(PinId::name).unwrap_or_default()) }
        </p>
    }
}
