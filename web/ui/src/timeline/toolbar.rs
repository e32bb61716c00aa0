//! Draws the bar above the timeline: zoom, cursors, legend, the stop condition and VCD files.

use wasm_bindgen::prelude::JsValue;
use web_sys::HtmlInputElement;
use yew::platform::spawn_local;
use yew::{Callback, Event, Html, MouseEvent, TargetCast as _, classes, html};

use super::Props;
use super::action::{Cursor, TimelineAction};
use super::files;
use super::ruler::{self, Ticks};
use super::state::State;
use super::status::StatusMessage;
use crate::controls::{action_button, restricted};
use crate::radio_group::{any_of, value};
use crate::select::select;
use crate::{api, dom, glossary, text};
use pinscope_protocol::{Request, Until};

/// Draws the bar.
pub fn bar(props: &Props) -> Html {
    let Props { state, on_action, .. } = props;
    let StatusMessage { text: status_text, is_refusal } = &state.status;
    let lost = state.waveform.as_ref().map_or(0, |waveform| waveform.lost);
    html! {
        <div class="timeline-bar">
            <h2>{ "Timeline" }</h2>
            { zoom(state, on_action) }
            { steps(on_action) }
            { cursors(state, on_action) }
            <p class={classes!("saying", is_refusal.then_some("refusal"))} role="status" data-saying="">
                { status_text }
                if status_text.is_empty() && lost > 0 {
                    <span data-lost={lost.to_string()}>{ format!("oldest {} events gone", text::grouped(lost)) }</span>
                }
            </p>
            { legend() }
            { stop_on(props) }
            { files(props) }
        </div>
    }
}

fn zoom(state: &State, on_action: &Callback<TimelineAction>) -> Html {
    let button = |key, label, sign, factor| {
        let on = on_action.reform(move |_: MouseEvent| TimelineAction::Zoom(factor, None));
        html! { <button type="button" class="value" data-act={key} aria-label={label} onclick={on}>{ sign }</button> }
    };
    let step_ns =
        state.waveform.as_ref().map_or(0, |waveform| Ticks::new(waveform.to_ns(), state.window.ns_per_px()).short_ns);
    let follow = value(!state.window.follows(), "live", "live", Some(true));
    let follow = crate::radio_group::Value { is_chosen: state.window.follows(), ..follow };
    let tick = ruler::duration(step_ns);
    html! {
        <div class="group zoom" role="group" aria-label="Zoom">
            <div class="choice">{ button("zoom-out", "Zoom out", "−", 0.5) }</div>
            <span class="tick" title={format!("One small mark of the ruler is {tick}.")}>
                <span class="aloud">{ "One small mark of the ruler is " }</span>{ tick }
            </span>
            <div class="choice">{ button("zoom-in", "Zoom in", "+", 2.0) }</div>
            { action_button("fit", "fit", on_action.reform(|_| {
                // The arrow keys then pan.
                dom::focus("canvas.strip");
                TimelineAction::Fit
            })) }
            { any_of("follow", "Follow the present", vec![follow], &on_action.reform(TimelineAction::Follow)) }
        </div>
    }
}

/// Draws the buttons that go to the previous and the next edge or interrupt.
fn steps(on_action: &Callback<TimelineAction>) -> Html {
    let button = |key, label: &'static str, sign, is_forward| {
        let on = on_action.reform(move |_: MouseEvent| TimelineAction::Step { is_forward });
        html! {
            <div class="choice">
                <button type="button" class="value" data-act={key} aria-label={label} title={label} onclick={on}>
                    { sign }
                </button>
            </div>
        }
    };
    html! {
        <div class="group zoom" role="group" aria-label="Edges and interrupts">
            { button("previous-event", "Previous edge or interrupt", "‹", false) }
            <span class="quiet">{ "edge" }</span>
            { button("next-event", "Next edge or interrupt", "›", true) }
        </div>
    }
}

/// Draws the times of the cursors, the time between them, and the frequency with that period.
fn cursors(state: &State, on_action: &Callback<TimelineAction>) -> Html {
    if state.cursors == [None, None] {
        return html! {};
    }
    let step_ns = state.window.ns_per_px() as u64;
    let one = |cursor: Cursor| {
        let time_ns = state.cursors[cursor as usize]?;
        Some(html! { <span><b class="flag">{ cursor.name() }</b>{ " " }{ ruler::time(time_ns, step_ns) }</span> })
    };
    let between = match state.cursors {
        [Some(a), Some(b)] => {
            let ns = a.abs_diff(b);
            html! {
                <>
                    <span data-delta={ns.to_string()}>{ "Δ " }<b>{ ruler::duration(ns) }</b></span>
                    <span data-frequency="">{ ruler::frequency(ns) }</span>
                </>
            }
        }
        _ => html! {},
    };
    html! {
        <div class="group cursors">
            { for Cursor::ALL.into_iter().filter_map(one) }
            { between }
            { action_button("clear-cursors", "clear", on_action.reform(|_| TimelineAction::Clear)) }
        </div>
    }
}

/// Draws the legend of the marks.
fn legend() -> Html {
    let mark = |path: &'static str, class: &'static str, word: &'static str| {
        html! {
            <li title={glossary::explain(word)}>
                <svg class={class} viewBox="-6 -6 12 12" aria-hidden="true" focusable="false"><path d={path} /></svg>
                { word }
            </li>
        }
    };
    html! {
        <ul class="marks" aria-label="Marks">
            { mark("M-4 -3H4L0 4Z", "outlined", "pended") }
            { mark("M-6 -2.5H6V2.5H-6Z", "filled", "served") }
            { mark("M-3 -3L3 3M3 -3L-3 3", "outlined", "coalesced") }
        </ul>
    }
}

/// Draws the list of events at which simulated time can stop.
fn stop_on(props: &Props) -> Html {
    let (pin, now) = (Some(props.selected), props.scene.stop_on);
    let mut stops = vec![None, Some(Until::Edge(None)), Some(Until::Interrupt(None))];
    stops.extend([Some(Until::Edge(pin)), Some(Until::Interrupt(pin))]);
    // The choice stays the same when another pin is selected.
    if !stops.contains(&now) {
        stops.push(now);
    }
    let options = stops.iter().map(|stop| match stop {
        None => "never".to_owned(),
        Some(Until::Edge(None)) => "any edge".to_owned(),
        Some(Until::Interrupt(None)) => "any interrupt".to_owned(),
        Some(Until::Edge(Some(pin))) => format!("edge on {}", pin.name()),
        Some(Until::Interrupt(Some(pin))) => format!("interrupt of {}", pin.name()),
        Some(Until::Line) => "next line".to_owned(),
    });
    let options: Vec<_> = options.collect();
    let chosen = stops.iter().position(|&stop| stop == now).unwrap_or_default();
    let pick = props.on_request.reform(move |index: usize| Request::StopOn(stops.get(index).copied().flatten()));
    let stop_on = html! {
        <label class="group">
            <span class="quiet">{ "stop on" }</span>
            { select("stop-on", "Stop on", options, chosen, pick) }
        </label>
    };
    restricted(props.scene.bench_refusal(), stop_on)
}

/// Draws the buttons for VCD files.
fn files(props: &Props) -> Html {
    let choose = Callback::from(|_: MouseEvent| dom::click("[data-setting=vcd]"));
    let on_text = replay(&props.on_action);
    let chosen = Callback::from(move |event: Event| {
        let input: HtmlInputElement = event.target_unchecked_into();
        files::open(input.files(), on_text.clone());
        // This lets a person choose the same file again.
        input.set_value("");
    });
    let export = export(&props.on_action);
    html! {
        <div class="group files">
            <input type="file" accept=".vcd" hidden=true aria-label="VCD file" data-setting="vcd" onchange={chosen} />
            { restricted(props.scene.bench_refusal(), action_button("import-vcd", "import VCD", choose)) }
            { action_button("export-vcd", "export VCD", export) }
        </div>
    }
}

/// Returns a callback that replays the text of a file, or shows why it is refused.
pub fn replay(on_action: &Callback<TimelineAction>) -> Callback<Result<JsValue, String>> {
    let on_refused = on_action.reform(|reason: String| TimelineAction::ShowStatus(StatusMessage::refused(&reason)));
    Callback::from(move |text: Result<JsValue, String>| {
        let on_refused = on_refused.clone();
        spawn_local(async move {
            let replayed = match text {
                Ok(text) => api::call("replay", &[text]).await.map_err(|error| api::message(&error)),
                Err(reason) => Err(reason),
            };
            if let Err(reason) = replayed {
                on_refused.emit(reason);
            }
        });
    })
}

/// Returns a callback that saves the trace as a file, or shows why that is impossible.
fn export(on_action: &Callback<TimelineAction>) -> Callback<MouseEvent> {
    let on_action = on_action.clone();
    Callback::from(move |_| {
        let on_action = on_action.clone();
        spawn_local(async move {
            match api::call("vcd", &[]).await {
                Ok(text) => files::save(&text),
                Err(error) => {
                    let message = StatusMessage::not_saved(&api::message(&error));
                    on_action.emit(TimelineAction::ShowStatus(message));
                }
            }
        });
    })
}
