//! Draws the power modes in which the interrupt works, and notes on why it might not work in them.

use pinscope_core::{IrqStatus, PinId, Profile, Wake};
use yew::{Html, html};

use super::setting::IrqSetting;
use crate::inspector::{Action, ErrorSite, Props, Refusal, field};
use crate::radio_group::{Value, any_of};
use crate::scene::{PadView, WakeMark};
use crate::{symbols, text};

/// Draws the controls of wake: any of ACTIVE, SUSPENDED and HIBERNATE.
pub fn view(props: &Props, irq: IrqStatus) -> Html {
    let before = IrqSetting::current(props, irq);
    let is_taken_over = PadView::new(&props.scene, props.pin).suspended == WakeMark::Replaced;
    let label = |wake: Wake, name: &'static str| match wake {
        Wake::SUSPENDED if is_taken_over => html! {
            <>{ symbols::inline(symbols::replaced_wake_symbol(false)) }<s>{ name }</s></>
        },
        Wake::SUSPENDED => html! { <>{ symbols::inline(symbols::wake_symbol(false)) }{ name }</> },
        Wake::HIBERNATE => html! { <>{ symbols::inline(symbols::wake_symbol(true)) }{ name }</> },
        _ => html! { name },
    };
    let modes = [(Wake::ACTIVE, "ACTIVE"), (Wake::SUSPENDED, "SUSPENDED"), (Wake::HIBERNATE, "HIBERNATE")];
    let values = modes.map(|(mode, name)| Value {
        value: mode,
        key: name,
        label: label(mode, name),
        is_chosen: before.config.wake.contains(mode) && !(is_taken_over && mode == Wake::SUSPENDED),
    });
    let pin = props.pin;
    let on = props.on_action.reform(move |mode: Wake| {
        // A pin that is armed again takes SUSPENDED back.
        if is_taken_over && mode == Wake::SUSPENDED {
            return before.action(pin);
        }
        match Wake::from_bits(pin, before.config.wake.bits() ^ mode.bits()) {
            Ok(wake) => before.with(|config| config.wake = wake).action(pin),
            Err(error) => Action::Refused(Refusal { site: ErrorSite::Interrupt, message: error.to_string().into() }),
        }
    });
    field("Wake", any_of("wake", "Wake", values.into(), &on), notes(props, irq))
}

fn notes(props: &Props, irq: IrqStatus) -> Html {
    let mut notes = Vec::new();
    if props.pin == PinId::GP10 && props.scene.profile() == Profile::Wipy {
        notes.push(
            "GP10 wakes this board, as the manual says; on a real chip this wake line is wired to GP13".to_owned(),
        );
    }
    if !irq.wake.contains(Wake::ACTIVE) {
        notes.push("without ACTIVE it makes no interrupt while the board is ACTIVE or IDLE".to_owned());
    }
    if PadView::new(&props.scene, props.pin).suspended == WakeMark::Replaced {
        notes.push(format!("{}; press SUSPENDED to take it back", text::taken_over(&props.scene)));
    }
    notes.into_iter().map(|note| html! { <p>{ note }</p> }).collect()
}
