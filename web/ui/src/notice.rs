//! Draws the notice above the board: what to try with an example, why a link could not be opened, or which real board
//! is connected.

use yew::{AttrValue, Html, html};

use crate::callbacks::Callbacks;
use crate::controls::action_button;

/// A sentence about the bench that is shown until it is dismissed.
#[derive(Clone, Debug, Default)]
pub struct Notice {
    /// Name of the example that it is about.
    pub example: Option<AttrValue>,
    /// The sentence; empty if there is no notice.
    pub text: AttrValue,
}

/// Draws the notice. The element exists even while the notice is empty, because screen readers announce only changes to
/// an element. A long notice scrolls, so it must be possible to focus it with the keyboard. The notice about a real board has a button that disconnects the board, and disappears with it.
pub fn view(notice: &Notice, is_connected: bool, on: &Callbacks) -> Html {
    let button = match is_connected {
        _ if notice.text.is_empty() => html! {},
        true => action_button("disconnect", "disconnect", on.disconnect.clone()),
        false => action_button("dismiss", "got it", on.dismiss.clone()),
    };
    html! {
        <div class="note-line" data-example={notice.example.clone()}>
            <p role="status" tabindex={(!notice.text.is_empty()).then_some("0")}>{ &notice.text }</p>
            { button }
        </div>
    }
}
