//! Draws the voltage at the selected pad: its shape, its size, its frequency, and what the ADC reads.

use pinscope_protocol::register_map::ADC_PINS;
use pinscope_protocol::{AnalogInput, Stimulus, VoltageShape, VoltageSource};
use web_sys::HtmlInputElement;
use yew::{AttrValue, Callback, Event, Html, InputEvent, TargetCast as _, html};

use super::external::{invalid, stimulus};
use super::{Action, Props, field};
use crate::controls::restricted;
use crate::select::select;
use crate::unit_input::UnitInput;
use crate::units;
use pinscope_protocol::Request;

/// The voltage with which a source begins, in volts.
const FIRST_VOLTS: f64 = 1.0;
/// The frequency with which a sine or a ramp begins, in millihertz.
const FIRST_MILLIHERTZ: u64 = 10_000;
/// Frequencies to choose from, in millihertz.
const FREQUENCIES: [u64; 6] = [100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000];
/// Voltage above which the ADC is outside its range, in microvolts.
const MAX_RANGE_UV: u32 = 1_400_000;
/// Voltage above which an analog input of the chip is damaged, in microvolts.
const MAX_ANALOG_UV: u32 = 1_800_000;

/// The settings of a source, which the controls change one by one.
#[derive(Clone, Copy)]
struct Settings {
    shape: VoltageShape,
    low: f64,
    high: f64,
    millihertz: u64,
}

impl Settings {
    fn new(source: Option<VoltageSource>) -> Self {
        let Some(source) = source else {
            let shape = VoltageShape::Constant;
            return Self { shape, low: 0.0, high: FIRST_VOLTS, millihertz: FIRST_MILLIHERTZ };
        };
        let (low, high) = source.range_uv();
        let millihertz = 1_000_000_000_000_u64.checked_div(source.period_ns()).unwrap_or(FIRST_MILLIHERTZ);
        let low = if source.shape() == VoltageShape::Constant { 0 } else { low };
        Self { shape: source.shape(), low: f64::from(low) / 1e6, high: f64::from(high) / 1e6, millihertz }
    }

    fn source(self) -> Option<VoltageSource> {
        let hertz = self.millihertz as f64 / 1_000.0;
        match self.shape {
            VoltageShape::Constant => VoltageSource::constant(self.high),
            VoltageShape::Sine => VoltageSource::sine(self.low, self.high, hertz),
            VoltageShape::Ramp => VoltageSource::ramp(self.low, self.high, hertz),
        }
    }
}

/// Draws the list of the shapes that a voltage can have.
pub fn shapes(props: &Props) -> Html {
    const SHAPES: [VoltageShape; 3] = [VoltageShape::Constant, VoltageShape::Sine, VoltageShape::Ramp];
    let (pin, source) = (props.pin, props.scene.outside(props.pin).voltage);
    let settings = Settings::new(source);
    let options = ["no voltage", "steady voltage", "sine", "ramp"].map(str::to_owned).into();
    let chosen = SHAPES.iter().position(|&shape| source.is_some_and(|source| source.shape() == shape));
    let pick = stimulus(props, move |index: usize| {
        let shape = index.checked_sub(1).and_then(|index| SHAPES.get(index).copied());
        Stimulus::Voltage { pin, source: shape.and_then(|shape| Settings { shape, ..settings }.source()) }
    });
    select("voltage", "Voltage", options, chosen.map_or(0, |index| index + 1), pick)
}

/// Draws the size of the voltage at the pad and what the ADC reads, if there is a source or the ADC samples the pad.
pub fn view(props: &Props) -> Html {
    let source = props.scene.outside(props.pin).voltage;
    let index = ADC_PINS.iter().position(|&pin| pin == props.pin);
    let input = index.and_then(|index| props.scene.blocks.analog.get(index));
    if source.is_none() && !input.is_some_and(|input| input.is_sampled) {
        return html! {};
    }
    let sizes = html! { <>{ for source.map(|source| sizes(props, Settings::new(Some(source)))) }</> };
    let reading = html! { <>{ for input.map(|input| html! { <span data-adc="">{ reading(input) }</span> }) }</> };
    field("Voltage", restricted(props.scene.stimuli_refusal(), sizes), reading)
}

/// Draws the slider and the numbers of a source.
fn sizes(props: &Props, settings: Settings) -> Html {
    let high = on_volts(props, move |high| Settings { high, ..settings });
    let low = on_volts(props, move |low| Settings { low, ..settings });
    let is_steady = settings.shape == VoltageShape::Constant;
    let volts = format!("{:.3}", settings.high);
    html! {
        <>
            if !is_steady {
                { number("low-volts", "Lowest voltage", settings.low, low) }{ "to" }
            }
            <input
                type="range" min="0" max="3.6" step="0.01" data-setting="volts-slider" aria-label="Voltage"
                aria-valuetext={format!("{volts} V")} value={volts.clone()}
                oninput={high.reform(|event: InputEvent| event.target_unchecked_into())}
            />
            { number("volts", if is_steady { "Voltage in volts" } else { "Highest voltage" }, settings.high, high) }
            { "V" }
            if !is_steady {
                { frequency(props, settings) }
            }
        </>
    }
}

/// Draws a field for a number of volts.
fn number(setting: &'static str, label: &'static str, volts: f64, on: Callback<HtmlInputElement>) -> Html {
    html! {
        <input
            type="number" class="list typed volts" min="0" max="3.6" step="any" data-setting={setting} aria-label={label}
            value={format!("{volts:.3}")} onchange={on.reform(|event: Event| event.target_unchecked_into())}
        />
    }
}

fn frequency(props: &Props, settings: Settings) -> Html {
    let pin = props.pin;
    let on_pick = props.on_action.reform(move |millihertz: u64| {
        if millihertz == 0 {
            return Action::Send(Request::Stimulus(Stimulus::Voltage { pin, source: None }));
        }
        send(pin, Settings { millihertz, ..settings })
    });
    let on_invalid = props.on_action.reform(|_: AttrValue| refused());
    html! {
        <UnitInput
            setting="voltage-frequency" label="Frequency" units={units::FREQUENCY} prefix="" zero_label="none"
            presets={&FREQUENCIES[..]} value={settings.millihertz} {on_pick} {on_invalid}
        />
    }
}

/// Returns a callback that changes the source by the number in a field.
fn on_volts(props: &Props, change: impl Fn(f64) -> Settings + 'static) -> Callback<HtmlInputElement> {
    let pin = props.pin;
    props.on_action.reform(move |input: HtmlInputElement| send(pin, change(input.value_as_number())))
}

fn send(pin: pinscope_core::PinId, settings: Settings) -> Action {
    match settings.source() {
        Some(source) => Action::Send(Request::Stimulus(Stimulus::Voltage { pin, source: Some(source) })),
        None => refused(),
    }
}

fn refused() -> Action {
    invalid("a voltage has 0 to 3.6 V, or goes from one to a higher one at most 100000 times a second".into())
}

/// Returns what the ADC makes of the voltage.
fn reading(input: &AnalogInput) -> String {
    let AnalogInput { microvolts, sample, is_sampled } = *input;
    let millivolts = (microvolts + 500) / 1_000;
    let reads = if is_sampled { "the ADC reads" } else { "the ADC is off here; it would read" };
    let warning = if microvolts > MAX_ANALOG_UV {
        "; an analog input of a real chip takes at most 1.8 V"
    } else if microvolts > MAX_RANGE_UV {
        "; its range ends at 1.4 V"
    } else {
        ""
    };
    format!("{}.{:03} V: {reads} {sample} of 4095{warning}", millivolts / 1_000, millivolts % 1_000)
}
