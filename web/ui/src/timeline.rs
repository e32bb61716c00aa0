//! The timeline: what happened, a lane a pin, on a canvas that follows the present or stays where it is put.

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

use pinscope_core::PinId;
use wasm_bindgen::prelude::{Closure, JsCast as _};
use web_sys::{Element, HtmlCanvasElement, ResizeObserver};
use yew::{
    Callback, DragEvent, Html, KeyboardEvent, MouseEvent, PointerEvent, Properties, TargetCast as _, WheelEvent,
    function_component, html, use_effect_with, use_node_ref,
};

use crate::dom::BeforePaint;
use crate::scene::{PadView, Scene};
use cursors::place;
pub use files::save;
use pinscope_protocol::Request;
pub use state::{Act, Cursor, Saying, State};

/// How much a step of the wheel zooms, a pixel of it.
const WHEEL: f64 = 0.002;

/// What a key zooms by, and the share of the width it pans by.
const KEY_ZOOM: f64 = 2.0;
const KEY_PAN: f64 = 0.1;

const HELP: &str = "Timeline. Arrow keys pan, plus and minus zoom, A and B put cursors, Home goes to the oldest, \
                    End follows the present, Escape takes the cursors away.";

/// What the timeline shows.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct Props {
    /// What there is to see.
    pub scene: Scene,
    /// What the timeline remembers.
    pub state: State,
    /// The selected pin.
    pub selected: PinId,
    /// Told what is done to the timeline.
    pub on_act: Callback<Act>,
    /// Told which pin to select.
    pub on_select: Callback<PinId>,
    /// Told what the engine is to do.
    pub on_ask: Callback<Request>,
}

/// The timeline.
#[function_component]
pub fn Timeline(props: &Props) -> Html {
    let Props { scene, state, selected, on_act, on_select, on_ask } = props;
    let pins = lanes::pins(scene, state.shown.as_deref());
    let name = |&pin: &PinId| {
        let view = PadView::new(scene, pin);
        lanes::name(&view, lanes::note(scene, &view), pin == *selected, on_select)
    };
    let hint = pins.len() < FEW;
    let told = toolbar::replay(on_act, on_ask);
    let dropped = Callback::from(move |event: DragEvent| {
        event.prevent_default();
        files::open(event.data_transfer().and_then(|dropped| dropped.files()), told.clone());
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
                    <Waveform state={state.clone()} {pins} on_act={on_act.clone()} />
                    { cursors::cursors(state, on_act) }
                </div>
                if hint {
                    <p class="hint">{ "Touch a pin and it gets its lane. A click up here puts a cursor, dragging pans." }</p>
                }
            </div>
        </section>
    }
}

/// With fewer lanes than this there is room for a hint.
const FEW: usize = 6;

#[derive(Clone, Debug, PartialEq, Properties)]
struct StripProps {
    state: State,
    pins: Vec<PinId>,
    on_act: Callback<Act>,
}

/// The canvas, painted when what it shows is another.
#[function_component]
fn Waveform(props: &StripProps) -> Html {
    let StripProps { state, pins, on_act } = props;
    let canvas = use_node_ref();
    {
        let (canvas, on_act) = (canvas.clone(), on_act.clone());
        use_effect_with((), move |()| {
            let observer = canvas.cast::<Element>().map(|canvas| observe(&canvas, on_act));
            move || {
                if let Some((observer, _)) = observer {
                    observer.disconnect();
                }
            }
        });
    }
    {
        let canvas = canvas.clone();
        use_effect_with((state.shown.clone(), state.theme.clone(), pins.clone()), move |(shown, theme, pins)| {
            // Pictures that follow each other more quickly than the screen does are not painted but for the last.
            let (shown, theme, pins) = (shown.clone(), theme.clone(), pins.clone());
            let picture = BeforePaint::new(Box::new(move || {
                if let (Some(canvas), Some(shown), Some(theme)) = (canvas.cast::<HtmlCanvasElement>(), shown, theme) {
                    paint::paint(&canvas, &shown, &pins, &theme);
                }
            }));
            move || drop(picture)
        });
    }
    let (from_ns, to_ns) = state.shown.as_ref().map_or((0.0, 0.0), |shown| (shown.from_ns, shown.to_ns()));
    let pointer = |act: fn(&PointerEvent, f64) -> Act| {
        on_act.reform(move |event: PointerEvent| act(&event, place(&event, event.client_x())))
    };
    let down = {
        let on_act = on_act.clone();
        Callback::from(move |event: PointerEvent| {
            if event.button() == 0 {
                // Without capture a fast drag ends early.
                let _ = event.target_unchecked_into::<Element>().set_pointer_capture(event.pointer_id());
                on_act.emit(Act::Down(event.pointer_id(), place(&event, event.client_x())));
            }
        })
    };
    let moved = {
        let on_act = on_act.clone();
        Callback::from(move |event: PointerEvent| {
            if event.buttons() != 0 {
                on_act.emit(Act::Moved(event.pointer_id(), place(&event, event.client_x())));
            }
        })
    };
    let up = pointer(|event, _| Act::Up(event.pointer_id()));
    let clicked = on_act
        .reform(|event: MouseEvent| Act::Clicked(place(&event, event.client_x()), event.detail(), event.shift_key()));
    let wheeled = on_act.reform(|event: WheelEvent| {
        event.prevent_default();
        wheel(&event)
    });
    let on = on_act.clone();
    let keyed = Callback::from(move |event: KeyboardEvent| {
        if let Some(act) = key(&event) {
            event.prevent_default();
            on.emit(act);
        }
    });
    let spoken = match state.window.follows() {
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
        <p class="aloud" id="timeline-part">{ spoken }</p>
        </>
    }
}

/// Tells the width of the canvas, now and whenever it changes.
fn observe(canvas: &Element, on_act: Callback<Act>) -> (ResizeObserver, Closure<dyn FnMut()>) {
    let observed = canvas.clone();
    let resized = Closure::<dyn FnMut()>::new(move || {
        let density = web_sys::window().map_or(1.0, |window| window.device_pixel_ratio());
        on_act.emit(Act::Resized(f64::from(observed.client_width()), density));
    });
    let observer = ResizeObserver::new(resized.as_ref().unchecked_ref()).expect("a function observes");
    observer.observe(canvas);
    (observer, resized)
}

/// Up and down zooms around the pointer; left and right, or shift, pans.
fn wheel(event: &WheelEvent) -> Act {
    /// Lines and pages, in pixels.
    const UNITS: [f64; 3] = [1.0, 16.0, 400.0];
    let unit = UNITS.get(event.delta_mode() as usize).copied().unwrap_or(1.0);
    let (x, y) = (event.delta_x() * unit, event.delta_y() * unit);
    match () {
        () if event.shift_key() => Act::Pan(-(x + y)),
        () if x.abs() > y.abs() => Act::Pan(-x),
        // What a trackpad's pinch makes is finer than a wheel.
        () => {
            let steps = if event.ctrl_key() { y * 5.0 } else { y };
            Act::Zoom(js_sys::Math::pow(2.0, -steps * WHEEL), Some(place(event, event.client_x())))
        }
    }
}

fn key(event: &KeyboardEvent) -> Option<Act> {
    if event.ctrl_key() || event.alt_key() || event.meta_key() {
        return None;
    }
    Some(match event.key().as_str() {
        "ArrowLeft" => Act::Page(KEY_PAN),
        "ArrowRight" => Act::Page(-KEY_PAN),
        "+" | "=" => Act::Zoom(KEY_ZOOM, None),
        "-" => Act::Zoom(1.0 / KEY_ZOOM, None),
        "a" => Act::Put(Cursor::A, None),
        "b" => Act::Put(Cursor::B, None),
        "Home" => Act::Start,
        "End" => Act::Follow(true),
        "Escape" => Act::Clear,
        _ => return None,
    })
}
