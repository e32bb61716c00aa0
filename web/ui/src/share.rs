//! The share dialog: a link to this bench, a snippet for other pages, how both show it, and a way to start over.

mod lesson_form;
mod reach;
mod request;

use pinscope_protocol::{Lesson, Part};
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::JsValue;
use web_sys::{HtmlInputElement, ToggleEvent};
use yew::{Component, Context, Event, Html, NodeRef, Properties, html};

use crate::controls::action_button;
use crate::{api, dom, engine_client};
use request::{LongFile, Shared};

/// Height of an embedded page with board and timeline, in pixels.
const EMBEDDED_HEIGHT: u32 = 640;
/// Additional height of an embedded page that shows the script.
const EMBEDDED_SCRIPT_HEIGHT: u32 = 440;

/// Properties of [`Share`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct Props {
    /// The settings with which the bench is shown.
    pub lesson: Lesson,
}

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
    /// The person has changed how the link shows the bench.
    LessonChanged(Lesson),
    /// The link to this bench is known, or the reason why there is none.
    Answered(Shared),
    /// Saves the file that is too long for a link.
    SaveFile,
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
    /// The settings with which the link shows the bench.
    lesson: Lesson,
    has_script: bool,
    /// The file because of which there is no link.
    long_file: Option<LongFile>,
    /// The field that was copied last, and the sentence about that.
    status: Option<(Field, String)>,
    inputs: [NodeRef; 2],
}

impl Component for Share {
    type Message = Msg;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> Self {
        Self { lesson: ctx.props().lesson.clone(), ..Self::default() }
    }

    fn changed(&mut self, ctx: &Context<Self>, _: &Props) -> bool {
        self.lesson = ctx.props().lesson.clone();
        true
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        match msg {
            Msg::Opened => {
                self.request_link(ctx);
                false
            }
            Msg::LessonChanged(lesson) => {
                self.lesson = lesson;
                self.request_link(ctx);
                true
            }
            Msg::Answered(Shared { link, has_script, long_file }) => {
                (self.link, self.has_script, self.long_file) = (link, has_script, long_file);
                self.status = None;
                true
            }
            Msg::SaveFile => {
                if let Some(file) = &self.long_file {
                    dom::save_file(&file.name, &file.text);
                }
                false
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
                <p>
                    { "Everything on the bench is in this link. If a firmware runs, the link has only the name and a \
                       hash of its file. Nothing is sent anywhere." }
                </p>
                <div role="alert">
                    { for self.long_file.as_ref().map(|file| html! {
                        <p class="refusal" data-what="too-long">
                            { file.reason.clone() }{ ". " }
                            { action_button("download-file", "download it", link.callback(|_| Msg::SaveFile)) }
                        </p>
                    }) }
                </div>
                <label>
                    { "link " }
                    <input ref={link_input} id="share-link" data-what="link" readonly=true value={self.link.clone()} />
                </label>
                <p>
                    <b id="share-length">{ length }</b>{ " characters " }
                    { copy(Field::Link) }
                </p>
                <label>
                    { "snippet that shows the bench in another page " }
                    <input
                        ref={snippet_input} id="share-embed" data-what="snippet" readonly=true
                        value={self.snippet()}
                    />
                </label>
                <p>{ copy(Field::Snippet) }</p>
                { lesson_form::view(&self.lesson, &link.callback(Msg::LessonChanged)) }
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
    /// Asks for the link.
    fn request_link(&self, ctx: &Context<Self>) {
        let lesson = self.lesson.clone();
        ctx.link().send_future(async move { Msg::Answered(request::share(&lesson).await) });
    }

    /// Returns the snippet, or nothing while the link is not known.
    fn snippet(&self) -> String {
        let Some((page, fragment)) = self.link.split_once('#') else { return String::new() };
        let parts = &self.lesson.parts;
        let shows_script = if parts.is_empty() { self.has_script } else { parts.contains(&Part::Script) };
        let height = EMBEDDED_HEIGHT + if shows_script { EMBEDDED_SCRIPT_HEIGHT } else { 0 };
        format!(r#"<iframe src="{page}?embed#{fragment}" title="Pinscope" width="720" height="{height}"></iframe>"#)
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
    use pinscope_protocol::{Lesson, Part};

    use super::{Field, Share, status};

    #[test]
    fn the_snippet_opens_the_embedded_view_of_the_link() {
        let share = Share { link: "https://example.org/pins/#1.abc".to_owned(), ..Share::default() };
        assert!(share.snippet().contains(r#"src="https://example.org/pins/?embed#1.abc""#), "{}", share.snippet());
        assert_eq!(Share::default().snippet(), "", "there is none before the link is known");
    }

    #[test]
    fn a_snippet_that_shows_the_script_is_higher() {
        let height = |has_script, parts: &[Part]| {
            let lesson = Lesson { parts: parts.to_vec(), ..Lesson::default() };
            let share = Share { link: "https://example.org/#1.abc".to_owned(), has_script, lesson, ..Share::default() };
            share.snippet().contains(r#"height="1080""#)
        };
        assert_eq!([height(false, &[]), height(true, &[])], [false, true]);
        assert_eq!([height(true, &[Part::Board]), height(false, &[Part::Script])], [false, true]);
    }

    #[test]
    fn a_refused_copy_says_which_field_to_copy() {
        assert_eq!(status(Field::Link, true), "The link is copied.");
        assert!(status(Field::Snippet, false).contains("The snippet is selected"));
    }
}
