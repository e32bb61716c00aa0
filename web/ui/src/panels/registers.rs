//! Draws the registers, each with its name, its word, its bits and its fields. Words and bits can be changed.

mod input;
mod row;
mod values;

use pinscope_core::PinId;
use pinscope_protocol::register_map::{self, Peripheral, Register};
use yew::{AttrValue, Callback, FocusEvent, Html, KeyboardEvent, MouseEvent, PointerEvent, html};

use super::{Props, RegistersView};
use crate::controls::restricted;
use crate::inspector::{Action, ErrorSite, Refusal};
use crate::pointer_words::for_pointer;
use crate::scene::Scene;
use input::RegisterAction;
use pinscope_protocol::Request;
use row::Row;

pub use values::RegisterValues;

/// Draws the panel of the registers.
pub fn view(props: &Props, scene: &Scene) -> Html {
    let on = &props.callbacks;
    let on_action = action_callback(props);
    let view = props.state.registers_view;
    let (on_view, on_hover) = (on.registers_view.clone(), on.hover.clone());
    let focusout = move |event: FocusEvent| match input::editor(&event) {
        Some(_) => on_view.emit(RegistersView { edited: None, ..view }),
        None => on_hover.emit(None),
    };
    html! {
        <section
            class="registers" aria-label="Registers"
            onclick={on_action.reform(|event: MouseEvent| input::clicked(&event))}
            onkeydown={on_action.reform(|event: KeyboardEvent| input::key_down(&event))}
            onpointerover={on.hover.reform(|event: PointerEvent| input::pin_at(&event))}
            onpointerout={on.hover.reform(|_| None)}
            onfocusin={on.hover.reform(|event: FocusEvent| input::pin_at(&event))}
            onfocusout={focusout}
        >
            { bar(props) }
            { restricted(scene.real.as_ref().map(|real| real.poke.as_str()), groups(props, scene)) }
        </section>
    }
}

/// Draws the rows in groups: each port, the pads in columns, sleep and wake, the NVIC, and each other block.
fn groups(props: &Props, scene: &Scene) -> Html {
    let mut groups: Vec<(Peripheral, Vec<Html>)> = Vec::new();
    for (index, register) in register_map::registers().enumerate() {
        // A physical board sends only what a snapshot contains.
        if scene.real.is_some() && register.block.is_outside_snapshot() {
            continue;
        }
        let (word, mark) = props.state.registers.at(index);
        let profile = scene.profile();
        let belongs_to = |pin: PinId| register.fields(profile).any(|field| field.belongs_to(pin, word));
        if props.state.registers_view.only_selected && !belongs_to(props.selected) {
            continue;
        }
        let group = match register.block {
            Peripheral::Pad(index) => Peripheral::Pad(index / PADS_A_COLUMN * PADS_A_COLUMN),
            Peripheral::AdcChannel(_) => Peripheral::Adc,
            block => block,
        };
        let takes_focus = groups.last().is_none_or(|(last, _)| *last != group);
        if takes_focus {
            groups.push((group, Vec::new()));
        }
        let hovered = props.hovered.filter(|&pin| belongs_to(pin));
        let is_edited = props.state.registers_view.edited == Some(index);
        if let Some((_, rows)) = groups.last_mut() {
            rows.push(
                html! { <Row key={index} {register} {word} {mark} {profile} {hovered} {is_edited} {takes_focus} /> },
            );
        }
    }
    let group = |(group, rows): (Peripheral, Vec<Html>)| {
        let title = title(group);
        html! {
            <div key={title.clone()} class="words" role="group" aria-label={title.clone()} data-group={title.clone()}>
                <div class="head"><h2>{ title }</h2>{ head(group) }</div>{ for rows }
            </div>
        }
    };
    html! { <>{ for groups.into_iter().map(group) }</> }
}

/// Number of pads in a column; forty-one pads make three columns.
const PADS_A_COLUMN: u8 = 14;

fn title(block: Peripheral) -> String {
    match block {
        Peripheral::Port(port) => port.name().to_owned(),
        Peripheral::Pad(first) => format!("Pads {first}–{}", (first + PADS_A_COLUMN - 1).min(40)),
        Peripheral::Wake => "Sleep and wake".to_owned(),
        Peripheral::Nvic => "NVIC".to_owned(),
        Peripheral::Timer(timer) => format!("TIMERA{}", timer.index()),
        Peripheral::Uart(uart) => format!("UARTA{}", uart.index()),
        Peripheral::Watchdog => "Watchdog".to_owned(),
        Peripheral::Adc | Peripheral::AdcChannel(_) => "Converter (ADC)".to_owned(),
        Peripheral::Rtc => "Real-time clock".to_owned(),
    }
}

const PAD_FIELDS: [&str; 5] = ["MODE", "OPEN_DRAIN", "DRIVE", "PULL", "OUTPUT"];

/// Draws the header above the cells.
fn head(block: Peripheral) -> Html {
    let cells: Html = match block {
        Peripheral::Port(port) => (0..8).rev().map(|bit| html! { <span>{ port.index() * 8 + bit }</span> }).collect(),
        Peripheral::Pad(_) => PAD_FIELDS.map(|name| html! { <span>{ name }</span> }).into_iter().collect(),
        _ => html! {},
    };
    html! { <span class="cells">{ cells }</span> }
}

fn bar(props: &Props) -> Html {
    let view = props.state.registers_view;
    let turn = props
        .callbacks
        .registers_view
        .reform(move |_: MouseEvent| RegistersView { only_selected: !view.only_selected, ..view });
    let poke = props.scene.as_ref().and_then(|scene| scene.real.as_ref()).map(|real| real.poke.clone());
    let hint = for_pointer("Click a bit to invert it, a word to write it: 0x1F, 0b11111 or 31.");
    let class = if props.refusal.is_some() { "hint refusal" } else { "hint" };
    html! {
        <div class="panel-bar">
            <button
                type="button" class="switch" role="switch" aria-checked={view.only_selected.to_string()}
                data-setting="only-selected" onclick={turn}
            >
                <i />{ props.selected.name() }{ " only" }
            </button>
            <p class={class} role={props.refusal.is_some().then_some("alert")}>
                { props.refusal.clone().or(poke.map(AttrValue::from)).unwrap_or(hint.into()) }
            </p>
        </div>
    }
}

/// Returns a callback that performs actions on the registers.
fn action_callback(props: &Props) -> Callback<Option<RegisterAction>> {
    let (words, view, on) = (props.state.registers.clone(), props.state.registers_view, props.callbacks.clone());
    Callback::from(move |action: Option<RegisterAction>| {
        let Some(action) = action else { return };
        let (RegisterAction::Edit(name) | RegisterAction::Toggle(name, _) | RegisterAction::Write(name, _)) = &action;
        let known = register_map::registers().enumerate().find(|(_, register)| register.to_string() == *name);
        let Some((index, register)) = known else { return };
        let write = match action {
            RegisterAction::Edit(_) => {
                on.registers_view.emit(RegistersView { edited: Some(index), ..view });
                return;
            }
            RegisterAction::Toggle(_, bit) => Ok(register.toggle(words.at(index).0, 1 << bit)),
            RegisterAction::Write(_, word) => {
                word.map(|word| (register.addr, word)).map_err(|reason| reason.to_string())
            }
        };
        on.action.emit(write_action(register, write));
    })
}

fn write_action(register: Register, write: Result<(u32, u32), String>) -> Action {
    let reason = match write {
        Ok(_) if register.is_read_only() => "it can only be read, so a write changes nothing".to_owned(),
        Ok((addr, value)) => return Action::Send(Request::Poke { addr, value }),
        Err(reason) => reason,
    };
    Action::Refused(Refusal { site: ErrorSite::Register, message: format!("{register}: {reason}").into() })
}
