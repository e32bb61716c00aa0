//! Draws the controls of everything attached to the selected pad: rails, pulses, its button, a clock, and wires.

use pinscope_core::{Level, PinId};
use pinscope_protocol::{ClockSignal, Stimulus};
use yew::{AttrValue, Callback, Html, MouseEvent, html};

use super::{Action, ErrorSite, Props, Refusal, button, field, refused};
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
    // While a clock is attached, the rail is only the clock's present level.
    let held = outside.signal.is_none().then_some(outside.rail);
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
            { wires(props) }
        </>
    };
    let reason = props.scene.stimuli_refusal();
    let note = html! { <>{ for reason.map(str::to_owned) }</> };
    html! { <>{ field("Outside", restricted(reason, control), note) }{ refused(props, ErrorSite::External) }</> }
}

fn stimulus<T: 'static>(props: &Props, make: impl Fn(T) -> Stimulus + 'static) -> Callback<T> {
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

fn invalid(message: AttrValue) -> Action {
    Action::Refused(Refusal { site: ErrorSite::External, message })
}

/// Draws the wires of the pad, each with a button that removes it, and a list of pins for another wire.
fn wires(props: &Props) -> Html {
    let a = props.pin;
    let wired: Vec<_> = props.scene.wired_to(a).collect();
    let free: Vec<_> = PinId::ALL.into_iter().filter(|pin| *pin != a && !wired.contains(pin)).collect();
    let options: Vec<_> =
        std::iter::once("wire to …").chain(free.iter().map(|pin| pin.name())).map(str::to_owned).collect();
    let on_action = props.on_action.clone();
    let lay = Callback::from(move |index: usize| {
        // The list's first entry is its title.
        if let Some(&b) = index.checked_sub(1).and_then(|index| free.get(index)) {
            on_action.emit(Action::Send(Request::Stimulus(Stimulus::Wire { a, b })));
        }
    });
    let wired = wired.into_iter().map(|b| {
        let unwire = stimulus(props, move |_: MouseEvent| Stimulus::Unwire { a, b });
        html! {
            <button type="button" class="act" data-act="unwire" data-value={b.name()} onclick={unwire}>
                { format!("unwire {}", b.name()) }
            </button>
        }
    });
    html! { <>{ select("wire", "Wire to", options, 0, lay) }{ for wired }</> }
}
