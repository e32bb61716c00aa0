//! Draws the names of the lanes, each with its pad and a note.

use pinscope_core::{Mode, PadLevel, PinId, Power, Pull};
use pinscope_protocol::External;
use pinscope_protocol::waveform::Waveform;
use yew::{Callback, Html, MouseEvent, classes, html};

use crate::scene::{PadView, Scene};
use crate::{glossary, symbols, text};

/// Returns the pins that have a lane: those that are set up, and those whose level has ever changed.
pub fn pins(scene: &Scene, waveform: Option<&Waveform>) -> Vec<PinId> {
    let is_set_up = |pin: PinId| {
        let seen = scene.snapshot.pin(pin);
        scene.snapshot.status(pin).irq.is_some()
            || scene.outside(pin) != External::default()
            || (seen.mode(), seen.pull()) != (Mode::In, Pull::None)
    };
    let has_lane = |pin: &PinId| waveform.is_some_and(|waveform| waveform.is_touched(*pin)) || is_set_up(*pin);
    PinId::ALL.into_iter().filter(has_lane).collect()
}

/// Draws the name of a lane, with a note about its pin.
pub fn name(view: &PadView, note: String, is_selected: bool, on_select: &Callback<PinId>) -> Html {
    let pin = view.pin;
    html! {
        <li key={pin.name()}>
            <button
                type="button" class={classes!("lane-name", is_selected.then_some("selected"))} data-lane={pin.name()}
                aria-pressed={is_selected.to_string()} onclick={on_select.reform(move |_: MouseEvent| pin)}
            >
                <svg class="level-sign" viewBox="-13 -13 26 26" aria-hidden="true" focusable="false">
                    { symbols::pad(view.mode, view.level, view.is_driven) }
                </svg>
                <b>{ pin.name() }</b>
                <span title={glossary::explain(note.rsplit(' ').next().unwrap_or_default())}>{ note }</span>
            </button>
        </li>
    }
}

/// Returns the most important fact about a pin, in a word or two.
pub fn note(scene: &Scene, view: &PadView) -> String {
    let wired = scene.wired_to(view.pin).next();
    let power = scene.power();
    match (view.irq, view.level, wired) {
        _ if view.ends_present_sleep && power != Power::Idle => "wakes".to_owned(),
        (Some(irq), ..) if irq.enabled => format!("{} irq", text::grouped(irq.count.into())),
        (_, Some(PadLevel::Contention), Some(end)) => format!("↔ {end}"),
        (_, Some(PadLevel::Contention), None) => "contention".to_owned(),
        (_, _, Some(end)) => format!("wire {end}"),
        (_, Some(PadLevel::Floating), _) => "floating".to_owned(),
        _ => view.function.map_or_else(|| text::header_label(view.label), str::to_owned),
    }
}
