//! Replaces the settings while the board sleeps: shows how the board wakes, and which pins cannot wake it.

use pinscope_core::{IrqStatus, PinId, Power, SleepMode, Wake};
use yew::{Html, MouseEvent, classes, html};

use super::{Action, Props, field};
use crate::controls::action_button;
use crate::scene::{PadView, WakeMark, wake_of};
use crate::symbols;
use crate::text;
use pinscope_protocol::Request;

/// Draws how the board wakes.
pub fn view(props: &Props, power: Power) -> Html {
    let mode = match power {
        Power::Active | Power::Idle => SleepMode::Active,
        Power::Suspended => SleepMode::Suspended,
        Power::Hibernate => SleepMode::Hibernate,
    };
    let reset = props.on_action.reform(|_: MouseEvent| Action::Send(Request::ResetChip));
    let reset = action_button("reset", "reset the board", reset);
    let locked = html! {
        <div class="locked">
            <p>{ "Software is not running: mode, pull and interrupt are locked until the board wakes." }</p>
            <p class="quiet">{ "Pads and buttons can still be used." }</p>
        </div>
    };
    html! {
        <>
            <div class="fields wake-panel">
                <div class="wake-title">{ symbols::power(power) }<h3>{ text::wake_hint(&props.scene) }</h3></div>
                <p>{ what_follows(props, mode) }</p>
                { for props.ignored_edge.as_ref().map(|edge| html! { <p data-ignored="">{ edge }</p> }) }
            </div>
            { for (mode != SleepMode::Active).then(|| wake_pins(props, mode)) }
            <div class="fields">
                { field("Controls", locked, html! {}) }
                { field("Or", reset, "pins and interrupts then start over".into()) }
            </div>
        </>
    }
}

fn what_follows(props: &Props, mode: SleepMode) -> String {
    let wakers = props.scene.armed_wake_pins(mode);
    let edge = match wakers.as_slice() {
        [] if props.scene.blocks.alarm.is_some() => String::new(),
        [] => return "No pin can end this; the reset button can.".to_owned(),
        [(_, trigger)] => format!("It wakes on {}.", text::trigger_phrase(*trigger)),
        _ => String::new(),
    };
    let follows = match mode {
        SleepMode::Active => "The interrupt is served, and the software continues.",
        SleepMode::Suspended => {
            "Execution then continues after the sleep call, in less than 5 ms; pins and triggers are restored and the \
             callback runs."
        }
        SleepMode::Hibernate => "Waking is a reset: the board starts from the beginning, and the reset cause shows it.",
    };
    format!("{edge} {follows}").trim_start().to_owned()
}

fn wake_pins(props: &Props, mode: SleepMode) -> Html {
    let wakers = props.scene.armed_wake_pins(mode);
    let profile = props.scene.profile();
    let rows = PinId::by_number().filter(|&pin| profile.wake_line(pin).is_some()).map(|pin| {
        let view = PadView::new(&props.scene, pin);
        let wake_mark = if mode == SleepMode::Hibernate { view.hibernate } else { view.suspended };
        let is_hibernate = mode == SleepMode::Hibernate;
        let (mark, words) = match wake_mark {
            WakeMark::Armed => {
                let trigger = wakers.iter().find(|(waker, _)| *waker == pin).map(|(_, trigger)| trigger.word());
                (symbols::inline(symbols::wake_symbol(is_hibernate)), format!("armed: {}", trigger.unwrap_or_default()))
            }
            WakeMark::Replaced => {
                (symbols::inline(symbols::replaced_wake_symbol(is_hibernate)), text::taken_over(&props.scene))
            }
            WakeMark::None => (html! {}, why_not(props, pin, mode).to_owned()),
        };
        html! {
            <tr class={classes!((wake_mark == WakeMark::None).then_some("quiet"))}>
                <th scope="row">{ pin.name() }</th><td>{ mark }</td><td>{ words }</td>
            </tr>
        }
    });
    let table = html! { <table class="wake-pins"><tbody>{ for rows }</tbody></table> };
    html! { <div class="fields">{ field("Wake pins", table, html! {}) }</div> }
}

fn why_not(props: &Props, pin: PinId, mode: SleepMode) -> &'static str {
    match props.scene.snapshot.status(pin).irq {
        None => "not armed",
        Some(IrqStatus { enabled: false, .. }) => "its interrupt is disabled",
        Some(IrqStatus { wake, .. }) if wake == Wake::ACTIVE => {
            "its wake setting is ACTIVE only, so it cannot end this sleep"
        }
        Some(IrqStatus { wake, .. }) if !wake.contains(wake_of(mode)) => "its wake setting does not include this sleep",
        Some(_) => "not armed",
    }
}
