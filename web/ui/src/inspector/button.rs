//! Draws the push button on the selected pad, which is closed while it is held down.

use pinscope_protocol::{Bounce, Button, Endpoint, Stimulus};
use yew::{Callback, FocusEvent, Html, KeyboardEvent, MouseEvent, PointerEvent, TargetCast as _, classes, html};

use super::{Action, Props};
use crate::board::input::BoardInput;
use crate::press::InputSource;
use crate::select::select;
use pinscope_protocol::Request;

/// Draws the button, a list for its other end, and a switch for its bouncing.
pub fn view(props: &Props) -> Html {
    let pin = props.pin;
    let is_closed = matches!(props.scene.outside(pin).button, Some(Button::Closed(_)));
    let emit_input = |input: BoardInput| props.on_action.reform(move |()| Action::Input(input));
    let down = on(props, move |event: PointerEvent| {
        if let Some(button) = event.target_dyn_into::<web_sys::Element>() {
            // The pointer is captured so that its release arrives here, wherever it is by then.
            let _ = button.set_pointer_capture(event.pointer_id());
        }
        (event.button() == 0).then(|| BoardInput::ButtonDown { pin, source: InputSource::Pointer(event.pointer_id()) })
    });
    let up = on(props, |event: PointerEvent| {
        Some(BoardInput::Released { source: InputSource::Pointer(event.pointer_id()), time: event.time_stamp() })
    });
    let key_down = on(props, move |event: KeyboardEvent| {
        let is_press = is_key(&event) && !event.repeat();
        is_press.then_some(BoardInput::ButtonDown { pin, source: InputSource::Keyboard })
    });
    let key_up = on(props, |event: KeyboardEvent| {
        is_key(&event).then(|| BoardInput::Released { source: InputSource::Keyboard, time: event.time_stamp() })
    });
    let clicked = on(props, move |event: MouseEvent| Some(BoardInput::ButtonClicked { pin, time: event.time_stamp() }));
    let gone = emit_input(BoardInput::PointerLost);
    let blurred = emit_input(BoardInput::Blurred(pin));
    html! {
        <>
            <button
                type="button" class={classes!("act", is_closed.then_some("held"))} data-act="button"
                title="closed while it is held down" aria-pressed={is_closed.to_string()}
                onpointerdown={down} onpointerup={up} onlostpointercapture={gone.reform(|_: PointerEvent| ())}
                onkeydown={key_down} onkeyup={key_up} onblur={blurred.reform(|_: FocusEvent| ())} onclick={clicked}
            >{ "button" }</button>
            { other_end(props) }
            { bounce(props) }
        </>
    }
}

/// Draws the list of the points to which the button can connect the pad.
fn other_end(props: &Props) -> Html {
    let pin = props.pin;
    let ends: Vec<_> = Endpoint::all().filter(|&end| end != Endpoint::Pin(pin)).collect();
    let placed = props.scene.outside(pin).button_end;
    let chosen = ends.iter().position(|&end| placed == Some(end)).map_or(0, |index| index + 1);
    let words = std::iter::once("against the pull".to_owned()).chain(ends.iter().map(|end| format!("to {end}")));
    let options = words.collect();
    let on_pick = props.on_action.reform(move |index: usize| {
        // The first entry of the list is no endpoint.
        let end = index.checked_sub(1).and_then(|index| ends.get(index)).copied();
        Action::Send(Request::Stimulus(Stimulus::PlaceButton { pin, end }))
    });
    select("button-end", "Other end of the button", options, chosen, on_pick)
}

fn bounce(props: &Props) -> Html {
    let pin = props.pin;
    let bounces = !props.scene.clean.contains(&pin);
    let toggle = props.on_action.reform(move |_: MouseEvent| {
        let bounce = if bounces { Bounce::none(pin) } else { Bounce::for_pin(pin) };
        Action::Send(Request::Stimulus(Stimulus::Bounce { pin, bounce }))
    });
    html! {
        <button
            type="button" class="switch" role="switch" aria-checked={bounces.to_string()} data-setting="bounce"
            onclick={toggle}
        >
            <i />{ "bounces" }
        </button>
    }
}

/// Returns whether a key presses the button, and prevents its default action in that case.
fn is_key(event: &KeyboardEvent) -> bool {
    let is_key = matches!(event.key().as_str(), " " | "Enter");
    if is_key {
        event.prevent_default();
    }
    is_key
}

/// Returns a callback that passes on the input that `read` makes of an event, if it makes any.
fn on<E: 'static>(props: &Props, read: impl Fn(E) -> Option<BoardInput> + 'static) -> Callback<E> {
    let emit_input = props.on_action.clone();
    Callback::from(move |event| {
        if let Some(input) = read(event) {
            emit_input.emit(Action::Input(input));
        }
    })
}
