//! Draws the notice above the board: what to try first or with an example, why a link could not be opened, or which
//! real board is connected.

use pinscope_protocol::FIRST_EXAMPLE;
use yew::{AttrValue, Html, html};

use crate::callbacks::Callbacks;
use crate::controls::action_button;
use crate::first_minute::FirstMinute;
use crate::pointer_words::for_pointer;
use crate::scene::Scene;

/// A sentence about the bench that is shown until it is dismissed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Notice {
    /// Name of the example that it is about.
    pub example: Option<AttrValue>,
    /// The sentence; empty if there is no notice.
    pub text: AttrValue,
}

/// Draws the notice. The element exists even while the notice is empty, because screen readers announce only changes to
/// an element. A long notice scrolls, so it must be possible to focus it with the keyboard. The notice about a real
/// board has a button that disconnects the board, and disappears with it.
pub fn view(notice: &Notice, is_connected: bool, on: &Callbacks) -> Html {
    let button = match is_connected {
        _ if notice.text.is_empty() => html! {},
        true => action_button("disconnect", "disconnect", on.disconnect.clone()),
        false => action_button("dismiss", "got it", on.dismiss.clone()),
    };
    line(None, notice.example.clone(), html! {}, &notice.text, button)
}

/// Draws the hint of the first minute in place of the notice, while it is shown.
pub fn first_minute(hint: &FirstMinute, scene: &Scene, on: &Callbacks) -> Option<Html> {
    let (name, text) = hint.shown(scene)?;
    let skip = || action_button("skip", "skip", on.skip_step.clone());
    let (skip, label) = match hint.step() {
        Some(_) => (skip(), "close"),
        None => (html! {}, "got it"),
    };
    let buttons = html! { <>{ skip }{ action_button("dismiss", label, on.dismiss.clone()) }</> };
    Some(line(Some(name), Some(FIRST_EXAMPLE.into()), hint.marks(), &text, buttons))
}

/// Draws a notice or a step, which is named `step`, in the same elements.
fn line(step: Option<&'static str>, example: Option<AttrValue>, marks: Html, text: &AttrValue, buttons: Html) -> Html {
    html! {
        <div class="note-line" data-example={example} data-hint={step}>
            { marks }
            <p role="status" tabindex={(!text.is_empty()).then_some("0")}>{ for_pointer(text) }</p>
            <div class="note-buttons">{ buttons }</div>
        </div>
    }
}
