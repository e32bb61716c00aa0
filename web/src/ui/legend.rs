//! What every mark and every key means, a question mark away.

use pinscope_core::{Level, Mode, PadLevel, Pull, Trigger};
use pinscope_emulator::{Button, Outside, Wave};
use yew::{Callback, Html, MouseEvent, Properties, function_component, html};

use super::keys::KEYS;
use super::{browser, marks};

/// What the legend shows.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct Props {
    /// Whether letters jump to tools.
    pub letters: bool,
    /// Told whether they are to.
    pub on_letters: Callback<bool>,
}

/// What opens the legend.
pub fn opener() -> Html {
    html! {
        <button
            type="button" class="opener" data-act="legend" aria-haspopup="dialog"
            onclick={Callback::from(|_: MouseEvent| browser::open_dialog(".legend"))}
        ><kbd>{ "?" }</kbd>{ "legend" }</button>
    }
}

/// The legend: closed until it is asked for.
#[function_component]
pub fn Legend(props: &Props) -> Html {
    let on = props.letters;
    html! {
        <dialog class="legend" aria-label="Legend">
            <form method="dialog"><h3>{ "Legend" }</h3><button class="act">{ "close" }</button></form>
            <section><h4>{ "Shape is the mode, fill is the level, a dot means the chip drives it" }</h4>{ pads() }</section>
            <div>
            <section><h4>{ "Attached outside" }</h4><ul>{ for attached() }</ul></section>
            <section><h4>{ "Beside the pad" }</h4><ul>{ for beside() }</ul></section>
            <section><h4>{ "Attention" }</h4><ul>{ for attention() }</ul></section>
            <section>
                <h4>{ "At a pad" }</h4>
                <dl>{ for HANDS.iter().map(|(key, what)| line(key, what)) }</dl>
            </section>
            <section>
                <h4>{ "Letters go to" }</h4>
                <dl class="letters">{ for KEYS.iter().map(|key| line(key.key, key.what)) }</dl>
                <button
                    type="button" class="switch" role="switch" aria-checked={on.to_string()} data-setting="letters"
                    onclick={props.on_letters.reform(move |_: MouseEvent| !on)}
                ><i />{ "letters work" }</button>
            </section>
            </div>
        </dialog>
    }
}

/// What hands and keys do at a pad.
const HANDS: [(&str, &str); 7] = [
    ("click, Space", "one clean edge"),
    ("hold", "a push button"),
    ("drag", "a wire to another pad"),
    ("right click, Enter, ⋯", "its menu"),
    ("arrows", "walk from pad to pad"),
    ("its name", "select, touch nothing"),
    ("Escape", "close"),
];

fn line(key: &'static str, what: &'static str) -> Html {
    html! { <div><dt><kbd>{ key }</kbd></dt><dd>{ what }</dd></div> }
}

/// Each mode at each level it can be seen at.
fn pads() -> Html {
    const LEVELS: [Option<PadLevel>; 5] =
        [Some(PadLevel::High), Some(PadLevel::Low), Some(PadLevel::Floating), Some(PadLevel::Contention), None];
    let cell = |mode: Mode, level: Option<PadLevel>| {
        let is_seen = match (mode, level) {
            (Mode::Out, Some(PadLevel::Floating)) => false,
            (_, None) => !mode.is_gpio(),
            _ => true,
        };
        let is_driven = match level {
            Some(PadLevel::High) => matches!(mode, Mode::Out | Mode::Alt),
            Some(PadLevel::Low) => mode != Mode::In,
            _ => false,
        };
        html! { <td>{ for is_seen.then(|| sign(marks::pad(mode, level, is_driven))) }</td> }
    };
    let row = |mode: Mode| html! { <tr><th scope="row">{ mode.name() }</th>{ for LEVELS.map(|level| cell(mode, level)) }</tr> };
    let head = LEVELS.map(|level| html! { <th scope="col">{ level.map_or("unknown", PadLevel::name) }</th> });
    html! {
        <table>
            <tr><td />{ for head }</tr>
            { for [Mode::In, Mode::Out, Mode::OpenDrain, Mode::Alt, Mode::AltOpenDrain].map(row) }
        </table>
    }
}

fn attached() -> impl Iterator<Item = Html> {
    let button = |button| Outside { button: Some(button), ..Outside::default() };
    let held = |level| Outside { held: Some(level), ..Outside::default() };
    let source =
        |outside, level| html! { <>{ marks::outside(outside) }{ marks::pad(Mode::In, Some(level), false) }</> };
    let wire = html! { <g class="wire high"><path class="core" d="M0 0C16 0 6 12 26 12" /></g> };
    let clash = html! { <g class="wire contention"><path class="core" d="M-12 0H28" /></g> };
    [
        (source(held(Level::High), PadLevel::High), "held high"),
        (source(held(Level::Low), PadLevel::Low), "held low"),
        (source(Outside { wave: Wave::new(1.0, 0.5), ..Outside::default() }, PadLevel::High), "clock"),
        (source(button(Button::Open), PadLevel::Low), "button, open"),
        (source(button(Button::Closed(Level::High)), PadLevel::High), "button, closed"),
        (html! { <>{ wire }{ marks::pad(Mode::In, Some(PadLevel::High), false) }</> }, "wire, in its level's colour"),
        (clash, "wire in contention"),
    ]
    .into_iter()
    .map(entry)
}

fn beside() -> impl Iterator<Item = Html> {
    let count = html! { <text class="counted" x="-8" y="4.5">{ "3" }</text> };
    let lost = html! { <text class="counted" x="-8" y="4.5">{ "×2" }</text> };
    [
        (marks::pull(Pull::Up), "pull-up"),
        (marks::pull(Pull::Down), "pull-down"),
        (marks::trigger(Trigger::Rising), "rising edge"),
        (marks::trigger(Trigger::Falling), "falling edge"),
        (marks::trigger(Trigger::BothEdges), "both edges"),
        (marks::trigger(Trigger::HighLevel), "high level"),
        (marks::trigger(Trigger::LowLevel), "low level"),
        (count, "interrupts served"),
        (lost, "edges coalesced"),
        (marks::moon(false), "wakes SUSPENDED"),
        (marks::moon(true), "wakes HIBERNATE"),
        (marks::moon_replaced(false), "wake replaced by another pin"),
    ]
    .into_iter()
    .map(entry)
}

fn attention() -> impl Iterator<Item = Html> {
    let pad = |level| marks::pad(Mode::In, Some(level), false);
    let around = |mark: Html, level| html! { <>{ pad(level) }{ mark }</> };
    [
        (
            around(
                html! { <path class="brackets" d="M-14 -9V-14H-9M9 -14H14V-9M14 9V14H9M-9 14H-14V9" /> },
                PadLevel::High,
            ),
            "selected",
        ),
        (around(html! { <circle class="pulse" r="15" /> }, PadLevel::High), "interrupt, as it fires"),
        (around(html! { <path class="clash" d={marks::CLASH} /> }, PadLevel::Contention), "contention, as it begins"),
        (around(html! { <circle class="waker" r="14" /> }, PadLevel::Low), "would wake the board"),
        (html! { <circle class="traveller" r="4.5" /> }, "an edge on its way"),
    ]
    .into_iter()
    .map(entry)
}

fn entry((mark, word): (Html, &'static str)) -> Html {
    html! { <li>{ sign(mark) }{ word }</li> }
}

fn sign(mark: Html) -> Html {
    html! { <svg viewBox="-16 -16 48 32" aria-hidden="true" focusable="false">{ mark }</svg> }
}
