//! The bar at the top: which board, how time goes, and sleep.

use pinscope_core::{Command, Power, Profile, SleepMode};
use yew::{AttrValue, Callback, Html, Properties, function_component, html};

use super::choice::act;
use super::list::List;
use super::marks;
use super::scene::Scene;
use super::time;
use crate::protocol::Request;

/// The boards.
const PROFILES: [Profile; 3] = [Profile::Wipy, Profile::WipySilicon, Profile::Launchxl];

const SLEEPS: [(SleepMode, &str); 3] =
    [(SleepMode::Active, "idle"), (SleepMode::Suspended, "suspend"), (SleepMode::Hibernate, "hibernate")];

/// What the bar shows.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct Props {
    /// What there is to see, once there is something.
    pub scene: Option<Scene>,
    /// Why a sleep was refused.
    pub refusal: Option<AttrValue>,
    /// Told what the engine is to do.
    pub on_ask: Callback<Request>,
}

/// The bar without the clock, which stands beside it.
#[function_component]
pub fn Bar(props: &Props) -> Html {
    html! {
        <>
            <h1>{ "Pinscope" }</h1>
            { for props.scene.as_ref().map(|scene| controls(props, scene)) }
        </>
    }
}

fn controls(props: &Props, scene: &Scene) -> Html {
    let boards = PROFILES.map(|profile| profile.name().to_owned());
    let board = PROFILES.iter().position(|&profile| profile == scene.profile()).unwrap_or_default();
    let new_bench = props.on_ask.reform(|place: usize| Request::NewBench(PROFILES[place.min(PROFILES.len() - 1)]));
    let power = scene.power();
    html! {
        <>
            <label class="group board-name"><span>{ "board" }</span><List setting="profile" label="Board" words={boards.to_vec()} chosen={board} on_pick={new_bench} /></label>
            { time::controls(scene, &props.on_ask) }
            <div class="group power" role="group" aria-label="Sleep">{ sleeps(props, scene) }</div>
            <div class="group state" data-power={power.name()}>{ marks::power(power) }<span>{ power.name() }</span></div>
        </>
    }
}

/// What puts the board to sleep, or ends it.
pub fn sleep_acts(scene: &Scene, on_ask: &Callback<Request>) -> Html {
    let sleep = |mode| on_ask.reform(move |_| Request::Command(Command::Sleep { mode }));
    match scene.power() {
        Power::Active => SLEEPS.into_iter().map(|(mode, word)| act(mode.name(), word, sleep(mode))).collect(),
        _ => act("reset", "reset", on_ask.reform(|_| Request::ResetChip)),
    }
}

fn sleeps(props: &Props, scene: &Scene) -> Html {
    let acts = sleep_acts(scene, &props.on_ask);
    html! {
        <>
            { acts }
            if let Some(why) = &props.refusal { <p class="hint refusal" role="alert">{ why }</p> }
        </>
    }
}

/// Examples to open, and the way to pass the bench on. What `share` opens is in `index.html`, and `keep.js` fills it.
pub fn tools(examples: &[String], on_ask: &Callback<Request>) -> Html {
    let words = [&["examples".to_owned()], examples].concat();
    let open = on_ask.reform(|place: usize| Request::Example(place.wrapping_sub(1)));
    html! {
        <div class="group tools">
            <List setting="examples" label="Examples" {words} chosen=0 on_pick={open} />
            <button type="button" class="act" data-act="share" popovertarget="share">{ "share" }</button>
        </div>
    }
}
