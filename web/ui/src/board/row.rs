//! Draws one pin of the board: its pad, everything attached to it, its name and its settings.

use pinscope_core::{Level, PadLevel};
use pinscope_protocol::{Button, Endpoint, External};
use yew::{AttrValue, Html, Properties, classes, function_component, html};

use crate::geometry::{HolePosition, Side};
use crate::scene::{Armed, PadView, WakeMark};
use crate::{symbols, text};

/// Properties of a row.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct Props {
    /// The pin.
    pub view: PadView,
    /// Position of its pad.
    pub position: HolePosition,
    /// The pin is selected.
    pub is_selected: bool,
    /// The pointer is over the pin, here or in the registers.
    pub is_hovered: bool,
    /// A wire that is being dragged would end here.
    pub is_aimed_at: bool,
    /// Number of interrupts that were animated so far.
    pub pulse: u32,
    /// Number of contentions that were animated so far.
    pub clash: u32,
}

/// The outline of the brackets around a hole.
pub const BRACKETS: &str = "M-14 -9V-14H-9M9 -14H14V-9M14 9V14H9M-9 14H-14V9";

/// Draws one pin of the board.
#[function_component]
pub fn Row(props: &Props) -> Html {
    let Props {
        view,
        position: HolePosition { x, y, side, hit_width },
        is_selected,
        is_hovered,
        is_aimed_at,
        pulse,
        clash,
    } = props;
    let pin = view.pin;
    let classes = classes!(
        "row",
        side.classes(),
        is_selected.then_some("selected"),
        is_hovered.then_some("hovered"),
        is_aimed_at.then_some("aimed"),
        view.ends_present_sleep.then_some("wakes"),
        view.irq.is_some_and(|irq| !irq.enabled).then_some("disabled")
    );
    html! {
        <g class={classes} transform={format!("translate({x} {y})")} style={widths(view)}>
            <g class="outside" transform={format!("scale({} 1)", side.reading_direction())}>
                { symbols::outside(view.outside) }
            </g>
            { led_rays(view, *side) }
            <g
                class="pad" role="button" aria-label={label(view)}
                tabindex={if *is_selected { "0" } else { "-1" }}
                data-pin={pin.name()} data-level={view.level_name()} data-mode={view.mode.name()}
                data-irqs={view.irq.map_or(0, |irq| irq.count).to_string()}
            >
                <rect
                    class="target" x={(-hit_width).to_string()} y="-14"
                    width={(2 * hit_width).to_string()} height="28"
                />
                { symbols::pad(view.mode, view.level, view.is_driven) }
            </g>
            <circle class="waker" r="14" />
            <path class="brackets" d={BRACKETS} />
            <g class="pulses">{ (*pulse > 0).then(|| html! { <circle key={*pulse} class="pulse" r="10" /> }) }</g>
            <g class="pulses">
                { (*clash > 0).then(|| html! { <path key={*clash} class="clash" d={symbols::CLASH} /> }) }
            </g>
            <rect class="ring" y="-15" height="30" rx="3" />
            <g class="slot name" data-name={pin.name()}>
                <rect class="plate" y="-11" height="22" /><text y="5">{ pin.name() }</text>
            </g>
            <g class="slot label"><text y="4.5">{ text::header_label(view.label) }</text></g>
            { beside(view) }
        </g>
    }
}

/// Returns the lengths of the row's texts, for the style sheet.
fn widths(view: &PadView) -> AttrValue {
    let digits = view.irq.map_or(0, |irq| count(irq.count).len() + lost(irq).map_or(0, |lost| lost.len()));
    let wake_marks = [view.suspended, view.hibernate].iter().filter(|&&mark| mark != WakeMark::None).count();
    format!("--chars:{};--digits:{digits};--moons:{wake_marks}", view.pin.name().len()).into()
}

/// Describes everything that is drawn, for screen readers.
fn label(view: &PadView) -> AttrValue {
    let PadView { pin, mode, drive, .. } = view;
    let function = view.function.map(|name| format!(" {name}")).unwrap_or_default();
    let mut label = format!("{}, {}{function}, {}, {}", pin.name(), mode.name(), view.level_name(), drive.name());
    if let Some(signal) = view.signal {
        label += &format!(", held by {signal}");
    }
    let outside = match view.outside {
        External { button: Some(Button::Closed(_)), button_end: None, .. } => ", its button is pressed",
        outside if outside.signal.is_some() => ", on a clock",
        outside if outside.voltage.is_some() => ", on a voltage",
        outside => match outside.rail {
            Some(Level::High) => ", held high",
            Some(Level::Low) => ", held low",
            None => "",
        },
    };
    label += outside;
    for end in Endpoint::all().filter(|end| view.wired & 1 << end.index() != 0) {
        label += &format!(", wired to {end}");
    }
    if let Some(end) = view.outside.button_end {
        let pressed = if matches!(view.outside.button, Some(Button::Closed(_))) { " is pressed" } else { "" };
        label += &format!(", its button to {end}{pressed}");
    }
    if let Some(Armed { trigger, count, coalesced, .. }) = view.irq {
        label += &format!(", interrupt on {}: {count} served", text::trigger_phrase(trigger));
        if coalesced > 0 {
            label += &format!(", {coalesced} coalesced");
        }
    }
    for (mark, sleep) in [(view.suspended, ", wakes SUSPENDED"), (view.hibernate, ", wakes HIBERNATE")] {
        if mark == WakeMark::Armed {
            label += sleep;
        }
    }
    label.into()
}

/// Rays around the heartbeat LED.
const RAYS: &str = "M0 -17V-22.5M-8 -15.5L-11 -20.5M8 -15.5L11 -20.5M-13.5 -9L-19 -12M13.5 -9L19 -12";

/// Draws the rays around the heartbeat LED while it is on.
fn led_rays(view: &PadView, side: Side) -> Html {
    let shines = side == Side::Led && view.level == Some(PadLevel::High);
    match shines {
        true => html! { <path class="rays" d={RAYS} /> },
        false => html! {},
    }
}

/// Draws the pull, the function or the interrupt, and the wake marks.
fn beside(view: &PadView) -> Html {
    let name = view.function.or(view.signal.map(|_| "capture")).filter(|_| view.irq.is_none());
    let holder = view.signal.map(|signal| html! { <title>{ format!("{signal} holds the pad") }</title> });
    let function = |name| html! { <g class="slot function"><text y="4.5">{ for holder.clone() }{ name }</text></g> };
    html! {
        <>
            <g class="slot arrow">{ symbols::pull(view.pull) }</g>
            { for name.map(function) }
            { for view.irq.map(|irq| html! {
                <>
                    <g class="slot edge">{ symbols::trigger(irq.trigger) }</g>
                    <g class="slot count">{ counts(irq) }</g>
                </>
            }) }
            { wake_mark("night", view.suspended, false) }
            { wake_mark("winter", view.hibernate, true) }
        </>
    }
}

/// Draws the number of interrupts served, and after it the number of edges coalesced.
fn counts(irq: Armed) -> Html {
    let served = (irq.count > 0).then(|| count(irq.count));
    let Some(lost) = lost(irq) else { return html! { <text y="4.5">{ served }</text> } };
    let title = format!(
        "{} served; {} edges came while the interrupt was on its way: coalesced",
        text::grouped(irq.count.into()),
        text::grouped(irq.coalesced.into())
    );
    html! { <text y="4.5"><title>{ title }</title>{ served }<tspan class="lost">{ lost }</tspan></text> }
}

/// Returns the number of edges coalesced, as `×2` after a space.
fn lost(irq: Armed) -> Option<String> {
    (irq.coalesced > 0).then(|| format!("\u{a0}×{}", count(irq.coalesced)))
}

fn wake_mark(class: &'static str, mark: WakeMark, is_hibernate: bool) -> Html {
    let mark = match mark {
        WakeMark::None => return html! {},
        WakeMark::Armed => symbols::wake_symbol(is_hibernate),
        WakeMark::Replaced => symbols::replaced_wake_symbol(is_hibernate),
    };
    html! { <g class={classes!("slot", class)}>{ mark }</g> }
}

/// Formats a count in at most four characters.
fn count(count: u32) -> String {
    match count {
        0..10_000 => count.to_string(),
        10_000..1_000_000 => format!("{}k", count / 1_000),
        _ => format!("{}M", count / 1_000_000),
    }
}

#[cfg(test)]
mod tests {
    use pinscope_core::{Level, PinId, Wake};
    use pinscope_protocol::External;

    use super::{count, label};
    use crate::scene::tests::{frame, irq};
    use crate::scene::{PadView, Scene};

    #[test]
    fn a_count_never_needs_more_than_four_characters() {
        let counts = [0, 9_999, 10_000, 999_999, 1_000_000, 999_999_999].map(count);
        assert_eq!(counts, ["0", "9999", "10k", "999k", "1M", "999M"]);
    }

    #[test]
    fn the_label_names_everything_that_is_drawn() {
        let mut frame = frame([]);
        frame.outside = vec![External::default(); PinId::COUNT];
        frame.outside[PinId::GP10.index()].rail = Some(Level::High);
        frame.wires.push((PinId::GP10, PinId::GP9));
        frame.snapshot.pins[PinId::GP10.index()].irq = Some(irq(Wake::ACTIVE));
        let label = label(&PadView::new(&Scene::new(frame), PinId::GP10));
        for part in ["GP10, ", ", low, ", ", held high", ", wired to GP9", ", interrupt on a rising edge: 3 served"] {
            assert!(label.contains(part), "{label} has no {part}");
        }
        assert!(!label.contains("coalesced") && !label.contains("wakes"), "{label}");
    }
}
