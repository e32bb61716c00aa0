//! Draws the upper edge of the dock, which a person drags, or moves by keys, to change the dock's height.

use web_sys::Element;
use yew::{Callback, Html, KeyboardEvent, PointerEvent, TargetCast as _, html};

use crate::dom;
use crate::layout::{MAX_DOCK_HEIGHT, MIN_DOCK_HEIGHT};

/// Change of the height with each arrow key, in thousandths of the window's height.
const KEY_STEP: u32 = 20;

/// Height of the bar and of the smallest board in pixels, which `page.css` contains too.
const BOARD_HEIGHT: f64 = 448.0;

/// Returns the height at which the dock leaves only the smallest board, in thousandths of the window's height.
fn highest() -> u32 {
    let left = (1.0 - BOARD_HEIGHT / dom::window_height()) * 1000.0;
    (left as u32).clamp(MIN_DOCK_HEIGHT, MAX_DOCK_HEIGHT)
}

/// Draws the edge of a dock with this height. `on_resize` is called with each new height.
pub fn separator(height: u32, on_resize: &Callback<u32>) -> Html {
    let percent = |height: u32| (height / 10).to_string();
    let on_down = Callback::from(|event: PointerEvent| {
        // Without capture a fast drag would end early.
        let _ = event.target_unchecked_into::<Element>().set_pointer_capture(event.pointer_id());
    });
    let on_move = {
        let on_resize = on_resize.clone();
        Callback::from(move |event: PointerEvent| {
            if event.buttons() != 0 {
                let window_height = dom::window_height();
                let below = window_height - f64::from(event.client_y());
                on_resize.emit(((below / window_height * 1000.0) as u32).min(highest()));
            }
        })
    };
    let on_key = {
        let on_resize = on_resize.clone();
        Callback::from(move |event: KeyboardEvent| {
            let height = match event.key().as_str() {
                "ArrowUp" => (height + KEY_STEP).min(highest()),
                "ArrowDown" => height.saturating_sub(KEY_STEP),
                "Home" => MIN_DOCK_HEIGHT,
                "End" => highest(),
                _ => return,
            };
            event.prevent_default();
            on_resize.emit(height);
        })
    };
    html! {
        <div
            class="separator" role="separator" tabindex="0" aria-orientation="horizontal" aria-label="Height of the dock"
            aria-valuenow={percent(height)} aria-valuemin={percent(MIN_DOCK_HEIGHT)}
            aria-valuemax={percent(highest())} title="Drag to change the height, or use the arrow keys"
            onpointerdown={on_down} onpointermove={on_move} onkeydown={on_key}
        />
    }
}
