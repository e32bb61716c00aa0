//! Draws a pad's menu: everything that can be attached to the pad, as rows of choices.

use pinscope_core::{Level, PinId};
use pinscope_protocol::{Bounce, Button, ClockSignal, Endpoint, Stimulus};
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement, HtmlInputElement};
use yew::{
    AttrValue, Callback, FocusEvent, Html, KeyboardEvent, MouseEvent, Properties, SubmitEvent, TargetCast as _,
    classes, function_component, html, use_effect_with,
};

use crate::dom;
use crate::scene::Scene;

/// The open menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenMenu {
    /// The pad that it belongs to.
    pub pin: PinId,
    /// The menu asks for the other end of a wire.
    pub picks_wire_end: bool,
    /// Position of the pad in the window, in pixels, so that the menu can stay in view.
    pub at: (i32, i32),
}

/// A choice in the menu.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Choice {
    /// Applies a stimulus.
    Apply(Stimulus),
    /// Begins a wire: the menu then asks for its other end.
    Wire,
    /// Closes the menu.
    Close,
    /// Closes the menu, because the focus has moved to another part of the page.
    Leave,
}

/// Properties of the menu.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct Props {
    /// The last frame.
    pub scene: Scene,
    /// The open menu.
    pub open: OpenMenu,
    /// Called with each choice.
    pub on_choice: Callback<Choice>,
}

/// A row of the menu: its label and its choices. A state is boxed, an action is underlined.
struct Row {
    label: &'static str,
    items: Vec<Item>,
}

/// A choice.
struct Item {
    key: AttrValue,
    word: AttrValue,
    /// For a state, whether it is the present one.
    is_checked: Option<bool>,
    choice: Choice,
}

fn item(key: impl Into<AttrValue>, word: impl Into<AttrValue>, stimulus: Stimulus) -> Item {
    Item { key: key.into(), word: word.into(), is_checked: None, choice: Choice::Apply(stimulus) }
}

const PULSES: [(&str, u64); 4] = [("1 µs", 1_000), ("10 µs", 10_000), ("1 ms", 1_000_000), ("100 ms", 100_000_000)];

const CLOCKS: [(&str, u32); 5] =
    [("1 Hz", 1), ("100 Hz", 100), ("1 kHz", 1_000), ("10 kHz", 10_000), ("1 MHz", 1_000_000)];

fn rows(scene: &Scene, pin: PinId) -> Vec<Row> {
    let outside = scene.outside(pin);
    let hold = |key, level| {
        let is_checked = outside.signal.is_none() && outside.rail == level;
        Item { is_checked: Some(is_checked), ..item(key, key, Stimulus::Drive { pin, level }) }
    };
    let pulse = |&(word, ns)| item(format!("pulse {word}"), word, Stimulus::Pulse { pin, ns });
    let button = match outside.button {
        Some(Button::Closed(_)) => item("release", "release", Stimulus::Release { pin }),
        Some(Button::Open) | None => item("press", "press", Stimulus::Press { pin }),
    };
    let is_clean = scene.clean.contains(&pin);
    let bounce = |word, is_checked, bounce| Item {
        is_checked: Some(is_checked),
        ..item(word, word, Stimulus::Bounce { pin, bounce })
    };
    let clock = |&(word, hertz)| {
        let signal = ClockSignal::new(f64::from(hertz), 0.5)?;
        Some(Item {
            is_checked: Some(outside.signal == Some(signal)),
            ..item(format!("clock {word}"), word, Stimulus::Clock { pin, signal })
        })
    };
    let to = Item { key: "wire".into(), word: "to …".into(), is_checked: None, choice: Choice::Wire };
    let unwire =
        |end: Endpoint| item(format!("unwire {end}"), format!("unwire from {end}"), Stimulus::unwire(pin, end));
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

/// Returns a choice for each pin and each rail that a wire can go to.
fn wire_ends(pin: PinId) -> Vec<Row> {
    let (rails, mut ends): (Vec<_>, Vec<_>) =
        Endpoint::all().filter(|&end| end != Endpoint::Pin(pin)).partition(|end| matches!(end, Endpoint::Rail(_)));
    ends.extend(rails);
    let item = |&end: &Endpoint| item(end.name(), end.name(), Stimulus::wire(pin, end));
    ends.chunks(6).map(|some| Row { label: "", items: some.iter().map(item).collect() }).collect()
}

/// Draws the menu of a pad. The arrow keys move the focus; Escape closes the menu and gives the focus back to the pad.
#[function_component]
pub fn Menu(props: &Props) -> Html {
    let Props { scene, open: OpenMenu { pin, picks_wire_end, at: (x, y) }, on_choice } = props;
    use_effect_with((*pin, *picks_wire_end), |_| {
        dom::show_popover(".menu");
        dom::focus(".menu [role^=menuitem]");
    });
    let rows = if *picks_wire_end { wire_ends(*pin) } else { rows(scene, *pin) };
    let keys = {
        let on_choice = on_choice.clone();
        Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
            "Escape" => on_choice.emit(Choice::Close),
            _ => move_focus(event),
        })
    };
    let leave = {
        let on_choice = on_choice.clone();
        Callback::from(move |event: FocusEvent| {
            if has_left(&event) {
                on_choice.emit(Choice::Leave);
            }
        })
    };
    let style = format!("--x:{x}px;--y:{y}px");
    html! {
        // No part of the page cuts off a popover.
        <div class="menu" popover="manual" {style} onkeydown={keys} onfocusout={leave}>
            <p>
                <b>{ pin.name() }</b>
                { if *picks_wire_end { " wire to … or click the other pad" } else { " from outside" } }
            </p>
            <div role="menu" aria-label={format!("{} from outside", pin.name())}>
                { for rows.iter().map(|row| self::row(row, on_choice)) }
            </div>
            if !picks_wire_end { { clock_form(*pin, on_choice) } }
        </div>
    }
}

fn row(row: &Row, on_choice: &Callback<Choice>) -> Html {
    let is_state = row.items.first().is_some_and(|item| item.is_checked.is_some());
    let kind = if is_state { "value" } else { "act" };
    let items = row.items.iter().map(|item| {
        let choice = item.choice;
        html! {
            <button
                type="button" tabindex="-1" role={if item.is_checked.is_some() { "menuitemradio" } else { "menuitem" }}
                class={classes!(kind, (item.is_checked == Some(true)).then_some("chosen"))}
                aria-checked={item.is_checked.map(|is_checked| is_checked.to_string())} data-item={item.key.clone()}
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

/// Draws a form for a clock of any frequency.
fn clock_form(pin: PinId, on_choice: &Callback<Choice>) -> Html {
    let on_choice = on_choice.clone();
    let submit = Callback::from(move |event: SubmitEvent| {
        event.prevent_default();
        let field = event.target_dyn_into::<Element>().and_then(|form| form.query_selector("input").ok().flatten());
        let field = field.and_then(|field| field.dyn_into::<HtmlInputElement>().ok());
        if let Some(signal) = field.and_then(|field| ClockSignal::new(field.value_as_number(), 0.5)) {
            on_choice.emit(Choice::Apply(Stimulus::Clock { pin, signal }));
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

/// Returns whether the focus has moved from the menu to another element of the page. It has not if nothing has the focus
/// now, as when another window is in front.
fn has_left(event: &FocusEvent) -> bool {
    let next = event.related_target().and_then(|target| target.dyn_into::<Element>().ok());
    next.is_some_and(|next| next.closest(".menu").is_ok_and(|menu| menu.is_none()))
}

/// Moves the focus along a row or from row to row, if an arrow key was pressed, or to the first or the last item.
fn move_focus(event: KeyboardEvent) {
    let Some(here) = event.target_dyn_into::<HtmlElement>().filter(|item| item.has_attribute("role")) else { return };
    let row = || here.closest("[role=group]").ok().flatten();
    let menu = || row()?.parent_element();
    let first = |row: Element| row.query_selector("button").ok().flatten();
    let next = match event.key().as_str() {
        "ArrowRight" => here.next_element_sibling(),
        "ArrowLeft" => here.previous_element_sibling(),
        "ArrowDown" => row().and_then(|row| row.next_element_sibling()).and_then(first),
        "ArrowUp" => row().and_then(|row| row.previous_element_sibling()).and_then(first),
        "Home" => menu().and_then(first),
        "End" => menu().and_then(|menu| menu.query_selector("[role=group]:last-child button:last-child").ok()?),
        _ => return,
    };
    event.prevent_default();
    if let Some(next) = next.and_then(|next| next.dyn_into::<HtmlElement>().ok()) {
        let _ = next.focus();
    }
}
