//! What hands hold the selected pin at.

use pinscope_core::Level;
use pinscope_emulator::Stimulus;
use yew::{Html, html};

use super::{Props, Wish, field};
use crate::protocol::Request;
use crate::ui::choice::{one_of, value};

/// Float, low or high.
pub fn view(props: &Props) -> Html {
    let pin = props.pin;
    let held = Some(props.scene.outside(pin).held);
    let values = vec![
        value(None, "float", "float", held),
        value(Some(Level::Low), "low", "low", held),
        value(Some(Level::High), "high", "high", held),
    ];
    let on = props.on_wish.reform(move |level| Wish::Ask(Request::Stimulus(Stimulus::Drive { pin, level })));
    field("Outside", one_of("outside", "Held from outside", values, &on), html! {})
}
