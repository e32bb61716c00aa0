//! The share dialog: a link to this bench, a snippet for other pages, and a way to start over.

mod reach;

use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::JsValue;
use web_sys::{HtmlInputElement, ToggleEvent};
use yew::{Component, Context, Event, Html, NodeRef, html};

use crate::controls::action_button;
use crate::{api, dom, engine_client};

/// A text of the dialog that can be copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The link to this bench.
    Link,
    /// The snippet that embeds this bench in another page.
    Snippet,
}

impl Field {
    /// Returns the name of the text in a sentence.
    const fn name(self) -> &'static str {
        ["link", "snippet"][self as usize]
    }

    /// Returns the name of the button that copies the text.
    const fn action(self) -> &'static str {
        ["copy-link", "copy-embed"][self as usize]
    }
}

/// Everything that can happen to the dialog.
#[derive(Debug)]
pub enum Msg {
    /// The dialog was opened.
    Opened,
    /// The link to this bench is known.
    Link(String),
    /// Copies a text.
    Copy(Field),
    /// Copying has ended. The value is `false` if the browser did not allow it.
    Copied(Field, bool),
    /// Forgets the bench and opens the first example.
    StartOver,
}

/// The share dialog. The button of the toolbar opens it.
#[derive(Debug, Default)]
pub struct Share {
    link: String,
    /// The field that was copied last, and the sentence about that.
    status: Option<(Field, String)>,
    inputs: [NodeRef; 2],
}

impl Component for Share {
    type Message = Msg;
    type Properties = ();

    fn create(_: &Context<Self>) -> Self {
        Self::default()
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        match msg {
            Msg::Opened => {
                ctx.link().send_future_batch(async {
                    let link = api::call("share", &[]).await.ok().and_then(|link| link.as_string());
                    link.map(Msg::Link)
                });
                false
            }
            Msg::Link(link) => {
                self.link = link;
                self.status = None;
                true
            }
            Msg::Copy(field) => {
                self.copy(ctx, field);
                false
            }
            Msg::Copied(field, is_allowed) => {
                if !is_allowed && let Some(input) = self.inputs[field as usize].cast::<HtmlInputElement>() {
                    input.select();
                }
                self.status = Some((field, status(field, is_allowed)));
                true
            }
            Msg::StartOver => {
                engine_client::dispatch(engine_client::FORGET_BENCH, &JsValue::NULL);
                yew::platform::spawn_local(async {
                    // If it cannot be opened, a notice shows that.
                    let _ = api::call("open", &["".into(), "".into()]).await;
                });
                dom::hide_popover("#share");
                false
            }
        }
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let link = ctx.link();
        let on_toggle = link.batch_callback(|event: Event| {
            let is_open = event.dyn_into::<ToggleEvent>().is_ok_and(|event| event.new_state() == "open");
            is_open.then_some(Msg::Opened)
        });
        // The element of a status is always there, because screen readers announce only changes to an element.
        let copy = |field: Field| {
            let status = self.status.as_ref().filter(|(copied, _)| *copied == field).map(|(_, text)| text);
            html! {
                <>
                    { action_button(field.action(), "copy", link.callback(move |_| Msg::Copy(field))) }
                    <span class="share-status" data-copied={field.name()} role="status">{ status }</span>
                </>
            }
        };
        let length = (!self.link.is_empty()).then(|| self.link.len().to_string());
        let reach = reach::reach(&dom::hostname());
        let [link_input, snippet_input] = self.inputs.clone();
        html! {
            <section id="share" popover="auto" aria-label="Share this bench" ontoggle={on_toggle}>
                <p>{ "Everything on the bench is in this link; nothing is sent anywhere." }</p>
                <label>
                    { "link " }
                    <input ref={link_input} id="share-link" data-what="link" readonly=true value={self.link.clone()} />
                </label>
                <p>
                    <b id="share-length">{ length }</b>{ " characters " }
                    { copy(Field::Link) }
                </p>
                <label>
                    { "snippet that shows board and timeline in another page " }
                    <input
                        ref={snippet_input} id="share-embed" data-what="snippet" readonly=true
                        value={self.snippet()}
                    />
                </label>
                <p>{ copy(Field::Snippet) }</p>
                <p id="share-reach" hidden={reach.is_none()}>
                    { "The link and the snippet open only " }<span>{ reach }</span>
                    { ", because this page is served there. For ones that open anywhere, host the page (README.md \
                       says how) and share from there." }
                </p>
                <p id="share-forgetful" hidden={dom::has_storage()}>
                    { "This browser does not let the page store anything: the bench is gone when the page is closed, \
                       unless you keep its link." }
                </p>
                <p>
                    { "Or forget this bench, and " }
                    { action_button("start-over", "start over", link.callback(|_| Msg::StartOver)) }
                </p>
            </section>
        }
    }
}

impl Share {
    /// Returns the snippet, or nothing while the link is not known.
    fn snippet(&self) -> String {
        let Some((page, fragment)) = self.link.split_once('#') else { return String::new() };
        format!(r#"<iframe src="{page}?embed#{fragment}" title="Pinscope" width="720" height="640"></iframe>"#)
    }

    fn copy(&self, ctx: &Context<Self>, field: Field) {
        let text = match field {
            Field::Link => self.link.clone(),
            Field::Snippet => self.snippet(),
        };
        let writing = dom::write_to_clipboard(&text);
        ctx.link().send_future(async move { Msg::Copied(field, writing.await) });
    }
}

/// Returns the sentence about a copy that has ended.
fn status(field: Field, is_allowed: bool) -> String {
    let name = field.name();
    match is_allowed {
        true => format!("The {name} is copied."),
        false => format!("The browser does not let the page copy. The {name} is selected: copy it from its field."),
    }
}

#[cfg(test)]
mod tests {
    use super::{Field, Share, status};

    #[test]
    fn the_snippet_opens_the_embedded_view_of_the_link() {
        let share = Share { link: "https://example.org/pins/#1.abc".to_owned(), ..Share::default() };
        assert!(share.snippet().contains(r#"src="https://example.org/pins/?embed#1.abc""#), "{}", share.snippet());
        assert_eq!(Share::default().snippet(), "", "there is none before the link is known");
    }

    #[test]
    fn a_refused_copy_says_which_field_to_copy() {
        assert_eq!(status(Field::Link, true), "The link is copied.");
        assert!(status(Field::Snippet, false).contains("The snippet is selected"));
    }
}
