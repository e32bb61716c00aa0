//! Draws the timeline, a canvas with a lane for each pin that was used. It follows the present, or stays where a person
//! has moved it.

mod cursors;
mod files;
mod gesture;
mod lanes;
mod paint;
mod ruler;
mod state;
mod theme;
mod toolbar;
mod window;

use gloo_render::request_animation_frame;
use pinscope_core::PinId;
use wasm_bindgen::prelude::{Closure, JsCast as _};
use web_sys::{Element, HtmlCanvasElement, ResizeObserver};
use yew::{
    Callback, DragEvent, Html, KeyboardEvent, MouseEvent, PointerEvent, Properties, TargetCast as _, WheelEvent,
    function_component, html, use_effect_with, use_node_ref,
};

use crate::scene::{PadView, Scene};
use cursors::offset_in_track;
use pinscope_protocol::Request;
pub use state::{Cursor, State, StatusMessage, TimelineAction};

/// Zoom for each pixel that the wheel moves, as a power of 2.
const WHEEL_ZOOM: f64 = 0.002;

/// Factor by which a key zooms, and share of the width by which a key pans.
const KEY_ZOOM: f64 = 2.0;
const KEY_PAN: f64 = 0.1;

const HELP: &str = "Timeline. Arrow keys pan, plus and minus zoom, A and B place cursors, Home shows the oldest part, \
                    End follows the present, Escape removes the cursors.";

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
                <div class="track">
                    <Waveform state={state.clone()} {pins} on_action={on_action.clone()} />
                    { cursors::cursors(state, on_action) }
                </div>
                if hint {
                    <p class="hint">{ HINT }</p>
                }
            </div>
        </section>
    }
}

const HINT: &str = "A pin gets a lane when it is first used. Click above to place a cursor, drag to pan.";

/// Maximum number of lanes beside which there is room for a hint.
const MAX_LANES_WITH_HINT: usize = 6;

#[derive(Clone, Debug, PartialEq, Properties)]
struct WaveformProps {
    state: State,
    pins: Vec<PinId>,
    on_action: Callback<TimelineAction>,
}

/// Draws the canvas. It is painted when its waveform, its colours or its lanes change.
#[function_component]
fn Waveform(props: &WaveformProps) -> Html {
    let WaveformProps { state, pins, on_action } = props;
    let canvas = use_node_ref();
    {
        let (canvas, on_action) = (canvas.clone(), on_action.clone());
        use_effect_with((), move |()| {
            let observer = canvas.cast::<Element>().map(|canvas| observe(&canvas, on_action));
            move || {
                if let Some((observer, _)) = observer {
                    observer.disconnect();
                }
            }
        });
    }
    {
        let canvas = canvas.clone();
        use_effect_with((state.waveform.clone(), state.theme.clone(), pins.clone()), move |(waveform, theme, pins)| {
            // If waveforms come faster than the screen is painted, only the last one is painted.
            let (waveform, theme, pins) = (waveform.clone(), theme.clone(), pins.clone());
            let next_paint = request_animation_frame(move |_| {
                if let (Some(canvas), Some(waveform), Some(theme)) =
                    (canvas.cast::<HtmlCanvasElement>(), waveform, theme)
                {
                    paint::paint(&canvas, &waveform, &pins, &theme);
                }
            });
            move || drop(next_paint)
        });
    }
    let (from_ns, to_ns) = state.waveform.as_ref().map_or((0.0, 0.0), |waveform| (waveform.from_ns, waveform.to_ns()));
    let pointer = |action: fn(&PointerEvent, f64) -> TimelineAction| {
        on_action.reform(move |event: PointerEvent| action(&event, offset_in_track(&event, event.client_x())))
    };
    let down = {
        let on_action = on_action.clone();
        Callback::from(move |event: PointerEvent| {
            if event.button() == 0 {
                // Without capture a fast drag would end early.
                let _ = event.target_unchecked_into::<Element>().set_pointer_capture(event.pointer_id());
                on_action
                    .emit(TimelineAction::PointerDown(event.pointer_id(), offset_in_track(&event, event.client_x())));
            }
        })
    };
    let moved = {
        let on_action = on_action.clone();
        Callback::from(move |event: PointerEvent| {
            if event.buttons() != 0 {
                on_action
                    .emit(TimelineAction::PointerMove(event.pointer_id(), offset_in_track(&event, event.client_x())));
            }
        })
    };
    let up = pointer(|event, _| TimelineAction::PointerUp(event.pointer_id()));
    let clicked = on_action.reform(|event: MouseEvent| {
        TimelineAction::Click(offset_in_track(&event, event.client_x()), event.detail(), event.shift_key())
    });
    let wheeled = on_action.reform(|event: WheelEvent| {
        event.prevent_default();
        wheel(&event)
    });
    let on = on_action.clone();
    let keyed = Callback::from(move |event: KeyboardEvent| {
        if let Some(action) = key(&event) {
            event.prevent_default();
            on.emit(action);
        }
    });
    let description = match state.window.follows() {
        true => "It follows the present.".to_owned(),
        false => {
            let step_ns = (state.window.ns_per_px() * KEY_PAN * state.window.width()) as u64;
            format!("From {} to {} s.", ruler::time(from_ns as u64, step_ns), ruler::time(to_ns as u64, step_ns))
        }
    };
    html! {
        <>
        <canvas
            ref={canvas} class="strip" tabindex="0" role="application" aria-label={HELP} aria-describedby="timeline-part"
            data-from-ns={(from_ns as i64).to_string()} data-to-ns={(to_ns as i64).to_string()}
            data-lanes={pins.len().to_string()} data-follows={state.window.follows().to_string()}
            onpointerdown={down} onpointermove={moved} onpointerup={up.clone()} onpointercancel={up}
            onclick={clicked} onwheel={wheeled} onkeydown={keyed}
        />
        <p class="aloud" id="timeline-part">{ description }</p>
        </>
    }
}

/// Reports the width of the canvas, now and whenever it changes.
fn observe(canvas: &Element, on_action: Callback<TimelineAction>) -> (ResizeObserver, Closure<dyn FnMut()>) {
    let observed = canvas.clone();
    let resized = Closure::<dyn FnMut()>::new(move || {
        let density = web_sys::window().map_or(1.0, |window| window.device_pixel_ratio());
        on_action.emit(TimelineAction::Resize(f64::from(observed.client_width()), density));
    });
    let observer = ResizeObserver::new(resized.as_ref().unchecked_ref()).expect("a function observes");
    observer.observe(canvas);
    (observer, resized)
}

/// Turns a move of the wheel into an action. Up and down zoom around the pointer; left and right, or any move with
/// shift, pan.
fn wheel(event: &WheelEvent) -> TimelineAction {
    /// Size of a pixel, a line and a page, in pixels.
    const UNITS: [f64; 3] = [1.0, 16.0, 400.0];
    let unit = UNITS.get(event.delta_mode() as usize).copied().unwrap_or(1.0);
    let (x, y) = (event.delta_x() * unit, event.delta_y() * unit);
    if event.shift_key() {
        return TimelineAction::Pan(-(x + y));
    }
    if x.abs() > y.abs() {
        return TimelineAction::Pan(-x);
    }
    // The browser reports a pinch on a trackpad as a wheel with Ctrl, in much smaller steps.
    let steps = if event.ctrl_key() { y * 5.0 } else { y };
    TimelineAction::Zoom(js_sys::Math::pow(2.0, -steps * WHEEL_ZOOM), Some(offset_in_track(event, event.client_x())))
}

fn key(event: &KeyboardEvent) -> Option<TimelineAction> {
    if event.ctrl_key() || event.alt_key() || event.meta_key() {
        return None;
    }
    Some(match event.key().as_str() {
        "ArrowLeft" => TimelineAction::PanByShare(KEY_PAN),
        "ArrowRight" => TimelineAction::PanByShare(-KEY_PAN),
        "+" | "=" => TimelineAction::Zoom(KEY_ZOOM, None),
        "-" => TimelineAction::Zoom(1.0 / KEY_ZOOM, None),
        "a" => TimelineAction::PlaceCursor(Cursor::A, None),
        "b" => TimelineAction::PlaceCursor(Cursor::B, None),
        "Home" => TimelineAction::GoToStart,
        "End" => TimelineAction::Follow(true),
        "Escape" => TimelineAction::ClearCursors,
        _ => return None,
    })
}
