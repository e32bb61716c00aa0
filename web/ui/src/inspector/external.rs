//! Draws the controls of everything attached to the selected pad: rails, pulses, its button, a clock, and wires.

use pinscope_core::{Level, PinId};
use pinscope_protocol::{ClockSignal, Endpoint, Stimulus};
use yew::{AttrValue, Callback, Html, MouseEvent, html};

use super::{Action, ErrorSite, Props, Refusal, button, field, refused, voltage};
use crate::controls::{action_button, restricted};
use crate::radio_group::{one_of, value};
use crate::select::select;
use crate::unit_input::UnitInput;
use crate::units;
use pinscope_protocol::Request;

/// Length of a pulse, in nanoseconds.
const PULSE_NS: u64 = 1_000_000;

/// Frequencies to choose from, in millihertz.
const CLOCKS: [u64; 7] = [1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000];

/// Draws the controls of everything that can be attached.
pub fn view(props: &Props) -> Html {
    let pin = props.pin;
    let outside = props.scene.outside(pin);
    // While a clock or a voltage is attached, the rail is only its present level.
    let held = (outside.signal.is_none() && outside.voltage.is_none()).then_some(outside.rail);
    let values = vec![
        value(None, "float", "float", held),
        value(Some(Level::Low), "low", "low", held),
        value(Some(Level::High), "high", "high", held),
    ];
    let hold = stimulus(props, move |level| Stimulus::Drive { pin, level });
    let pulse = stimulus(props, move |_: MouseEvent| Stimulus::Pulse { pin, ns: PULSE_NS });
    let control = html! {
        <>
            { one_of("outside", "Held from outside", values, &hold) }
            { action_button("pulse", "pulse 1 ms", pulse) }
            { button::view(props) }
            { clock(props, outside.signal) }
            { voltage::shapes(props) }
            { wires(props) }
        </>
    };
    let reason = props.scene.stimuli_refusal();
    let note = reason.map(str::to_owned).or_else(|| other_buttons(props));
    let note = html! { <>{ for note }</> };
    html! { <>{ field("Outside", restricted(reason, control), note) }{ refused(props, ErrorSite::External) }</> }
}

pub(super) fn stimulus<T: 'static>(props: &Props, make: impl Fn(T) -> Stimulus + 'static) -> Callback<T> {
    props.on_action.reform(move |value| Action::Send(Request::Stimulus(make(value))))
}

fn clock(props: &Props, signal: Option<ClockSignal>) -> Html {
    let pin = props.pin;
    let millihertz = |signal: ClockSignal| {
        let (high_ns, low_ns) = signal.phases_ns();
        1_000_000_000_000 / high_ns.saturating_add(low_ns)
    };
    let on_pick = props.on_action.reform(move |millihertz: u64| {
        if millihertz == 0 {
            return Action::Send(Request::Stimulus(Stimulus::Drive { pin, level: None }));
        }
        match ClockSignal::new(millihertz as f64 / 1_000.0, 0.5) {
            Some(signal) => Action::Send(Request::Stimulus(Stimulus::Clock { pin, signal })),
            None => invalid("the fastest clock is 10 MHz".into()),
        }
    });
    let on_invalid = props
        .on_action
        .reform(|text: AttrValue| invalid(format!("a clock is a frequency, such as 2.5 kHz, and not “{text}”").into()));
    html! {
        <UnitInput
            setting="clock" label="Clock" units={units::FREQUENCY} prefix="clock " zero_label="no clock"
            presets={&CLOCKS[..]}
            value={signal.map_or(0, millihertz)} {on_pick} {on_invalid}
        />
    }
}

pub(super) fn invalid(message: AttrValue) -> Action {
    Action::Refused(Refusal { site: ErrorSite::External, message })
}

/// Returns a note on the buttons of other pins that end at this one.
fn other_buttons(props: &Props) -> Option<String> {
    let ends_here = |pin: &PinId| props.scene.outside(*pin).button_end == Some(Endpoint::Pin(props.pin));
    let names: Vec<_> = PinId::by_number().filter(ends_here).map(PinId::name).collect();
    match names.as_slice() {
        [] => None,
        [name] => Some(format!("the button of {name} ends here")),
        names => Some(format!("the buttons of {} end here", names.join(", "))),
    }
}

/// Draws the wires of the pad, each with a button that removes it, and a list of pins and rails for another wire.
fn wires(props: &Props) -> Html {
    let pin = props.pin;
    let wired: Vec<_> = props.scene.wired_to(pin).collect();
    let free: Vec<_> = Endpoint::all().filter(|end| *end != Endpoint::Pin(pin) && !wired.contains(end)).collect();
    let options: Vec<_> =
        std::iter::once("wire to …").chain(free.iter().map(|end| end.name())).map(str::to_owned).collect();
    let on_action = props.on_action.clone();
    let lay = Callback::from(move |index: usize| {
        // The list's first entry is its title.
        if let Some(&end) = index.checked_sub(1).and_then(|index| free.get(index)) {
            on_action.emit(Action::Send(Request::Stimulus(Stimulus::wire(pin, end))));
        }
    });
    let wired = wired.into_iter().map(|end| {
        let unwire = stimulus(props, move |_: MouseEvent| Stimulus::unwire(pin, end));
        html! {
            <button type="button" class="act" data-act="unwire" data-value={end.name()} onclick={unwire}>
                { format!("unwire {end}") }
            </button>
        }
    });
    html! { <>{ select("wire", "Wire to", options, 0, lay) }{ for wired }</> }
}
