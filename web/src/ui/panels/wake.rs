//! Sleep and wake: what is armed, why the board woke, and why it did not.

use pinscope_core::cc3200::gprcm;
use pinscope_core::{PinId, SleepMode, Wake, sleep};
use yew::{Callback, Html, html};

use crate::protocol::{Reason, Request};
use crate::ui::scene::{Moon, PadView, Scene};
use crate::ui::{bar, marks, words};

/// What is armed now, and each pin's reason.
pub fn view(scene: &Scene, reasons: &[Reason], on_ask: &Callback<Request>) -> Html {
    let rows = reasons.iter().map(|reason| {
        html! {
            <tr data-why={reason.pin.name()} data-woke={reason.woke.to_string()}>
                <th scope="row">{ reason.pin.name() }</th>
                <td>{ reason.sleep.map_or("–", |mode| mode.power().name()) }</td>
                <td>{ if reason.woke { html! { <b>{ "woke" }</b> } } else { "no".into() } }</td>
                <td>{ &reason.text }</td>
            </tr>
        }
    });
    html! {
        <section class="wake" aria-label="Sleep and wake">
            <div class="panel-bar">{ bar::sleep_acts(scene, on_ask) }<p class="hint">{ words::wake_hint(scene) }</p></div>
            <div class="wake-now">
                <div>
                    <h3>{ marks::inline(marks::moon(false)) }{ "SUSPENDED" }</h3>
                    <p data-armed="SUSPENDED">{ suspended(scene) }</p>
                    <h3>{ "Last start" }</h3>
                    <p data-cause="">{ cause(scene) }</p>
                </div>
                <div>
                    <h3>{ marks::inline(marks::moon(true)) }{ "HIBERNATE" }</h3>
                    <table data-armed="HIBERNATE"><tbody>{ for (0..).zip(scene.profile().wake_pins()).map(|(line, &pin)| hibernate(scene, line, pin)) }</tbody></table>
                </div>
                <div>
                    <h3>{ "Why" }</h3>
                    if reasons.is_empty() {
                        <p>{ "No pin is armed or driven from outside." }</p>
                    } else {
                        <table>
                            <thead><tr><th scope="col">{ "pin" }</th><th scope="col">{ "sleep" }</th><th scope="col">{ "woke" }</th><th scope="col">{ "why" }</th></tr></thead>
                            <tbody>{ for rows }</tbody>
                        </table>
                    }
                </div>
            </div>
        </section>
    }
}

/// The one pin that ends SUSPENDED, and those whose place it took.
fn suspended(scene: &Scene) -> Html {
    let replaced = PinId::ALL.into_iter().filter(|&pin| PadView::new(scene, pin).suspended == Moon::Replaced);
    let replaced: Vec<_> = replaced.map(PinId::name).collect();
    let note = match replaced.as_slice() {
        [] => String::new(),
        names => format!("; it replaced {}, for the last armed wins", names.join(" and ")),
    };
    match scene.wakers(SleepMode::Suspended).first() {
        Some((pin, trigger)) => html! { <><b>{ pin.name() }</b>{ format!(" {}{note}", trigger.word()) }</> },
        None => html! { "nothing armed" },
    }
}

fn hibernate(scene: &Scene, line: u8, pin: PinId) -> Html {
    let armed = scene.snapshot.pin(pin).wake().is_some_and(|wake| wake.contains(Wake::HIBERNATE));
    let waits = if armed { sleep::hibernate_trigger(&scene.snapshot, line).word() } else { "–" };
    html! {
        <tr class={if armed { "armed" } else { "quiet" }}>
            <td>{ format!("line {line}") }</td><th scope="row">{ pin.name() }</th><td>{ waits }</td>
        </tr>
    }
}

/// Why the chip was reset, and what ended the sleep before.
fn cause(scene: &Scene) -> String {
    let cause = sleep::reset_cause(&scene.snapshot);
    let woke = gprcm::LPDS_WAKEUP_SRC.read(&scene.snapshot) & gprcm::WAKEUP_GPIO != 0;
    let woke = if woke { "; since then a pin ended SUSPENDED" } else { "" };
    format!("{}{woke}", cause.name())
}
