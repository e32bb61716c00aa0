//! Draws the voltage at the selected pad: its shape, its size, its frequency, and what the ADC reads.

use pinscope_protocol::{AnalogInput, Stimulus, VoltageShape, VoltageSource};
use web_sys::HtmlInputElement;
use yew::{AttrValue, Callback, Html, InputEvent, TargetCast as _, html};

use super::external::{invalid, stimulus};
use super::volts::Volts;
use super::{Action, Props, field};
use crate::controls::restricted;
use crate::select::select;
use crate::unit_input::UnitInput;
use crate::units;
use pinscope_protocol::Request;

/// The voltage with which a source begins, in microvolts.
const FIRST_UV: u32 = 1_000_000;
/// The frequency with which a sine or a ramp begins, in millihertz.
const FIRST_MILLIHERTZ: u64 = 10_000;
/// Frequencies to choose from, in millihertz.
const FREQUENCIES: [u64; 6] = [100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000];
/// Voltage above which the ADC is outside its range, in microvolts.
const MAX_RANGE_UV: u32 = 1_400_000;
/// Voltage above which an analog input of the chip is damaged, in microvolts.
const MAX_ANALOG_UV: u32 = 1_800_000;

/// How a person gives a pad of the ADC a voltage.
const HOW_TO_GIVE: &str = "The ADC has a channel for this pad: choose its voltage above, in place of “no voltage”.";
/// Shown beside the voltage of a pad that the ADC does not sample.
const NO_CHANNEL: &str = "Only GP2 to GP5 have a channel of the ADC; this pad reads the voltage as high or low.";

/// The settings of a source, which the controls change one by one. Voltages are microvolts, because formatting a float
/// would add much to the program's size.
#[derive(Clone, Copy)]
struct Settings {
    shape: VoltageShape,
    low_uv: u32,
    high_uv: u32,
    millihertz: u64,
}

impl Settings {
    fn new(source: Option<VoltageSource>) -> Self {
        let Some(source) = source else {
            let shape = VoltageShape::Constant;
            return Self { shape, low_uv: 0, high_uv: FIRST_UV, millihertz: FIRST_MILLIHERTZ };
        };
        let (low_uv, high_uv) = source.range_uv();
        let millihertz = 1_000_000_000_000_u64.checked_div(source.period_ns()).unwrap_or(FIRST_MILLIHERTZ);
        let low_uv = if source.shape() == VoltageShape::Constant { 0 } else { low_uv };
        Self { shape: source.shape(), low_uv, high_uv, millihertz }
    }

    fn source(self) -> Option<VoltageSource> {
        let (low, high) = (f64::from(self.low_uv) / 1e6, f64::from(self.high_uv) / 1e6);
        let hertz = self.millihertz as f64 / 1_000.0;
        match self.shape {
            VoltageShape::Constant => VoltageSource::constant(high),
            VoltageShape::Sine => VoltageSource::sine(low, high, hertz),
            VoltageShape::Ramp => VoltageSource::ramp(low, high, hertz),
        }
    }
}

/// Formats a voltage in volts with three decimals.
fn volts(microvolts: u32) -> String {
    let millivolts = (microvolts + 500) / 1_000;
    format!("{}.{:03}", millivolts / 1_000, millivolts % 1_000)
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

/// Draws the size of the voltage at the pad and what the ADC reads, or how a voltage is given to a pad that it samples.
pub fn view(props: &Props) -> Html {
    let source = props.scene.outside(props.pin).voltage;
    let note = match (props.scene.analog_input(props.pin), source) {
        (None, Some(_)) => html! { { NO_CHANNEL } },
        (Some(input), Some(_)) => html! { <span data-adc="">{ reading(input) }</span> },
        (Some(input), None) if input.is_sampled => {
            html! { <span data-adc="">{ format!("{}. {HOW_TO_GIVE}", reading(input)) }</span> }
        }
        // Without a line of its own, the lines of such a pad stand where those of every other pad do.
        (_, None) => return html! {},
    };
    let sizes = html! { <>{ for source.map(|source| sizes(props, Settings::new(Some(source)))) }</> };
    field("Voltage", restricted(props.scene.stimuli_refusal(), sizes), note)
}

/// Draws the slider and the numbers of a source.
fn sizes(props: &Props, settings: Settings) -> Html {
    let high = on_volts(props, move |high_uv| Settings { high_uv, ..settings });
    let low = on_volts(props, move |low_uv| Settings { low_uv, ..settings });
    let is_steady = settings.shape == VoltageShape::Constant;
    let text = volts(settings.high_uv);
    html! {
        <>
            if !is_steady {
                { number("low-volts", "Lowest voltage", settings.low_uv, low) }{ "to" }
            }
            <input
                type="range" min="0" max="3.6" step="0.01" data-setting="volts-slider" aria-label="Voltage"
                aria-valuetext={format!("{text} V")} value={text.clone()}
                oninput={high.reform(|event: InputEvent| event.target_unchecked_into::<HtmlInputElement>().value().into())}
            />
            { number("volts", if is_steady { "Voltage in volts" } else { "Highest voltage" }, settings.high_uv, high) }
            { "V" }
            if !is_steady {
                { frequency(props, settings) }
            }
        </>
    }
}

/// Draws a field for a number of volts.
fn number(setting: &'static str, label: &'static str, microvolts: u32, on_change: Callback<AttrValue>) -> Html {
    html! { <Volts {setting} {label} value={volts(microvolts)} {on_change} /> }
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

/// Returns a callback that changes the source by the number that a text is, with a comma or a point.
fn on_volts(props: &Props, change: impl Fn(u32) -> Settings + 'static) -> Callback<AttrValue> {
    let pin = props.pin;
    props.on_action.reform(move |text: AttrValue| {
        // JavaScript reads the number, because a library that does would add much to the program's size. What is no
        // number is NaN, and a conversion would make 0 of that or of a negative number.
        let microvolts = (js_sys::parse_float(&text.replace(',', ".")) * 1e6).round();
        if microvolts >= 0.0 { send(pin, change(microvolts as u32)) } else { refused() }
    })
}

fn send(pin: pinscope_core::PinId, settings: Settings) -> Action {
    match settings.source() {
        Some(source) => Action::Send(Request::Stimulus(Stimulus::Voltage { pin, source: Some(source) })),
        None => refused(),
    }
}

fn refused() -> Action {
    invalid("a voltage is a number of volts from 0 to 3.6; a sine or ramp rises, at most 100000 times a second".into())
}

/// Returns what the ADC makes of the voltage.
fn reading(input: &AnalogInput) -> String {
    let AnalogInput { microvolts, sample, is_sampled } = *input;
    let reads = if is_sampled { "the ADC reads" } else { "the ADC is off here; it would read" };
    let warning = if microvolts > MAX_ANALOG_UV {
        "; an analog input of a real chip takes at most 1.8 V"
    } else if microvolts > MAX_RANGE_UV {
        "; its range ends at 1.4 V"
    } else {
        ""
    };
    format!("{} V: {reads} {sample} of 4095{warning}", volts(microvolts))
}
