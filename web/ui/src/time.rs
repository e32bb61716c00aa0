//! Draws the controls of simulated time: run, pause, step and speed, and the clock.

use yew::{Callback, Html, html};

use crate::controls::action_button;
use crate::dom::number;
use crate::radio_group::{Value, one_of};
use crate::scene::Scene;
use crate::select::select;
use crate::text;
use pinscope_protocol::{END_OF_TIME_NS, Request, Until};

/// Speeds to choose from, with their labels.
const SPEEDS: [(f64, &str); 8] = [
    (0.001, "1/1000"),
    (0.01, "1/100"),
    (0.1, "1/10"),
    (1.0, "×1"),
    (10.0, "×10"),
    (100.0, "×100"),
    (1_000.0, "×1000"),
    (FASTEST, "fastest"),
];

/// The speed at which simulated time goes from one event to the next, and stands still while nothing is due.
const FASTEST: f64 = 3_600.0;

/// A delay shorter than this is not shown, in nanoseconds.
const MIN_SHOWN_LAG_NS: u64 = 100_000_000;

/// Draws the controls of run and pause.
pub fn run(scene: &Scene, on_request: &Callback<Request>) -> Html {
    let is_running = scene.snapshot.running;
    let run = |runs, key, label| Value { value: runs, key, label, is_chosen: is_running == runs };
    let runs = vec![
        run(true, "run", html! { <>{ icon("M-4 -6L6 0L-4 6Z") }{ "run" }</> }),
        run(false, "pause", html! { <>{ icon("M-4 -6H-1V6H-4ZM2 -6H5V6H2Z") }{ "pause" }</> }),
    ];
    html! { <div class="group run">{ one_of("run", "Simulated time", runs, &on_request.reform(Request::Run)) }</div> }
}

/// Draws the controls of step and speed.
pub fn steps(scene: &Scene, on_request: &Callback<Request>) -> Html {
    let step = |key, word, until| action_button(key, word, on_request.reform(move |_| Request::Step(until)));
    html! {
        <>
            <div class="group step" role="group" aria-label="Step to the next">
                { icon("M-6 -6L2 0L-6 6ZM3 -6H6V6H3Z") }
                { step("step-edge", "edge", Until::Edge(None)) }
                { step("step-interrupt", "interrupt", Until::Interrupt(None)) }
                { step("step-line", "line", Until::Line) }
            </div>
            <div class="group speed">{ speeds(scene, on_request) }</div>
        </>
    }
}

fn speeds(scene: &Scene, on_request: &Callback<Request>) -> Html {
    let mut options: Vec<_> = SPEEDS.iter().map(|(_, word)| (*word).to_owned()).collect();
    // `window.pinscope.speed()` accepts other speeds too.
    let chosen = SPEEDS.iter().position(|&(speed, _)| speed == scene.speed).unwrap_or_else(|| {
        options.push(format!("×{}", number(scene.speed)));
        SPEEDS.len()
    });
    let pick = on_request.reform(|index: usize| Request::Speed(SPEEDS.get(index).map_or(1.0, |&(speed, _)| speed)));
    select("speed", "Speed", options, chosen, pick)
}

/// Draws the clock, how far simulated time is behind, and the way on when simulated time is over. At the fastest speed
/// it says why the clock may stand still.
pub fn clock(scene: &Scene, time_ns: u64, behind_ns: u64, on_request: &Callback<Request>) -> Html {
    let begin_again = (time_ns >= END_OF_TIME_NS).then(|| {
        let label = "time is over: begin again at 0";
        action_button("begin-again", label, on_request.reform(|_| Request::BeginAgain))
    });
    let behind = (behind_ns >= MIN_SHOWN_LAG_NS).then(|| format!("{} s behind", text::tenths(behind_ns)));
    let is_fastest = scene.snapshot.running && scene.speed == FASTEST && behind.is_none();
    html! {
        <p class="clock" data-time="">
            <span>{ text::seconds(time_ns) }</span>{ " s" }
            <small data-behind={behind_ns.to_string()} title="how far simulated time is behind its speed">
                { behind }
            </small>
            if is_fastest {
                <small class="pace" title="While nothing is due, simulated time stands still">{ "jumps to the next event" }</small>
            }
            { begin_again }
        </p>
    }
}

fn icon(path: &'static str) -> Html {
    html! { <svg class="icon" viewBox="-8 -8 16 16" aria-hidden="true" focusable="false"><path d={path} /></svg> }
}
