//! One register: its name, its word, and its bits and fields.

use pinscope_core::catalog::{Block, Field, Named};
use pinscope_core::{PinId, Profile};
use web_sys::HtmlInputElement;
use yew::{Html, Properties, classes, function_component, html, use_effect_with, use_node_ref};

use super::words::Mark;

/// What a row shows.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct Props {
    /// The register.
    pub register: Named,
    /// Its place in the catalog.
    pub index: usize,
    /// What it holds.
    pub word: u32,
    /// What of it has just changed.
    pub mark: Mark,
    /// Whose wake lines its fields are.
    pub profile: Profile,
    /// The pin pointed at, if a field concerns it.
    pub hovered: Option<PinId>,
    /// Whether the keyboard's focus comes here by itself.
    pub takes_focus: bool,
    /// Whether a new word is being written.
    pub is_edited: bool,
}

/// One register.
#[function_component]
pub fn Row(props: &Props) -> Html {
    let Props { register, index, word, profile, hovered, .. } = props;
    let name = register.to_string();
    let fields: Vec<_> = register.fields(*profile).collect();
    let (class, shown, of) = match register.block {
        Block::Port(_) => ("of-port", register.short_name(), None),
        Block::Pad(_) => ("of-pad", "", fields.first().and_then(|field| field.pin(*word))),
        Block::Wake => ("of-wake", name.as_str(), None),
        Block::Nvic => ("of-nvic", name.as_str(), None),
    };
    let label = match (register.block, of) {
        (Block::Pad(index), None) => html! { <span class="name nowhere">{ format!("pad {index}") }</span> },
        (Block::Pad(_), Some(pin)) => html! { <span class="name">{ pin.name() }</span> },
        _ => html! { <span class="name">{ shown.to_owned() }</span> },
    };
    // A port's bits are written the highest first.
    let is_bits = matches!(register.block, Block::Port(_)) && fields.len() == 8;
    let digits = match register.block {
        Block::Port(_) if is_bits => 2,
        Block::Port(_) => 5,
        Block::Pad(_) => 3,
        Block::Wake | Block::Nvic => 8,
    };
    let hex = format!("0x{word:0digits$X}");
    let cell = |field: &Field| cell(props, &name, *field, is_bits);
    let cells: Html = if is_bits { fields.iter().rev().map(cell).collect() } else { fields.iter().map(cell).collect() };
    html! {
        <div
            class={classes!("register", class, is_bits.then_some("bits"), (of.is_some() && *hovered == of).then_some("hovered"))}
            data-register={name.clone()} data-word={format!("0x{word:08X}")} data-index={index.to_string()}
            data-short={register.short_name()} data-of={of.map(PinId::name)}
        >
            { label }
            <button type="button" class="word" data-edit="" tabindex={if props.takes_focus { "0" } else { "-1" }} aria-label={format!("{name} {hex}, write")} title={format!("{name} at 0x{:08X}", register.addr)}>
                { &hex }
            </button>
            if props.is_edited {
                <Editor name={name.clone()} {hex} />
            }
            <span class="cells">{ cells }</span>
        </div>
    }
}

fn cell(props: &Props, name: &str, field: Field, is_port_bit: bool) -> Html {
    let Props { word, mark, hovered, .. } = props;
    let (value, says) = (field.value(*word), field.meaning(*word));
    let shown = if says.is_empty() { value.to_string() } else { says.to_owned() };
    let of = field.pin(*word).map(PinId::name);
    let classes = classes!(
        "cell",
        hovered.is_some_and(|pin| field.concerns(pin, *word)).then_some("hovered"),
        (is_port_bit && of.is_none()).then_some("nowhere"),
    );
    let is_changed = mark.bits & field.mask() != 0;
    let marker = html! { <>{ for is_changed.then(|| html! { <i key={mark.turn} class="changed" /> }) }</> };
    let Field { name: called, low, width, .. } = field;
    if width == 1 {
        let is_set = value == 1;
        html! {
            <button
                type="button" tabindex="-1" class={classes!(classes, "bit", is_set.then_some("set"))}
                data-bit={low.to_string()} data-of={of} aria-pressed={is_set.to_string()}
                aria-label={format!("{name} bit {low}, {called}, {shown}")} title={format!("bit {low}, {called}: {shown}")}
            ><span class="square" /><span class="called">{ called }</span>{ marker }</button>
        }
    } else {
        let high = low + width - 1;
        html! {
            <span class={classes!(classes, "says")} data-field={called} data-of={of} title={format!("bits {high}:{low}, {called}")}>
                <span class="called">{ called }</span><b>{ shown }</b>{ marker }
            </span>
        }
    }
}

#[derive(Clone, Debug, PartialEq, Properties)]
struct Edited {
    name: String,
    hex: String,
}

/// Where a new word is written. It lies over the old one.
#[function_component]
fn Editor(props: &Edited) -> Html {
    let input = use_node_ref();
    {
        // The word as it was when writing began: what it does meanwhile does not disturb.
        let (input, hex) = (input.clone(), props.hex.clone());
        use_effect_with((), move |()| {
            if let Some(input) = input.cast::<HtmlInputElement>() {
                input.set_value(&hex);
                let _ = input.focus();
                input.select();
            }
        });
    }
    html! {
        <input
            ref={input} class="word editor" data-poke={props.name.clone()} aria-label={format!("New word of {}", props.name)}
            maxlength="40" autocomplete="off" spellcheck="false"
        />
    }
}
