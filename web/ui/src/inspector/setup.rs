//! Draws the mode, pull, drive, value and alternate function of the selected pin.

use pinscope_core::{Alternate, Command, Config, Drive, Level, Mode, Pin, PinId, Pull, Snapshot};
use yew::{Callback, Html, MouseEvent, html};

use super::{Action, ErrorSite, Props, field, refused};
use crate::controls::action_button;
use crate::radio_group::{Value, one_of, value};
use crate::select::select;
use crate::symbols;
use crate::text;
use pinscope_protocol::{Request, Signal};

/// Draws the settings of `init`, and the value.
pub fn view(props: &Props) -> Html {
    let pin = props.scene.snapshot.pin(props.pin);
    html! {
        <div class="part" role="group" aria-label="Setup">
            { mode(props, pin) }
            { pull(props, pin) }
            { drive(props, pin) }
            { function(props, pin) }
            { refused(props, ErrorSite::Setup) }
        </div>
    }
}

/// Returns the present settings. `None` keeps the latch.
fn current(pin: Pin<&Snapshot>) -> Config {
    Config { mode: pin.mode(), pull: pin.pull(), drive: pin.drive(), alt: pin.alt(), value: None }
}

fn on_init<T: 'static>(props: &Props, change: impl Fn(T) -> Config + 'static) -> Callback<T> {
    let pin = props.pin;
    props.on_action.reform(move |value| Action::Send(Request::Command(Command::Init { pin, config: change(value) })))
}

fn mode(props: &Props, pin: Pin<&Snapshot>) -> Html {
    let (now, before) = (pin.mode(), current(pin));
    let label = |mode: Mode| html! { <>{ symbols::shape(mode) }{ mode.name() }</> };
    let values =
        Mode::ALL.map(|mode| Value { value: mode, key: mode.name(), label: label(mode), is_chosen: mode == now });
    // A pin that changes to an ALT mode keeps its function. If it had none, it gets the first one that it can have.
    let first = selectable(pin.id()).next().map_or(-1, |alternate| i32::from(alternate.index));
    let on = on_init(props, move |mode: Mode| {
        let alt = match before.alt {
            _ if mode.is_gpio() => -1,
            -1 => first,
            present => present,
        };
        Config { mode, alt, ..before }
    });
    field("Mode", one_of("mode", "Mode", values.into(), &on), html! {})
}

fn function(props: &Props, pin: Pin<&Snapshot>) -> Html {
    let alternates: Vec<_> = selectable(pin.id()).collect();
    if alternates.is_empty() {
        return field("Function", html! {}, "the multiplexer has none for this pin".into());
    }
    let holder = |alternate: &Alternate| {
        let mut others = PinId::ALL.into_iter().filter(|&id| id != props.pin);
        others.find(|&id| props.scene.snapshot.pin(id).function() == Some(alternate.function))
    };
    let word = |alternate: &&Alternate| match holder(alternate) {
        Some(other) => format!("{}  {}, held by {}", alternate.index, alternate.name(), other.name()),
        None => format!("{}  {}", alternate.index, alternate.name()),
    };
    let options: Vec<_> = std::iter::once("none".to_owned()).chain(alternates.iter().map(word)).collect();
    let held = |alternate: &&Alternate| {
        holder(alternate).map(|other| html! { <span>{ format!("{} holds {}", other.name(), alternate.name()) }</span> })
    };
    let notes = html! { <>{ for holder_note(props, pin) }{ for alternates.iter().filter_map(held) }</> };
    let chosen = alternates.iter().position(|alternate| i32::from(alternate.index) == pin.alt()).map_or(0, |at| at + 1);
    let numbers: Vec<_> = alternates.iter().map(|alternate| i32::from(alternate.index)).collect();
    let before = current(pin);
    let on = on_init(props, move |index: usize| match index.checked_sub(1).and_then(|at| numbers.get(at)) {
        None => Config { mode: Mode::In, alt: -1, ..before },
        Some(&alt) => Config { mode: if before.mode.is_gpio() { Mode::Alt } else { before.mode }, alt, ..before },
    });
    field("Function", select("alt", "Alternate function", options, chosen, on), notes)
}

/// Draws a note about the peripheral that holds the pad, if one does.
fn holder_note(props: &Props, pin: Pin<&Snapshot>) -> Option<Html> {
    let note = match (props.scene.signal(props.pin), pin.function()) {
        (Some(signal), _) if signal.is_output() => format!("{signal} holds the pad and drives it"),
        (Some(signal), _) => format!("{signal} holds the pad and reads it"),
        (None, Some(function)) if props.scene.real.is_none() => {
            format!("{} holds the pad; this peripheral is not emulated, so nothing drives it", function.name())
        }
        (None, _) => return None,
    };
    let is_line = matches!(props.scene.signal(props.pin), Some(Signal::UartTx(_) | Signal::UartRx(_)));
    let terminal = (is_line && props.scene.real.is_none()).then(|| {
        // `web/js/panel_loader.js` handles the click.
        html! { <button type="button" class="act" data-act="serial" value={props.pin.name()}>{ "serial terminal" }</button> }
    });
    Some(html! { <><span data-holder="">{ note }</span>{ for terminal }</> })
}

/// Returns the alternates that the multiplexer can select; ADC channels are not among them.
fn selectable(pin: PinId) -> impl Iterator<Item = &'static Alternate> {
    pin.alternates().iter().filter(|alternate| alternate.index > 0)
}

fn pull(props: &Props, pin: Pin<&Snapshot>) -> Html {
    let before = current(pin);
    let label = |pull: Pull| match pull {
        Pull::None => html! { "none" },
        Pull::Up => html! { <>{ symbols::inline(symbols::pull(pull)) }{ "up" }</> },
        Pull::Down => html! { <>{ symbols::inline(symbols::pull(pull)) }{ "down" }</> },
    };
    let value =
        |pull: Pull| Value { value: pull, key: pull.name(), label: label(pull), is_chosen: pull == before.pull };
    let on = on_init(props, move |pull| Config { pull, ..before });
    field("Pull", one_of("pull", "Pull", Pull::ALL.map(value).into(), &on), html! {})
}

fn drive(props: &Props, pin: Pin<&Snapshot>) -> Html {
    let before = current(pin);
    let value = |drive: Drive| value(drive, drive.name(), text::drive_strength(drive), Some(before.drive));
    let on = on_init(props, move |drive| Config { drive, ..before });
    let control = html! { <>{ one_of("drive", "Drive", Drive::ALL.map(value).into(), &on) }{ output(props, pin) }</> };
    let note = match before.mode {
        Mode::In => "idle while the pin is an input",
        Mode::OpenDrain if !pin.latch().is_high() => "its value is low, so it pulls the line low; high lets go of it",
        _ => "",
    };
    field("Drive", control, note.into())
}

/// Draws the latch of an output.
fn output(props: &Props, pin: Pin<&Snapshot>) -> Html {
    let (id, mode) = (props.pin, pin.mode());
    if !mode.is_output() {
        return html! {};
    }
    let now = Some(pin.latch());
    let high = if mode.is_open_drain() { "high: lets go" } else { "high" };
    let values = vec![value(Level::Low, "low", "low", now), value(Level::High, "high", high, now)];
    let on = props.on_action.reform(move |level| Action::Send(Request::Command(Command::SetValue { pin: id, level })));
    let toggle =
        props.on_action.reform(move |_: MouseEvent| Action::Send(Request::Command(Command::Toggle { pin: id })));
    html! {
        <>
            <span class="note">{ "value" }</span>
            { one_of("value", "Value", values, &on) }
            { action_button("toggle", "toggle", toggle) }
        </>
    }
}
