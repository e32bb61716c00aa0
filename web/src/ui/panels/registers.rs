//! The registers: every word by name, its bits and fields, to be looked at and to be written.

mod hands;
mod row;
mod words;

use std::mem;

use pinscope_core::catalog::{self, Block, Named};
use pinscope_core::{PinId, Profile};
use yew::{AttrValue, Callback, Html, MouseEvent, Properties, function_component, html};

use super::View;
use crate::protocol::Request;
use crate::ui::inspector::{Place, Refusal, Wish};
use crate::ui::sends::Sends;
use hands::{Deed, Listeners};
use row::Row;

pub use words::Words;

/// What the registers show.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct Props {
    /// What they hold.
    pub words: Words,
    /// Which board it is.
    pub profile: Profile,
    /// How they are looked at.
    pub view: View,
    /// The selected pin.
    pub selected: PinId,
    /// The pin pointed at.
    pub hovered: Option<PinId>,
    /// Why the last write was refused.
    pub refusal: Option<AttrValue>,
    /// Told what is wanted.
    pub on: Sends,
}

/// The registers.
#[function_component]
pub fn Registers(props: &Props) -> Html {
    let on = Listeners::new(&deeds(props));
    let mut last = None;
    let shown = catalog::registers().enumerate().filter(|(index, register)| is_shown(props, *index, *register));
    let rows: Vec<_> = shown
        .map(|(index, register)| {
            // The keyboard's focus comes to the first of each kind; from there arrows walk.
            let kind = Some(mem::discriminant(&register.block));
            (register.block, row(props, index, register, mem::replace(&mut last, kind) != kind))
        })
        .collect();
    let part = |belongs: fn(Block) -> bool| -> Vec<Html> {
        rows.iter().filter(|(block, _)| belongs(*block)).map(|(_, row)| row.clone()).collect()
    };
    let pads = part(|block| matches!(block, Block::Pad(_)));
    let pads = pads.chunks(PADS_A_COLUMN).map(|pads| html! { <div>{ pad_head() }{ for pads.iter().cloned() }</div> });
    html! {
        <section
            class="registers" aria-label="Registers" onclick={on.click} onkeydown={on.keydown}
            onpointerover={on.pointerover} onpointerout={on.pointerout} onfocusin={on.focusin} onfocusout={on.focusout}
        >
            { bar(props) }
            <div class="ports-words">
                { for rows.chunk_by(|(a, _), (b, _)| a == b).filter_map(|rows| {
                    let (Block::Port(port), _) = rows.first()? else { return None };
                    let first = 8 * port.index();
                    Some(html! {
                        <div class="group-words" role="group" aria-label={format!("Port {}", port.name())}>
                            <div class="head">
                                <h3>{ port.name() }</h3><span class="at">{ format!("{:X}", port.base()) }</span>
                                <span class="cells">{ for (first..first + 8).rev().map(|gpio| html! { <span>{ gpio }</span> }) }</span>
                            </div>
                            { for rows.iter().map(|(_, row)| row.clone()) }
                        </div>
                    })
                }) }
            </div>
            { group("Pads", "pads-words", pads.collect()) }
            { group("Sleep and wake", "wake-words", part(|block| block == Block::Wake).into_iter().collect()) }
            { group("NVIC", "nvic-words", part(|block| block == Block::Nvic).into_iter().collect()) }
        </section>
    }
}

/// Forty-one pads make three columns.
const PADS_A_COLUMN: usize = 14;

fn pad_head() -> Html {
    let names = ["MODE", "OPEN_DRAIN", "DRIVE", "PULL", "OUTPUT"].map(|name| html! { <span>{ name }</span> });
    html! { <div class="register of-pad head" aria-hidden="true"><span class="cells">{ for names }</span></div> }
}

fn group(title: &'static str, class: &'static str, rows: Html) -> Html {
    html! {
        <div {class} role="group" aria-label={title}><h3>{ title }</h3><div class="columns">{ rows }</div></div>
    }
}

/// Whether a register is shown: all are, or those of the selected pin.
fn is_shown(props: &Props, index: usize, register: Named) -> bool {
    !props.view.only_selected || concerns(props, index, register, props.selected)
}

fn concerns(props: &Props, index: usize, register: Named, pin: PinId) -> bool {
    register.fields(props.profile).any(|field| field.concerns(pin, props.words.at(index).0))
}

fn row(props: &Props, index: usize, register: Named, takes_focus: bool) -> Html {
    let (word, mark) = props.words.at(index);
    let profile = props.profile;
    let hovered = props.hovered.filter(|&pin| concerns(props, index, register, pin));
    let is_edited = props.view.edited == Some(index);
    html! { <Row key={index} {register} {index} {word} {mark} {profile} {hovered} {is_edited} {takes_focus} /> }
}

fn bar(props: &Props) -> Html {
    let view = props.view;
    let turn = props.on.view.reform(move |_: MouseEvent| View { only_selected: !view.only_selected, ..view });
    html! {
        <div class="panel-bar">
            <button type="button" class="switch" role="switch" aria-checked={view.only_selected.to_string()} data-setting="only-selected" onclick={turn}>
                <i />{ format!("{} only", props.selected.name()) }
            </button>
            if let Some(message) = &props.refusal {
                <p class="hint refusal" role="alert">{ message }</p>
            } else {
                <p class="hint">{ "Click a bit to invert it, a word to write it: 0x1F, 0b11111 or 31." }</p>
            }
        </div>
    }
}

/// What becomes of the deeds of hands.
fn deeds(props: &Props) -> Callback<Deed> {
    let Props { words, view, on, .. } = props.clone();
    let on_wish = on.wish;
    let wish = move |index: usize, write: &dyn Fn(Named) -> Result<(u32, u32), String>| {
        let Some(register) = catalog::registers().nth(index) else { return };
        let is_lost = || "it is only read; a write changes nothing".to_owned();
        let written = if register.is_read_only() { Err(is_lost()) } else { write(register) };
        on_wish.emit(match written {
            Ok((addr, value)) => Wish::Ask(Request::Poke { addr, value }),
            Err(why) => Wish::Refused(Refusal { place: Place::Register, message: format!("{register}: {why}").into() }),
        });
    };
    Callback::from(move |deed| match deed {
        Deed::Hover(pin) => on.hover.emit(pin),
        Deed::Edit(edited) => on.view.emit(View { edited, ..view }),
        Deed::Toggle(index, bit) => wish(index, &|register| Ok(register.toggle(words.at(index).0, 1 << bit))),
        Deed::Write(index, word) => wish(index, &|register| match word {
            Ok(value) => Ok((register.addr, value)),
            Err(why) => Err(why.to_string()),
        }),
    })
}
