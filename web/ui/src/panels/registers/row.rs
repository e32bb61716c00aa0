//! Draws a register: its name, its word, and its bits and fields.

use pinscope_core::{PinId, Profile};
use pinscope_protocol::register_map::{Field, Peripheral, Register};
use yew::{Html, Properties, classes, function_component, html, use_effect_with};

use super::values::Mark;
use crate::dom;

/// Properties of a row.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct Props {
    /// The register.
    pub register: Register,
    /// Its word.
    pub word: u32,
    /// The bits that have just changed.
    pub mark: Mark,
    /// The board, which decides to which pin a wake line belongs.
    pub profile: Profile,
    /// The pin that the pointer is over, if a field belongs to it.
    pub hovered: Option<PinId>,
    /// The keyboard's focus can come here with the Tab key.
    pub takes_focus: bool,
    /// The word is being edited.
    pub is_edited: bool,
}

/// Draws one register.
#[function_component]
pub fn Row(props: &Props) -> Html {
    let Props { register, word, profile, hovered, .. } = props;
    use_effect_with(props.is_edited, |&is_edited| {
        if is_edited {
            dom::focus("[data-poke]");
        }
    });
    let name = register.to_string();
    let mut fields: Vec<_> = register.fields(*profile).collect();
    let (kind, label, digits) = match register.block {
        // The highest bit of a port comes first.
        Peripheral::Port(_) if fields.len() == 8 => {
            fields.reverse();
            ("of-port", register.short_name(), 2)
        }
        Peripheral::Port(_) => ("of-port", register.short_name(), 5),
        Peripheral::Pad(_) => ("of-pad", "", 3),
        Peripheral::Wake => ("of-wake", register.short_name(), 8),
        Peripheral::Nvic => ("of-nvic", register.short_name(), 8),
        _ => ("of-block", register.short_name(), 8),
    };
    let of = fields.first().and_then(|field| field.pin(*word)).filter(|_| label.is_empty());
    let label = match (register.block, of) {
        (Peripheral::Pad(index), None) => format!("pad {index}"),
        (Peripheral::AdcChannel(_), _) => name.clone(),
        (_, Some(pin)) => pin.name().to_owned(),
        _ => label.to_owned(),
    };
    let hex = format!("0x{word:0digits$X}");
    let bits = (digits == 2).then_some("bits");
    let zero = (*word == 0).then_some("zero");
    html! {
        <div
            class={classes!("register", kind, bits, zero, register.short_name())} role="group" aria-label={name.clone()}
            data-register={name.clone()} data-of={of.map(PinId::name)}
        >
            <span class="name">{ label }</span>
            <button
                type="button" class="word" data-edit="" tabindex={if props.takes_focus { "0" } else { "-1" }}
                title={format!("{name} at 0x{:08X}", register.addr)}
            >{ &hex }</button>
            if props.is_edited {
                <input
                    class="word" data-poke={name.clone()} aria-label={name} placeholder={hex} maxlength="40"
                    autocomplete="off" spellcheck="false"
                />
            }
            <span class="cells">{ for fields.into_iter().map(|field| cell(*word, props.mark, *hovered, field)) }</span>
        </div>
    }
}

/// Draws a cell. A bit is a square, and a wider field shows its value. The style sheet adds the name where there is
/// room.
fn cell(word: u32, mark: Mark, hovered: Option<PinId>, field: Field) -> Html {
    let Field { name, low, width, .. } = field;
    let (value, value_text) = (field.value(word), field.value_name(word));
    let value_text = if value_text.is_empty() { value.to_string() } else { value_text.to_owned() };
    let of = field.pin(word).map(PinId::name);
    let kind = if width == 1 { "bit" } else { "says" };
    let set = (width == 1 && value == 1).then_some("set");
    let hovered = hovered.is_some_and(|pin| field.belongs_to(pin, word)).then_some("hovered");
    let changed = (mark.bits & field.mask() != 0).then_some("changed");
    // There are two names for one animation, because it starts again only when its name changes.
    let odd = (mark.turn % 2 == 1).then_some("odd");
    let nowhere = of.is_none().then_some("nowhere");
    html! {
        <button
            type="button" tabindex="-1" class={classes!("cell", kind, set, hovered, changed, odd, nowhere)}
            data-field={name} data-bit={(width == 1).then(|| low.to_string())} data-of={of}
            aria-pressed={(width == 1).then_some(if value == 1 { "true" } else { "false" })}
            title={format!("{name}, bits {}:{low}: {value_text}", low + width - 1)}
        >{ if width == 1 { String::new() } else { value_text } }</button>
    }
}
