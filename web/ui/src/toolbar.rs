//! Draws the bar at the top: the board, simulated time, and sleep.

use pinscope_core::{Command, Power, Profile, SleepMode};
use yew::{AttrValue, Callback, Html, html};

use crate::controls::{action_button, restricted};
use crate::dom;
use crate::scene::Scene;
use crate::select::select;
use crate::symbols;
use crate::time;
use pinscope_protocol::Request;

/// The emulated boards.
const PROFILES: [Profile; 3] = [Profile::Wipy, Profile::WipySilicon, Profile::Launchxl];

/// The last entry of the list of boards. It opens the dialog that connects a real board.
const REAL_BOARD: &str = "a real board …";

const SLEEPS: [(SleepMode, &str); 3] =
    [(SleepMode::Active, "idle"), (SleepMode::Suspended, "suspend"), (SleepMode::Hibernate, "hibernate")];

/// Draws the controls of the board, of time and of sleep. `refusal` is the reason why a sleep was refused.
pub fn controls(scene: &Scene, refusal: Option<AttrValue>, on_request: &Callback<Request>) -> Html {
    let names = PROFILES.iter().map(|profile| profile.name()).chain([REAL_BOARD]);
    let boards: Vec<_> = names.map(str::to_owned).collect();
    let board = PROFILES.iter().position(|&profile| profile == scene.profile()).unwrap_or_default();
    let on_bench = on_request.clone();
    let choose = Callback::from(move |index: usize| match PROFILES.get(index) {
        Some(&profile) => on_bench.emit(Request::NewBench(profile)),
        None => dom::show_popover("#connect"),
    });
    let power = scene.power();
    let bench = html! {
        <>
            <label class="group board-name">
                <span>{ "board" }</span>
                { select("profile", "Board", boards, board, choose) }
            </label>
            { time::controls(scene, on_request) }
        </>
    };
    html! {
        <>
            { restricted(scene.bench_refusal(), bench) }
            <div class="group power" role="group" aria-label="Sleep">
                { sleep_buttons(scene, on_request) }
                if let Some(reason) = refusal { <p class="hint refusal" role="alert">{ reason }</p> }
            </div>
            <div class="group state" data-power={power.name()}>{ symbols::power(power) }<span>{ power.name() }</span></div>
        </>
    }
}

/// Draws the buttons that put the board to sleep, or reset it.
pub fn sleep_buttons(scene: &Scene, on_request: &Callback<Request>) -> Html {
    let sleep = |mode| on_request.reform(move |_| Request::Command(Command::Sleep { mode }));
    match scene.power() {
        Power::Active => SLEEPS.into_iter().map(|(mode, word)| action_button(mode.name(), word, sleep(mode))).collect(),
        _ => action_button("reset", "reset", on_request.reform(|_| Request::ResetChip)),
    }
}

/// Draws the list of examples, and the button that opens the share dialog.
pub fn tools(scene: &Scene, examples: &[String], on_request: &Callback<Request>) -> Html {
    let options = [&["examples".to_owned()], examples].concat();
    let open = on_request.reform(|index: usize| Request::Example(index.wrapping_sub(1)));
    let tools = html! {
        <div class="group tools">
            { select("examples", "Examples", options, 0, open) }
            <button type="button" class="act" data-act="share" popovertarget="share">{ "share" }</button>
        </div>
    };
    restricted(scene.bench_refusal(), tools)
}
