//! One pin of the board: its pad, what is attached to it, its name and what stands beside it.

use pinscope_core::PadLevel;
use yew::{AttrValue, Html, Properties, classes, function_component, html};

use crate::ui::geometry::{Side, middle, place};
use crate::ui::marks;
use crate::ui::scene::{Moon, PadView};

/// What a row shows.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct Props {
    /// The pin.
    pub view: PadView,
    /// Whether it is the selected one.
    pub is_selected: bool,
    /// Whether it is pointed at, here or where its registers are.
    pub is_hovered: bool,
    /// Counts the interrupts shown as a pulse; 0 is none yet.
    pub pulse: u32,
}

/// One pin of the board.
#[function_component]
pub fn Row(props: &Props) -> Html {
    let Props { view, is_selected, is_hovered, pulse } = props;
    let pin = view.pin;
    let (side, row) = place(pin);
    let (x, y) = middle(side, row);
    let classes = classes!(
        "row",
        side.name(),
        is_selected.then_some("selected"),
        is_hovered.then_some("hovered"),
        view.wakes_now.then_some("wakes"),
        view.irq.is_some_and(|irq| !irq.enabled).then_some("disabled")
    );
    html! {
        <g class={classes} transform={format!("translate({x} {y})")} style={widths(view)}>
            <g class="outside" transform={format!("scale({} 1)", side.outwards())}>{ marks::outside(view.outside) }</g>
            { rays(view, side) }
            <g
                class="pad" role="button" aria-label={label(view)}
                tabindex={if *is_selected { "0" } else { "-1" }}
                data-pin={pin.name()} data-level={view.level_name()} data-mode={view.mode.name()}
                data-irqs={view.irq.map_or(0, |irq| irq.count).to_string()}
            >
                <rect class="target" x="-30" y="-14" width="60" height="28" />
                { marks::pad(view.mode, view.level, view.is_driven) }
            </g>
            <circle class="waker" r="14" />
            <path class="brackets" d="M-14 -9V-14H-9M9 -14H14V-9M14 9V14H9M-9 14H-14V9" />
            <g class="pulses">{ (*pulse > 0).then(|| html! { <circle key={*pulse} class="pulse" r="10" /> }) }</g>
            <rect class="ring" y="-15" height="30" rx="3" />
            <g class="slot name" data-name={pin.name()}>
                <rect class="plate" y="-11" height="22" /><text y="5">{ pin.name() }</text>
            </g>
            <g class="slot label"><text y="4.5">{ view.label }</text></g>
            { beside(view) }
        </g>
    }
}

/// What the style has to know of the row's texts.
fn widths(view: &PadView) -> AttrValue {
    let digits = view.irq.map_or(0, |irq| count(irq.count).len());
    let moons = [view.suspended, view.hibernate].iter().filter(|&&moon| moon != Moon::None).count();
    format!("--chars:{};--digits:{digits};--moons:{moons}", view.pin.name().len()).into()
}

fn label(view: &PadView) -> AttrValue {
    let PadView { pin, mode, drive, .. } = view;
    let function = view.function.map(|name| format!(" {name}")).unwrap_or_default();
    format!("{}, {}{function}, {}, {}", pin.name(), mode.name(), view.level_name(), drive.name()).into()
}

/// The LED's light.
fn rays(view: &PadView, side: Side) -> Html {
    let shines = side == Side::Led && view.level == Some(PadLevel::High);
    let rays = || html! { <path class="rays" d="M0 -17V-22.5M-8 -15.5L-11 -20.5M8 -15.5L11 -20.5M-13.5 -9L-19 -12M13.5 -9L19 -12" /> };
    shines.then(rays).unwrap_or_default()
}

/// The pull, the function or the interrupt, and the moons.
fn beside(view: &PadView) -> Html {
    let function = view.function.filter(|_| view.irq.is_none());
    html! {
        <>
            <g class="slot arrow">{ marks::pull(view.pull) }</g>
            { for function.map(|name| html! { <g class="slot function"><text y="4.5">{ name }</text></g> }) }
            { for view.irq.map(|irq| html! {
                <>
                    <g class="slot edge">{ marks::trigger(irq.trigger) }</g>
                    <g class="slot count"><text y="4.5">{ (irq.count > 0).then(|| count(irq.count)) }</text></g>
                </>
            }) }
            { moon("night", view.suspended, false) }
            { moon("winter", view.hibernate, true) }
        </>
    }
}

fn moon(class: &'static str, moon: Moon, has_z: bool) -> Html {
    let mark = match moon {
        Moon::None => return html! {},
        Moon::Armed => marks::moon(has_z),
        Moon::Replaced => marks::moon_replaced(has_z),
    };
    html! { <g class={classes!("slot", class)}>{ mark }</g> }
}

/// A count in at most four letters.
fn count(count: u32) -> String {
    match count {
        0..10_000 => count.to_string(),
        10_000..1_000_000 => format!("{}k", count / 1_000),
        _ => format!("{}M", count / 1_000_000),
    }
}
