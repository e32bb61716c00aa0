//! Draws the parts of the LaunchPad that are not pads: three LEDs that each show a pin, and two push buttons that are
//! each wired to a pin.

use pinscope_core::{PadLevel, PinId};
use yew::{Html, classes, html};

use crate::scene::Scene;

/// The LEDs from the top, with name, colour and pin. The pins are those of MicroPython's `LAUNCHXL`; names and colours
/// are not confirmed.
const LEDS: [(&str, PinId); 3] = [("D7 red", PinId::GP9), ("D6 yellow", PinId::GP10), ("D5 green", PinId::GP11)];

/// The push buttons, with the middle of each.
const BUTTONS: [(&str, PinId, i32); 2] = [("SW2", PinId::GP22, 42), ("SW3", PinId::GP13, 234)];

/// Draws the LEDs and the push buttons. No source gives their positions on the real board, so these are our choice.
pub fn parts(scene: &Scene) -> Html {
    let led = |(row, &(name, pin)): (usize, &(&'static str, PinId))| {
        let shines = scene.snapshot.status(pin).level == Some(PadLevel::High);
        html! {
            <g
                class={classes!("lamp", shines.then_some("lit"))}
                transform={format!("translate(132 {})", 206 + 24 * row)}
            >
                <rect x="-5" y="-5" width="10" height="10" />
                <path d="M-9 -9L-12 -12M0 -10V-14M9 -9L12 -12M-9 9L-12 12M0 10V14M9 9L12 12" />
                <text x="14" y="4">{ name }</text>
            </g>
        }
    };
    let button = |&(name, pin, x): &(&'static str, PinId, i32)| {
        html! {
            <g
                class="key" role="button" tabindex="0" data-button={pin.name()}
                transform={format!("translate({x} 436)")}
                aria-label={format!("{name}, push button at {}", pin.name())}
            >
                <rect x="-20" y="-16" width="40" height="32" /><circle r="10.5" />
                <text y="32">{ name }</text>
            </g>
        }
    };
    html! { <>{ for LEDS.iter().enumerate().map(led) }{ for BUTTONS.iter().map(button) }</> }
}
