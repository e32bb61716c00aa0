//! The registers: every word by name, its bits and fields, to be looked at and to be written.

mod hands;
mod row;
mod words;

use gloo_timers::callback::Timeout;
use pinscope_core::PinId;
use pinscope_core::catalog::{self, Block, Named};
use yew::{AttrValue, Callback, FocusEvent, Html, KeyboardEvent, MouseEvent, PointerEvent, html};

use super::{Props, View};
use crate::protocol::Request;
use crate::ui::browser;
use crate::ui::choice::offered;
use crate::ui::inspector::{Place, Refusal, Wish};
use crate::ui::scene::Scene;
use hands::Deed;
use row::Row;

pub use words::Words;

/// The registers.
pub fn view(props: &Props, scene: &Scene) -> Html {
    let on = &props.on;
    let on_deed = deeds(props);
    let view = props.state.view;
    let (on_view, on_hover) = (on.view.clone(), on.hover.clone());
    let focusout = move |event: FocusEvent| match hands::editor(&event) {
        Some(_) => on_view.emit(View { edited: None, ..view }),
        None => on_hover.emit(None),
    };
    html! {
        <section
            class="registers" aria-label="Registers"
            onclick={on_deed.reform(|event: MouseEvent| hands::clicked(&event))}
            onkeydown={on_deed.reform(|event: KeyboardEvent| hands::key_down(&event))}
            onpointerover={on.hover.reform(|event: PointerEvent| hands::pin_at(&event))}
            onpointerout={on.hover.reform(|_| None)}
            onfocusin={on.hover.reform(|event: FocusEvent| hands::pin_at(&event))}
            onfocusout={focusout}
        >
            { bar(props) }
            { offered(scene.real.as_ref().map(|real| real.poke.as_str()), groups(props, scene)) }
        </section>
    }
}

/// The rows, in groups: each port, the pads in columns, wake words and NVIC.
fn groups(props: &Props, scene: &Scene) -> Html {
    let mut groups: Vec<(Block, Vec<Html>)> = Vec::new();
    for (index, register) in catalog::registers().enumerate() {
        let (word, mark) = props.state.words.at(index);
        let profile = scene.profile();
        let concerns = |pin: PinId| register.fields(profile).any(|field| field.concerns(pin, word));
        if props.state.view.only_selected && !concerns(props.selected) {
            continue;
        }
        let group = match register.block {
            Block::Pad(index) => Block::Pad(index / PADS_A_COLUMN * PADS_A_COLUMN),
            block => block,
        };
        let takes_focus = groups.last().is_none_or(|(last, _)| *last != group);
        if takes_focus {
            groups.push((group, Vec::new()));
        }
        let hovered = props.hovered.filter(|&pin| concerns(pin));
        let is_edited = props.state.view.edited == Some(index);
        if let Some((_, rows)) = groups.last_mut() {
            rows.push(
                html! { <Row key={index} {register} {word} {mark} {profile} {hovered} {is_edited} {takes_focus} /> },
            );
        }
    }
    let group = |(group, rows): (Block, Vec<Html>)| {
        let title = title(group);
        html! {
            <div key={title.clone()} class="words" role="group" aria-label={title.clone()} data-group={title.clone()}>
                <div class="head"><h3>{ title }</h3>{ head(group) }</div>{ for rows }
            </div>
        }
    };
    html! { <>{ for groups.into_iter().map(group) }</> }
}

/// Forty-one pads make three columns.
const PADS_A_COLUMN: u8 = 14;

fn title(block: Block) -> String {
    match block {
        Block::Port(port) => port.name().to_owned(),
        Block::Pad(first) => format!("Pads {first}–{}", (first + PADS_A_COLUMN - 1).min(40)),
        Block::Wake => "Sleep and wake".to_owned(),
        Block::Nvic => "NVIC".to_owned(),
    }
}

const PAD_FIELDS: [&str; 5] = ["MODE", "OPEN_DRAIN", "DRIVE", "PULL", "OUTPUT"];

/// What stands over the cells.
fn head(block: Block) -> Html {
    let cells: Html = match block {
        Block::Port(port) => (0..8).rev().map(|bit| html! { <span>{ port.index() * 8 + bit }</span> }).collect(),
        Block::Pad(_) => PAD_FIELDS.map(|name| html! { <span>{ name }</span> }).into_iter().collect(),
        Block::Wake | Block::Nvic => html! {},
    };
    html! { <span class="cells">{ cells }</span> }
}

fn bar(props: &Props) -> Html {
    let view = props.state.view;
    let turn = props.on.view.reform(move |_: MouseEvent| View { only_selected: !view.only_selected, ..view });
    let poke = props.scene.as_ref().and_then(|scene| scene.real.as_ref()).map(|real| real.poke.clone());
    let hint = "Click a bit to invert it, a word to write it: 0x1F, 0b11111 or 31.";
    html! {
        <div class="panel-bar">
            <button type="button" class="switch" role="switch" aria-checked={view.only_selected.to_string()} data-setting="only-selected" onclick={turn}>
                <i />{ props.selected.name() }{ " only" }
            </button>
            <p class={if props.refusal.is_some() { "hint refusal" } else { "hint" }} role={props.refusal.is_some().then_some("alert")}>
                { props.refusal.clone().or(poke.map(AttrValue::from)).unwrap_or(hint.into()) }
            </p>
        </div>
    }
}

/// What becomes of the deeds of hands.
fn deeds(props: &Props) -> Callback<Option<Deed>> {
    let (words, view, on) = (props.state.words.clone(), props.state.view, props.on.clone());
    Callback::from(move |deed: Option<Deed>| {
        let Some(deed) = deed else { return };
        let (Deed::Edit(name) | Deed::Toggle(name, _) | Deed::Write(name, _)) = &deed;
        let known = catalog::registers().enumerate().find(|(_, register)| register.to_string() == *name);
        let Some((index, register)) = known else { return };
        let write = match deed {
            Deed::Edit(_) => {
                on.view.emit(View { edited: Some(index), ..view });
                // It is there as soon as this has been drawn.
                Timeout::new(0, || browser::focus("[data-poke]")).forget();
                return;
            }
            Deed::Toggle(_, bit) => Ok(register.toggle(words.at(index).0, 1 << bit)),
            Deed::Write(_, word) => word.map(|word| (register.addr, word)).map_err(|why| why.to_string()),
        };
        on.wish.emit(wish(register, write));
    })
}

fn wish(register: Named, write: Result<(u32, u32), String>) -> Wish {
    let why = match write {
        Ok(_) if register.is_read_only() => "it is only read; a write changes nothing".to_owned(),
        Ok((addr, value)) => return Wish::Ask(Request::Poke { addr, value }),
        Err(why) => why,
    };
    Wish::Refused(Refusal { place: Place::Register, message: format!("{register}: {why}").into() })
}
