//! Draws the two cursors: flags with lines, which can be dragged, or moved with the arrow keys.

use wasm_bindgen::JsCast as _;
use web_sys::Element;
use yew::{Callback, FocusEvent, Html, KeyboardEvent, PointerEvent, html};

use super::action::{Cursor, TimelineAction};
use super::input::Track;
use super::ruler;
use super::state::State;
use crate::dom::number;

/// Distance that an arrow key moves a cursor, without and with shift, in pixels.
const KEY_STEP: f64 = 1.0;
const SHIFT_KEY_STEP: f64 = 10.0;

/// Draws the cursors that are in view.
pub fn cursors(state: &State, track: &Track, on_action: &Callback<TimelineAction>) -> Html {
    let flags = Cursor::ALL.into_iter().filter_map(|cursor| {
        let time_ns = state.cursors[cursor as usize]?;
        Some(flag(cursor, time_ns, state.pixel(time_ns)?, state, track, on_action))
    });
    html! { <>{ for flags }</> }
}

fn flag(
    cursor: Cursor,
    time_ns: u64,
    x: f64,
    state: &State,
    track: &Track,
    on_action: &Callback<TimelineAction>,
) -> Html {
    let pressed = Callback::from(|event: PointerEvent| {
        event.prevent_default();
        if let Some(flag) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) {
            // Without capture a fast drag would end early.
            let _ = flag.set_pointer_capture(event.pointer_id());
        }
    });
    let (on, track) = (on_action.clone(), track.clone());
    let moved = Callback::from(move |event: PointerEvent| {
        if event.buttons() != 0 {
            on.emit(TimelineAction::DragCursor(cursor, track.target(&event)));
        }
    });
    let on = on_action.clone();
    let keyed = Callback::from(move |event: KeyboardEvent| {
        let step = if event.shift_key() { SHIFT_KEY_STEP } else { KEY_STEP };
        let px = match event.key().as_str() {
            "ArrowLeft" | "ArrowDown" => -step,
            "ArrowRight" | "ArrowUp" => step,
            _ => return,
        };
        event.prevent_default();
        on.emit(TimelineAction::NudgeCursor(cursor, px));
    });
    let mut text = format!("{} seconds", ruler::time(time_ns, state.window.ns_per_px() as u64));
    if let Some(measured) = state.measurement.as_ref().filter(|measured| measured.time_ns == time_ns) {
        text += ", ";
        text += &measured.figures().join(", ");
    }
    html! {
        <div
            key={cursor.name()} class="cursor" style={format!("left:{}px", number((x * 10.0).round() / 10.0))}
            data-cursor={cursor.name()} data-ns={time_ns.to_string()} role="slider" tabindex="0"
            aria-label={format!("Cursor {}", cursor.name())} aria-valuenow={time_ns.to_string()} aria-valuetext={text}
            onpointerdown={pressed} onpointermove={moved} onkeydown={keyed}
            onfocus={on_action.reform(move |_: FocusEvent| TimelineAction::FocusCursor(Some(cursor)))}
            onblur={on_action.reform(|_: FocusEvent| TimelineAction::FocusCursor(None))}
        >{ cursor.name() }</div>
    }
}
