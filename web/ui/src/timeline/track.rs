//! Draws the track: the canvas of the lanes, the ruler above it, which stays in view, and the cursors.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_render::request_animation_frame;
use gloo_timers::callback::Timeout;
use pinscope_core::PinId;
use wasm_bindgen::prelude::{Closure, JsCast as _};
use web_sys::{Element, HtmlCanvasElement, ResizeObserver};
use yew::{
    Callback, Html, KeyboardEvent, MouseEvent, PointerEvent, Properties, TargetCast as _, WheelEvent,
    function_component, html, use_effect_with, use_mut_ref, use_node_ref,
};

use super::action::TimelineAction;
use super::input::{self, KEY_PAN, Track as TrackPlaces};
use super::state::State;
use super::{cursors, measurement, paint, ruler};

/// Time after which a pointer that does not move rests, in milliseconds.
const REST_MS: u32 = 250;

/// Distance that a pointer moves before it no longer rests, in pixels.
const REST_DISTANCE: i32 = 4;

const HELP: &str = "Timeline. Arrow keys pan, plus and minus zoom, A and B place cursors, less than and greater than go \
                    to the previous and the next edge or interrupt, Home shows the oldest part, End follows the present, \
                    Escape removes the cursors.";

/// Properties of the track.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct Props {
    /// State of the timeline.
    pub state: State,
    /// The pins of the lanes.
    pub pins: Vec<PinId>,
    /// Called with each action on the timeline.
    pub on_action: Callback<TimelineAction>,
}

/// Draws the track. Its canvases are painted when the waveform, the colours or the lanes change.
#[function_component]
pub fn Track(props: &Props) -> Html {
    let Props { state, pins, on_action } = props;
    let (lanes, header) = (use_node_ref(), use_node_ref());
    let rest = use_mut_ref(Rest::default);
    {
        let (lanes, on_action) = (lanes.clone(), on_action.clone());
        use_effect_with((), move |()| {
            let observer = lanes.cast::<Element>().map(|canvas| observe(&canvas, on_action));
            move || {
                if let Some((observer, _)) = observer {
                    observer.disconnect();
                }
            }
        });
    }
    {
        let (lanes, header) = (lanes.clone(), header.clone());
        use_effect_with((state.waveform.clone(), state.theme.clone(), pins.clone()), move |(waveform, theme, pins)| {
            // If waveforms come faster than the screen is painted, only the last one is painted.
            let (waveform, theme, pins) = (waveform.clone(), theme.clone(), pins.clone());
            let next_paint = request_animation_frame(move |_| {
                let canvases = header.cast::<HtmlCanvasElement>().zip(lanes.cast::<HtmlCanvasElement>());
                if let (Some((header, lanes)), Some(waveform), Some(theme)) = (canvases, waveform, theme) {
                    paint::paint(&header, &lanes, &waveform, &pins, &theme);
                }
            });
            move || drop(next_paint)
        });
    }
    let places =
        TrackPlaces { pins: pins.clone(), lane_height: state.theme.as_ref().map_or(f64::NAN, |theme| theme.lane) };
    let handlers = handlers(props, &places, &rest);
    let canvas = |class: &'static str, canvas_ref| {
        let Handlers { down, moved, up, left, clicked, wheeled } = handlers.clone();
        html! {
            <canvas
                ref={canvas_ref} {class} onpointerdown={down} onpointermove={moved} onpointerup={up.clone()}
                onpointercancel={up} onpointerleave={left} onclick={clicked} onwheel={wheeled}
            />
        }
    };
    let on = on_action.clone();
    let keyed = Callback::from(move |event: KeyboardEvent| {
        if let Some(action) = input::key(&event) {
            event.prevent_default();
            on.emit(action);
        }
    });
    let (from_ns, to_ns) = state.waveform.as_ref().map_or((0.0, 0.0), |waveform| (waveform.from_ns, waveform.to_ns()));
    let description = match state.window.follows() {
        true => "It follows the present.".to_owned(),
        false => {
            let step_ns = (state.window.ns_per_px() * KEY_PAN * state.window.width()) as u64;
            format!("From {} to {} s.", ruler::time(from_ns as u64, step_ns), ruler::time(to_ns as u64, step_ns))
        }
    };
    let measured = state.measurement.as_ref().and_then(|measured| {
        let lane = pins.iter().position(|&pin| pin == measured.pin)?;
        let x = state.pixel(measured.time_ns)?;
        Some(measurement::view(measured, x, state.window.width(), lane, pins.len()))
    });
    let Handlers { down, moved, up, left, clicked, wheeled } = handlers.clone();
    html! {
        <div class="track">
            <div class="track-header">
                { canvas("ruler", header) }
                { cursors::cursors(state, &places, on_action) }
            </div>
            <canvas
                ref={lanes} class="strip" tabindex="0" role="application" aria-label={HELP}
                aria-describedby="timeline-part" data-from-ns={(from_ns as i64).to_string()}
                data-to-ns={(to_ns as i64).to_string()} data-lanes={pins.len().to_string()}
                data-follows={state.window.follows().to_string()} onpointerdown={down} onpointermove={moved}
                onpointerup={up.clone()} onpointercancel={up} onpointerleave={left} onclick={clicked}
                onwheel={wheeled} onkeydown={keyed}
            />
            <p class="aloud" id="timeline-part">{ description }</p>
            { for measured }
        </div>
    }
}

/// The listeners of both canvases.
#[derive(Clone, Debug)]
struct Handlers {
    down: Callback<PointerEvent>,
    moved: Callback<PointerEvent>,
    up: Callback<PointerEvent>,
    left: Callback<PointerEvent>,
    clicked: Callback<MouseEvent>,
    wheeled: Callback<WheelEvent>,
}

/// A pointer over the track that does not move.
#[derive(Debug, Default)]
struct Rest {
    /// Ends when the pointer has rested long enough.
    timer: Option<Timeout>,
    /// The place in the window at which the pointer rests.
    at: (i32, i32),
}

fn handlers(props: &Props, places: &TrackPlaces, rest: &Rc<RefCell<Rest>>) -> Handlers {
    let on_action = &props.on_action;
    let is_measured = props.state.measurement.is_some();
    let (on, timer) = (on_action.clone(), rest.clone());
    let down = Callback::from(move |event: PointerEvent| {
        timer.borrow_mut().timer = None;
        if event.button() == 0 {
            // Without capture a fast drag would end early.
            let _ = event.target_unchecked_into::<Element>().set_pointer_capture(event.pointer_id());
            on.emit(TimelineAction::PointerDown(event.pointer_id(), input::offset(&event)));
        }
    });
    let (on, resting, all) = (on_action.clone(), rest.clone(), places.clone());
    let moved = Callback::from(move |event: PointerEvent| {
        if event.buttons() != 0 {
            return on.emit(TimelineAction::PointerMove(event.pointer_id(), input::offset(&event)));
        }
        let mut rest = resting.borrow_mut();
        let here = (event.client_x(), event.client_y());
        let has_left = (here.0 - rest.at.0).abs().max((here.1 - rest.at.1).abs()) >= REST_DISTANCE;
        if is_measured && !has_left {
            return;
        }
        if is_measured {
            on.emit(TimelineAction::Rest(None));
        }
        rest.at = here;
        let target = all.target(&event);
        let on = on.clone();
        rest.timer =
            target.pin.map(|pin| Timeout::new(REST_MS, move || on.emit(TimelineAction::Rest(Some((pin, target.x))))));
    });
    let (on, timer) = (on_action.clone(), rest.clone());
    let left = Callback::from(move |_: PointerEvent| {
        timer.borrow_mut().timer = None;
        if is_measured {
            on.emit(TimelineAction::Rest(None));
        }
    });
    let (on, all) = (on_action.clone(), places.clone());
    let clicked = Callback::from(move |event: MouseEvent| {
        let target = all.target(&event);
        on.emit(TimelineAction::Click { target, times: event.detail(), with_shift: event.shift_key() });
        // A finger cannot rest.
        on.emit(TimelineAction::Rest(target.pin.map(|pin| (pin, target.x))));
    });
    let on = on_action.clone();
    let wheeled = Callback::from(move |event: WheelEvent| {
        if let Some(action) = input::wheel(&event) {
            event.prevent_default();
            on.emit(action);
        }
    });
    let up = on_action.reform(|event: PointerEvent| TimelineAction::PointerUp(event.pointer_id()));
    Handlers { down, moved, up, left, clicked, wheeled }
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
