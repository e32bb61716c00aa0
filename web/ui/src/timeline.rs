//! Draws the timeline, which has a lane for each pin that was used. It follows the present, or stays where a person has
//! moved it.

mod action;
mod cursors;
mod edges;
mod files;
mod gesture;
mod input;
mod lanes;
mod measurement;
mod paint;
mod ruler;
mod state;
mod status;
mod theme;
mod toolbar;
mod track;
mod window;

use pinscope_core::PinId;
use yew::{Callback, DragEvent, Html, Properties, function_component, html};

use crate::pointer_words::is_finger;
use crate::scene::{PadView, Scene};
use crate::text;
use pinscope_protocol::Request;
use track::Track;

pub use action::TimelineAction;
pub use state::State;
pub use status::StatusMessage;

/// Properties of the timeline.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct Props {
    /// The last frame.
    pub scene: Scene,
    /// State of the timeline.
    pub state: State,
    /// The selected pin.
    pub selected: PinId,
    /// Called with each action on the timeline.
    pub on_action: Callback<TimelineAction>,
    /// Called with the pin to select.
    pub on_select: Callback<PinId>,
    /// Called with each request for the engine.
    pub on_request: Callback<Request>,
}

/// Draws the timeline.
#[function_component]
pub fn Timeline(props: &Props) -> Html {
    let Props { scene, state, selected, on_action, on_select, .. } = props;
    let pins = lanes::pins(scene, state.waveform.as_deref());
    let name = |&pin: &PinId| {
        let view = PadView::new(scene, pin);
        lanes::name(&view, lanes::note(scene, &view), pin == *selected, on_select)
    };
    let mut track = state.clone();
    if let Some(measurement) = &mut track.measurement {
        measurement.signal = scene.signal(measurement.pin);
    }
    let serial = pins.iter().filter_map(|&pin| serial_text(state, pin));
    let hint = pins.len() < MAX_LANES_WITH_HINT;
    let on_text = toolbar::replay(on_action);
    let dropped = Callback::from(move |event: DragEvent| {
        event.prevent_default();
        files::open(event.data_transfer().and_then(|dropped| dropped.files()), on_text.clone());
    });
    html! {
        <section
            class="timeline" aria-label="Timeline" data-timeline=""
            ondragover={Callback::from(|event: DragEvent| event.prevent_default())} ondrop={dropped}
        >
            { toolbar::bar(props) }
            <div class="tracks" style={format!("--lanes:{}", pins.len())}>
                <ul class="lanes" aria-label="Lanes">{ for pins.iter().map(name) }</ul>
                { for serial }
                <Track state={track} {pins} on_action={on_action.clone()} />
                if hint {
                    <p class="hint">{ if is_finger() { FINGER_HINT } else { HINT } }</p>
                }
            </div>
        </section>
    }
}

/// Draws the characters on the line of a UART as text for screen readers.
fn serial_text(state: &State, pin: PinId) -> Option<Html> {
    let lane = state.waveform.as_deref()?.lanes.get(pin.index())?;
    let bauds = lane.bauds.iter().map(u32::to_string).reduce(|all, baud| format!("{all}, then {baud}"))?;
    let characters: Vec<_> = lane.characters.iter().map(|character| text::character(character.data)).collect();
    let damaged = lane.characters.iter().filter(|character| character.is_damaged).count();
    let damaged = if damaged > 0 { format!("; {damaged} of them are damaged") } else { String::new() };
    Some(html! {
        <p class="aloud" data-serial={pin.name()}>
            { format!("{} at {bauds} baud: {}{damaged}", pin.name(), characters.join(" ")) }
        </p>
    })
}

const HINT: &str = "A pin gets a lane when it is first used. Click above to place a cursor, drag to pan, Ctrl and the \
                    wheel zoom.";

const FINGER_HINT: &str = "A pin gets a lane when it is first used. Tap above to place a cursor, drag to pan.";

/// Maximum number of lanes beside which there is room for a hint.
const MAX_LANES_WITH_HINT: usize = 6;
