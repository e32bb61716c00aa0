//! The words for what a person does to the page, with a mouse or with a finger.

use crate::dom;

/// Returns whether the person uses a finger.
pub fn is_finger() -> bool {
    dom::matches_media("(pointer: coarse)")
}

/// Returns a text of the page with the words for whatever the person uses.
pub fn for_pointer(text: &str) -> String {
    if is_finger() { with_taps(text) } else { text.to_owned() }
}

/// Returns a text with taps in place of clicks.
fn with_taps(text: &str) -> String {
    let words = [("Click", "Tap"), ("clicking", "tapping"), ("a click", "a tap"), ("click ", "tap ")];
    words.into_iter().fold(text.to_owned(), |text, (click, tap)| text.replace(click, tap))
}

#[cfg(test)]
mod tests {
    use super::with_taps;

    #[test]
    fn a_finger_taps_where_a_mouse_clicks() {
        assert_eq!(with_taps("Click GP10, then click GP9."), "Tap GP10, then tap GP9.");
        assert_eq!(
            with_taps("clicking the pad changes nothing, because a click never fights an output"),
            "tapping the pad changes nothing, because a tap never fights an output"
        );
    }
}
