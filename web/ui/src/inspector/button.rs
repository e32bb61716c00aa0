//! The push button on the selected pad: closed as long as it is held down.

use pinscope_emulator::{Bounce, Button, Stimulus};
use yew::{Callback, FocusEvent, Html, KeyboardEvent, MouseEvent, PointerEvent, TargetCast as _, classes, html};

use super::{Props, Wish};
use crate::protocol::Request;
use crate::ui::board::hands::Hand;
use crate::ui::press::Means;

/// The button, and whether it bounces.
pub fn view(props: &Props) -> Html {
    let pin = props.pin;
    let is_closed = matches!(props.scene.outside(pin).button, Some(Button::Closed(_)));
    let tell = |hand: Hand| props.on_wish.reform(move |()| Wish::Hand(hand));
    let down = on(props, move |event: PointerEvent| {
        if let Some(button) = event.target_dyn_into::<web_sys::Element>() {
            // Captured, the release arrives here wherever the pointer is by then.
            let _ = button.set_pointer_capture(event.pointer_id());
        }
        (event.button() == 0).then(|| Hand::Pushed { pin, means: Means::Pointer(event.pointer_id()) })
    });
    let up = on(props, |event: PointerEvent| {
        Some(Hand::Up { means: Means::Pointer(event.pointer_id()), time: event.time_stamp() })
    });
    let key_down = on(props, move |event: KeyboardEvent| {
        let is_press = is_key(&event) && !event.repeat();
        is_press.then_some(Hand::Pushed { pin, means: Means::Key })
    });
    let key_up = on(props, |event: KeyboardEvent| {
        is_key(&event).then(|| Hand::Up { means: Means::Key, time: event.time_stamp() })
    });
    let clicked = on(props, move |event: MouseEvent| Some(Hand::Tapped { pin, time: event.time_stamp() }));
    let gone = tell(Hand::Gone);
    let blurred = tell(Hand::Blurred(pin));
    html! {
        <>
            <button
                type="button" class={classes!("act", is_closed.then_some("held"))} data-act="button"
                title="closed while it is held down" aria-pressed={is_closed.to_string()}
                onpointerdown={down} onpointerup={up} onlostpointercapture={gone.reform(|_: PointerEvent| ())}
                onkeydown={key_down} onkeyup={key_up} onblur={blurred.reform(|_: FocusEvent| ())} onclick={clicked}
            >{ "button" }</button>
            { bounce(props) }
        </>
    }
}

fn bounce(props: &Props) -> Html {
    let pin = props.pin;
    let bounces = !props.scene.clean.contains(&pin);
    let toggle = props.on_wish.reform(move |_: MouseEvent| {
        let bounce = if bounces { Bounce::none(pin) } else { Bounce::usual(pin) };
        Wish::Ask(Request::Stimulus(Stimulus::Bounce { pin, bounce }))
    });
    html! {
        <button type="button" class="switch" role="switch" aria-checked={bounces.to_string()} data-setting="bounce" onclick={toggle}>
            <i />{ "bounces" }
        </button>
    }
}

/// The keys that push a button. What else they do in a browser is kept from happening.
fn is_key(event: &KeyboardEvent) -> bool {
    let is_key = matches!(event.key().as_str(), " " | "Enter");
    if is_key {
        event.prevent_default();
    }
    is_key
}

/// Tells what `read` makes of an event, if it makes anything of it.
fn on<E: 'static>(props: &Props, read: impl Fn(E) -> Option<Hand> + 'static) -> Callback<E> {
    let tell = props.on_wish.clone();
    Callback::from(move |event| {
        if let Some(hand) = read(event) {
            tell.emit(Wish::Hand(hand));
        }
    })
}
