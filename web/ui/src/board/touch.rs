//! Keeps the page still while a finger holds a pad.

use gloo_events::{EventListener, EventListenerOptions};
use web_sys::Element;
use yew::{NodeRef, hook, use_effect_with, use_mut_ref};

/// Prevents the browser from scrolling when a finger moves on `element` while `keeps_touch` is true. Yew's own
/// listeners cannot prevent that.
#[hook]
pub fn use_still_touch(element: &NodeRef, keeps_touch: bool) {
    let keeps = use_mut_ref(|| false);
    *keeps.borrow_mut() = keeps_touch;
    use_effect_with(element.clone(), move |element| {
        let options = EventListenerOptions::enable_prevent_default();
        let listener = element.cast::<Element>().map(|element| {
            EventListener::new_with_options(&element, "touchmove", options, move |event| {
                if *keeps.borrow() {
                    event.prevent_default();
                }
            })
        });
        move || drop(listener)
    });
}
