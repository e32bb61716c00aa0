//! A line above the board: what to do with an example, or what became of a link.

use yew::{AttrValue, Callback, Html, MouseEvent, html};

use crate::radio_group::act;

/// Something to say of the bench, until it has been read.
#[derive(Clone, Debug, Default)]
pub struct Note {
    /// The example it is about.
    pub example: Option<AttrValue>,
    /// What to say; empty if there is nothing.
    pub text: AttrValue,
}

/// The line. It is there when it is empty, too, so that it is read aloud when it is not.
/// That of a real board goes when the board does.
pub fn view(note: &Note, is_connected: bool, on_dismiss: Callback<MouseEvent>) -> Html {
    let (key, word) = if is_connected { ("disconnect", "disconnect") } else { ("dismiss", "got it") };
    html! {
        <div class="note-line" data-example={note.example.clone()}>
            <p role="status">{ &note.text }</p>
            { for (!note.text.is_empty()).then(|| act(key, word, on_dismiss)) }
        </div>
    }
}
