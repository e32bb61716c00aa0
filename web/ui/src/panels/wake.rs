//! Draws the panel of sleep and wake: which pins are armed, and why each pin and block did or did not wake the board.

use pinscope_core::cc3200::gprcm;
use pinscope_core::{PinId, Power, SleepMode, Wake, sleep};
use yew::{Callback, Html, html};

use crate::scene::{PadView, Scene, WakeMark};
use crate::{glossary, text, toolbar};
use pinscope_protocol::{BlockReason, Reason, Request};

/// The reasons why pins and why blocks did or did not wake the board.
pub type Reasons = (Vec<Reason>, Vec<BlockReason>);

/// Draws the panel of sleep and wake.
pub fn view(scene: &Scene, reasons: &Reasons, on_request: &Callback<Request>) -> Html {
    let lines = PinId::by_number().filter_map(|pin| {
        let line = scene.profile().wake_line(pin)?;
        let armed = scene.snapshot.pin(pin).wake().is_some_and(|wake| wake.contains(Wake::HIBERNATE));
        let waits = if armed { sleep::hibernate_trigger(&scene.snapshot, line).word() } else { "–" };
        Some((pin.name(), armed, [format!("line {line}"), waits.to_owned()]))
    });
    let asleep = |sleep: Option<SleepMode>| sleep.map_or("–", |mode| mode.power().name()).to_owned();
    let (of_pins, of_blocks) = reasons;
    let of_pin_rows =
        of_pins.iter().map(|reason| (reason.pin.name(), reason.woke, [asleep(reason.sleep), reason.text.clone()]));
    let of_blocks = of_blocks
        .iter()
        .map(|reason| (reason.interrupt.name(), reason.woke, [asleep(reason.sleep), reason.text.clone()]));
    let rows = of_pin_rows.chain(of_blocks).collect();
    let last_start = glossary::explain(sleep::reset_cause(&scene.snapshot).name());
    let parts = [
        ("SUSPENDED", html! { <p>{ suspended(scene) }</p> }),
        ("HIBERNATE", table(lines.collect())),
        ("Last start", html! { <p title={last_start}>{ cause(scene) }</p> }),
        ("Why", html! { <>{ for past(scene, of_pins) }{ table(rows) }</> }),
    ];
    let part = |(name, content)| html! { <div data-part={name}><h2 title={glossary::explain(name)}>{ name }</h2>{ content }</div> };
    html! {
        <section class="wake" aria-label="Sleep and wake">
            <div class="panel-bar">
                { toolbar::sleep_buttons(scene, on_request) }
                <p class="hint">{ text::wake_hint(scene) }</p>
            </div>
            <div class="wake-now">{ for parts.map(part) }</div>
        </section>
    }
}

/// Draws a table with a row for each pin or block. `true` highlights the row.
fn table(rows: Vec<(&'static str, bool, [String; 2])>) -> Html {
    let row = |(name, counts, [first, last]): (&'static str, bool, [String; 2])| {
        html! {
            <tr data-row={name} data-on={counts.to_string()}>
                <th scope="row">{ name }</th><td>{ first }</td><td>{ last }</td>
            </tr>
        }
    };
    html! { <table><tbody>{ for rows.into_iter().map(row) }</tbody></table> }
}

/// Draws that the reasons are those of a sleep that has ended. A reset keeps them, because it may be what has ended it.
fn past(scene: &Scene, reasons: &[Reason]) -> Option<Html> {
    let has_slept = scene.power() == Power::Active && reasons.iter().any(|reason| reason.sleep.is_some());
    has_slept.then(|| html! { <p data-what="past">{ "In the last sleep, which has ended:" }</p> })
}

/// Returns the one pin that ends SUSPENDED, and those that it has replaced.
fn suspended(scene: &Scene) -> String {
    let replaced = PinId::by_number().filter(|&pin| PadView::new(scene, pin).suspended == WakeMark::Replaced);
    let replaced: Vec<_> = replaced.collect();
    match (scene.armed_wake_pins(SleepMode::Suspended).first(), replaced.as_slice()) {
        (None, _) => "nothing armed".to_owned(),
        (Some((pin, trigger)), []) => format!("{} {}", pin.name(), trigger.word()),
        (Some((pin, trigger)), pins) => {
            format!("{} {}, not {}: the last armed wins", pin.name(), trigger.word(), text::one_of(pins))
        }
    }
}

/// Returns why the chip was reset, and whether a pin has ended a sleep since then.
fn cause(scene: &Scene) -> String {
    let woke = gprcm::LPDS_WAKEUP_SRC.read(&scene.snapshot) & gprcm::WAKEUP_GPIO != 0;
    let woke = if woke { "; since then a pin ended SUSPENDED" } else { "" };
    format!("{}{woke}", sleep::reset_cause(&scene.snapshot).name())
}
