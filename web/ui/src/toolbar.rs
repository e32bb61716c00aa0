//! Draws the bar at the top. A page of one column has room for a part of it there, and for the rest below the board.

use std::rc::Rc;

use pinscope_core::{Command, Power, SleepMode};
use yew::{AttrValue, Callback, Html, MouseEvent, html};

use crate::bench_lists::{Boards, Examples};
use crate::controls::restricted;
use crate::legend;
use crate::scene::Scene;
use crate::symbols;
use crate::text;
use crate::time;
use pinscope_protocol::Request;

/// The sentence under the name.
const DESCRIPTION: &str = "A WiPy you can touch: press a pin, see the interrupt.";

/// Title of the button that opens the bench before again.
const UNDO: &str = "Opens the bench that was here before, with its script; the browser's Back does the same";

/// Title of that button while there is no such bench.
const NOTHING_TO_UNDO: &str = "No bench was replaced: an example, another board, a link or starting over can be undone";

const SLEEPS: [(SleepMode, &str); 3] =
    [(SleepMode::Active, "idle"), (SleepMode::Suspended, "suspend"), (SleepMode::Hibernate, "hibernate")];

/// Properties of the bar.
#[derive(Debug)]
pub struct Props<'a> {
    /// The last frame, once there is one.
    pub scene: Option<&'a Scene>,
    /// Simulated time.
    pub time_ns: u64,
    /// The time by which simulated time is behind its speed.
    pub behind_ns: u64,
    /// Names of the examples.
    pub examples: &'a Rc<[AttrValue]>,
    /// There is a bench before the present one.
    pub can_undo: bool,
    /// The reason why a sleep was refused.
    pub refusal: Option<AttrValue>,
    /// Called with each request for the engine.
    pub on_request: &'a Callback<Request>,
    /// Called to open the bench before the present one again.
    pub on_undo: &'a Callback<MouseEvent>,
}

/// Draws the bar of a page with two columns, with the notice.
pub fn bar(props: &Props, notice: Html) -> Html {
    html! {
        <header class="bar">
            <div class="bar-line">
                { brand() }
                <div class="note-bar">{ notice }</div>
                { for props.scene.map(|scene| tools(props, scene)) }
                { legend::opener() }
            </div>
            <div class="bar-line">
                if let Some(scene) = props.scene {
                    { boards(props, scene) }
                    { run(props, scene) }
                    { steps(props, scene) }
                    { sleep(props, scene) }
                    { state(scene) }
                    { time::clock(scene, props.time_ns, props.behind_ns, props.on_request) }
                }
            </div>
        </header>
    }
}

/// Draws the bar of a page with one column: what a person needs in sight all the time, and the notice.
pub fn short_bar(props: &Props, notice: Html) -> Html {
    html! {
        <header class="bar">
            <div class="bar-line">
                if let Some(scene) = props.scene {
                    { run(props, scene) }
                    { state(scene) }
                    { time::clock(scene, props.time_ns, props.behind_ns, props.on_request) }
                }
            </div>
            <div class="bar-line">
                { brand() }
                <div class="note-bar">{ notice }</div>
            </div>
        </header>
    }
}

/// Draws the controls that the short bar leaves out.
pub fn other_controls(props: &Props) -> Html {
    let controls = |scene| {
        html! {
            <>
                { sleep(props, scene) }
                { steps(props, scene) }
                { boards(props, scene) }
                { tools(props, scene) }
            </>
        }
    };
    html! { <div class="other-controls">{ for props.scene.map(controls) }{ legend::opener() }</div> }
}

fn brand() -> Html {
    html! { <div class="brand"><h1>{ "Pinscope" }</h1><p>{ DESCRIPTION }</p></div> }
}

fn boards(props: &Props, scene: &Scene) -> Html {
    let list = html! {
        <div class="group board-name"><Boards profile={scene.profile()} on_request={props.on_request.clone()} /></div>
    };
    restricted(scene.bench_refusal(), list)
}

fn run(props: &Props, scene: &Scene) -> Html {
    restricted(scene.bench_refusal(), time::run(scene, props.on_request))
}

fn steps(props: &Props, scene: &Scene) -> Html {
    restricted(scene.bench_refusal(), time::steps(scene, props.on_request))
}

/// Draws the sleep buttons, and below them the next alarm and that nothing would wake the board. A refusal is shown
/// over the page below them, so that nothing moves.
fn sleep(props: &Props, scene: &Scene) -> Html {
    let refusal = props.refusal.as_ref();
    html! {
        <div class="group power" role="group" aria-label="Sleep">
            { sleep_buttons(scene, props.on_request) }
            <p class="no-waker">{ text::sleep_warning(scene) }{ alarm(scene) }</p>
            { for refusal.map(|reason| html! { <p class="refusal" role="alert">{ reason }</p> }) }
        </div>
    }
}

/// Draws the next alarm of the real-time clock.
fn alarm(scene: &Scene) -> Html {
    let separator = if text::sleep_warning(scene).is_some() { "; " } else { "" };
    html! { <>{ for text::alarm(scene).map(|alarm| html! { <span data-alarm="">{ separator }{ alarm }</span> }) }</> }
}

fn state(scene: &Scene) -> Html {
    let power = scene.power();
    html! {
        <div class="group state" data-power={power.name()}>{ symbols::power(power) }<span>{ power.name() }</span></div>
    }
}

/// Draws the buttons that put the board to sleep, and the one that resets it. While the board sleeps, the others stay
/// where they are and can have the focus, but do nothing.
pub fn sleep_buttons(scene: &Scene, on_request: &Callback<Request>) -> Html {
    let is_asleep = scene.power() != Power::Active;
    let sleep = |(mode, word): (SleepMode, &'static str)| {
        let sleep = on_request.reform(move |_: MouseEvent| Request::Command(Command::Sleep { mode }));
        let on_click = if is_asleep { Callback::noop() } else { sleep };
        let title = if is_asleep { Some("The board sleeps already") } else { text::mode_warning(scene, mode) };
        html! {
            <button
                type="button" class="act" data-act={mode.name()} aria-disabled={is_asleep.then_some("true")}
                {title} onclick={on_click}
            >{ word }</button>
        }
    };
    html! {
        <>
            { for SLEEPS.into_iter().map(sleep) }
            <button
                type="button" class="act" data-act="reset" title={text::reset_title(scene)}
                onclick={on_request.reform(|_: MouseEvent| Request::ResetChip)}
            >{ "reset" }</button>
        </>
    }
}

/// Draws the list of examples, the button that opens the bench before again, and the one that opens the share dialog.
fn tools(props: &Props, scene: &Scene) -> Html {
    let tools = html! {
        <div class="group tools">
            <Examples names={props.examples.clone()} on_request={props.on_request.clone()} />
            // It keeps its place and the focus while there is nothing to undo.
            <button
                type="button" class="act" data-act="undo" aria-disabled={(!props.can_undo).then_some("true")}
                title={if props.can_undo { UNDO } else { NOTHING_TO_UNDO }} onclick={props.on_undo.clone()}
            >{ "undo" }</button>
            <button type="button" class="act" data-act="share" popovertarget="share">{ "share" }</button>
        </div>
    };
    restricted(scene.bench_refusal(), tools)
}
