//! A pad's menu: everything hands can attach to it, as one list of rows.

use pinscope_core::{Level, PinId};
use pinscope_protocol::{Bounce, Button, ClockSignal, Stimulus};
use wasm_bindgen::JsCast as _;
use web_sys::{Document, Element, HtmlElement, HtmlInputElement};
use yew::{
    AttrValue, Callback, Html, KeyboardEvent, MouseEvent, Properties, SubmitEvent, TargetCast as _, classes,
    function_component, html, use_effect_with,
};

use crate::dom;
use crate::engine_client::Listener;
use crate::geometry::place;
use crate::scene::Scene;

/// The menu that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Open {
    /// The pad it belongs to.
    pub pin: PinId,
    /// Whether it asks for the other end of a wire.
    pub wires: bool,
    /// Where the pad is in the window, in pixels: the menu stays in view.
    pub at: (i32, i32),
}

/// What is chosen in it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Choice {
    /// Hands do something.
    Do(Stimulus),
    /// A wire is wanted: the menu asks where to.
    Wire,
    /// Nothing after all.
    Nothing,
}

/// What the menu shows.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct Props {
    /// What there is to see.
    pub scene: Scene,
    /// Which menu it is.
    pub open: Open,
    /// Told what is chosen.
    pub on_choice: Callback<Choice>,
}

/// Tells `on` of each press beside a menu.
pub fn listen(document: &Document, on: Callback<()>) -> Listener {
    Listener::new(document.clone().into(), "pointerdown", move |event| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        if !target.is_some_and(|target| target.closest(".menu").is_ok_and(|menu| menu.is_some())) {
            on.emit(());
        }
    })
}

/// A line of the menu: what it is about, and what can be chosen. States are boxed, acts underlined.
struct Row {
    label: &'static str,
    items: Vec<Item>,
}

/// Something to choose.
struct Item {
    key: AttrValue,
    word: AttrValue,
    /// Whether it is so now, where it is a state.
    is_so: Option<bool>,
    choice: Choice,
}

fn act(key: impl Into<AttrValue>, word: impl Into<AttrValue>, stimulus: Stimulus) -> Item {
    Item { key: key.into(), word: word.into(), is_so: None, choice: Choice::Do(stimulus) }
}

const PULSES: [(&str, u64); 4] = [("1 µs", 1_000), ("10 µs", 10_000), ("1 ms", 1_000_000), ("100 ms", 100_000_000)];

const CLOCKS: [(&str, u32); 5] =
    [("1 Hz", 1), ("100 Hz", 100), ("1 kHz", 1_000), ("10 kHz", 10_000), ("1 MHz", 1_000_000)];

fn rows(scene: &Scene, pin: PinId) -> Vec<Row> {
    let outside = scene.outside(pin);
    let hold = |key, level| {
        let is_so = outside.signal.is_none() && outside.rail == level;
        Item { is_so: Some(is_so), ..act(key, key, Stimulus::Drive { pin, level }) }
    };
    let pulse = |&(word, ns)| act(format!("pulse {word}"), word, Stimulus::Pulse { pin, ns });
    let button = match outside.button {
        Some(Button::Closed(_)) => act("release", "release", Stimulus::Release { pin }),
        Some(Button::Open) | None => act("press", "press", Stimulus::Press { pin }),
    };
    let is_clean = scene.clean.contains(&pin);
    let bounce = |word, is_so, bounce| Item { is_so: Some(is_so), ..act(word, word, Stimulus::Bounce { pin, bounce }) };
    let clock = |&(word, hertz)| {
        let signal = ClockSignal::new(f64::from(hertz), 0.5)?;
        Some(Item {
            is_so: Some(outside.signal == Some(signal)),
            ..act(format!("clock {word}"), word, Stimulus::Clock { pin, signal })
        })
    };
    let to = Item { key: "wire".into(), word: "to …".into(), is_so: None, choice: Choice::Wire };
    let unwire = |b: PinId| {
        act(format!("unwire {}", b.name()), format!("unwire from {}", b.name()), Stimulus::Unwire { a: pin, b })
    };
    vec![
        Row {
            label: "hold",
            items: vec![hold("float", None), hold("low", Some(Level::Low)), hold("high", Some(Level::High))],
        },
        Row { label: "pulse", items: PULSES.iter().map(pulse).collect() },
        Row { label: "button", items: vec![button] },
        Row {
            label: "edges",
            items: vec![
                bounce("bouncing", !is_clean, Bounce::for_pin(pin)),
                bounce("clean", is_clean, Bounce::none(pin)),
            ],
        },
        Row { label: "wire", items: std::iter::once(to).chain(scene.wired_to(pin).map(unwire)).collect() },
        Row { label: "clock", items: CLOCKS.iter().filter_map(clock).collect() },
    ]
}

/// The pins a wire can go to.
fn ends(pin: PinId) -> Vec<Row> {
    let others: Vec<_> = PinId::ALL.into_iter().filter(|&other| other != pin).collect();
    let item = |&b: &PinId| act(b.name(), b.name(), Stimulus::Wire { a: pin, b });
    others.chunks(6).map(|some| Row { label: "", items: some.iter().map(item).collect() }).collect()
}

/// The menu of a pad. Arrows walk, Escape closes, and the focus goes back to the pad.
#[function_component]
pub fn Menu(props: &Props) -> Html {
    let Props { scene, open: Open { pin, wires, at: (x, y) }, on_choice } = props;
    use_effect_with((*pin, *wires), |_| dom::focus(".menu [role^=menuitem]"));
    let spot = place(scene.profile(), *pin);
    let rows = if *wires { ends(*pin) } else { rows(scene, *pin) };
    let keys = {
        let on_choice = on_choice.clone();
        Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
            "Escape" => on_choice.emit(Choice::Nothing),
            _ => walk(event),
        })
    };
    html! {
        <div class="menu" style={format!("--left:{};--top:{};--x:{x}px;--y:{y}px", spot.x, spot.y)} onkeydown={keys}>
            <p>
                <b>{ pin.name() }</b>
                { if *wires { " wire to … or click the other pad" } else { " from outside" } }
            </p>
            <div role="menu" aria-label={format!("{} from outside", pin.name())}>
                { for rows.iter().map(|row| self::row(row, on_choice)) }
            </div>
            if !wires { { hertz(*pin, on_choice) } }
        </div>
    }
}

fn row(row: &Row, on_choice: &Callback<Choice>) -> Html {
    let is_state = row.items.first().is_some_and(|item| item.is_so.is_some());
    let items = row.items.iter().map(|item| {
        let choice = item.choice;
        html! {
            <button
                type="button" tabindex="-1" role={if item.is_so.is_some() { "menuitemradio" } else { "menuitem" }}
                class={classes!(if is_state { "value" } else { "act" }, (item.is_so == Some(true)).then_some("chosen"))}
                aria-checked={item.is_so.map(|is_so| is_so.to_string())} data-item={item.key.clone()}
                onclick={on_choice.reform(move |_: MouseEvent| choice)}
            >{ &item.word }</button>
        }
    });
    html! {
        <div role="group" aria-label={row.label}>
            <span aria-hidden="true">{ row.label }</span>
            <div class={classes!("items", is_state.then_some("choice"))} role="presentation">{ for items }</div>
        </div>
    }
}

/// A clock of any frequency.
fn hertz(pin: PinId, on_choice: &Callback<Choice>) -> Html {
    let on_choice = on_choice.clone();
    let submit = Callback::from(move |event: SubmitEvent| {
        event.prevent_default();
        let field = event.target_dyn_into::<Element>().and_then(|form| form.query_selector("input").ok().flatten());
        let field = field.and_then(|field| field.dyn_into::<HtmlInputElement>().ok());
        if let Some(signal) = field.and_then(|field| ClockSignal::new(field.value_as_number(), 0.5)) {
            on_choice.emit(Choice::Do(Stimulus::Clock { pin, signal }));
        }
    });
    html! {
        <form onsubmit={submit}>
            <label>
                <span>{ "clock at" }</span>
                <input type="number" min="0.000001" max="10000000" step="any" required=true data-item="hertz" />
                { " Hz" }
            </label>
            <button class="act" data-item="clock">{ "start" }</button>
        </form>
    }
}

/// Left and right go along a row, up and down from row to row.
fn walk(event: KeyboardEvent) {
    let Some(here) = event.target_dyn_into::<HtmlElement>().filter(|item| item.has_attribute("role")) else { return };
    let row = || here.closest("[role=group]").ok().flatten();
    let first = |row: Element| row.query_selector("button").ok().flatten();
    let next = match event.key().as_str() {
        "ArrowRight" => here.next_element_sibling(),
        "ArrowLeft" => here.previous_element_sibling(),
        "ArrowDown" => row().and_then(|row| row.next_element_sibling()).and_then(first),
        "ArrowUp" => row().and_then(|row| row.previous_element_sibling()).and_then(first),
        _ => return,
    };
    event.prevent_default();
    if let Some(next) = next.and_then(|next| next.dyn_into::<HtmlElement>().ok()) {
        let _ = next.focus();
    }
}
