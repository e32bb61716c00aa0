//! The board: a WiPy with every pin within reach.

pub mod hands;
pub mod row;

use std::rc::Rc;

use pinscope_core::{Mode, PinId, Power};
use yew::{AttrValue, Callback, Html, MouseEvent, PointerEvent, Properties, function_component, html};

use super::geometry::{SUPPLIES, Supply, middle};
use super::marks;
use super::scene::{PadView, Scene};
use super::words;
use hands::{Hand, Listeners};
use row::Row;

/// The board without its pads.
const PCB: &str = include_str!("board/pcb.svg");

/// What the board shows.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct Props {
    /// What there is to see, once there is something.
    pub scene: Option<Scene>,
    /// The selected pin.
    pub selected: PinId,
    /// The pin pointed at.
    pub hovered: Option<PinId>,
    /// How many pulses each pin has shown.
    pub pulses: Rc<[u32; PinId::COUNT]>,
    /// Told what hands do.
    pub on_hand: Callback<Hand>,
    /// Told which pin is pointed at.
    pub on_hover: Callback<Option<PinId>>,
    /// Told when the reset button is pressed.
    pub on_reset: Callback<()>,
}

/// The board.
#[function_component]
pub fn Board(props: &Props) -> Html {
    let power = props.scene.as_ref().map_or(Power::Active, Scene::power);
    html! {
        <section class="board-zone" aria-label="Board" data-power={power.name()}>
            <div class="board">
                { Html::from_html_unchecked(AttrValue::Static(PCB)) }
                { for props.scene.as_ref().map(|scene| pads(props, scene)) }
            </div>
            { for props.scene.as_ref().map(caption) }
            { legend() }
        </section>
    }
}

fn pads(props: &Props, scene: &Scene) -> Html {
    let on = Listeners::new(&props.on_hand);
    let reset = props.on_reset.reform(|_: MouseEvent| ());
    html! {
        <>
            <svg
                class="pads" viewBox="0 0 276 496" role="group" aria-label="Pins; arrow keys walk from pad to pad"
                onpointerdown={on.pointerdown} onpointerup={on.pointerup} onpointermove={on.pointermove}
                onpointercancel={on.pointergone.clone()} onlostpointercapture={on.pointergone}
                onclick={on.click} oncontextmenu={on.contextmenu}
                onpointerover={props.on_hover.reform(|event: PointerEvent| hands::pointed_at(&event))}
                onpointerout={props.on_hover.reform(|_| None)}
                onkeydown={on.keydown} onkeyup={on.keyup} onfocusin={on.focusin} onfocusout={on.focusout}
            >
                <defs>
                    <pattern id="hatch" width="5.6" height="5.6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                        <path d="M1.4 0V5.6" />
                    </pattern>
                    <pattern id="upright" width="5.6" height="5.6" patternUnits="userSpaceOnUse">
                        <path d="M2.8 0V5.6" />
                    </pattern>
                </defs>
                <path class="leader" d="M185 -7V-16H290" />
                { for SUPPLIES.iter().map(supply) }
                { for PinId::ALL.map(|pin| html! {
                    <Row
                        key={pin.name()} view={PadView::new(scene, pin)} is_selected={pin == props.selected}
                        is_hovered={props.hovered == Some(pin)}
                        pulse={props.pulses[pin.index()]}
                    />
                }) }
            </svg>
            <button class="reset" onclick={reset} aria-label="Reset the chip" title="Reset the chip" />
        </>
    }
}

fn supply(supply: &Supply) -> Html {
    let (x, y) = middle(supply.side, supply.row);
    html! {
        <g class={yew::classes!("row", "supply", supply.side.name())} transform={format!("translate({x} {y})")}>
            <g class="slot name"><text y="5">{ supply.name }</text></g>
            <g class="slot label"><text y="4.5">{ supply.label }</text></g>
        </g>
    }
}

/// What the shapes mean.
fn legend() -> Html {
    let modes = [Mode::In, Mode::Out, Mode::OpenDrain, Mode::Alt];
    let rows = modes.map(|mode| html! { <li>{ marks::shape(mode) }{ mode.name() }</li> });
    html! { <ul class="legend" aria-label="Shapes of the modes">{ for rows }</ul> }
}

/// What to do with the board, and while it sleeps how to wake it.
fn caption(scene: &Scene) -> Html {
    match scene.power() {
        Power::Active => html! {
            <p class="caption">
                <b>{ "Click" }</b>{ " a pad: one clean edge" }<br />
                <b>{ "Hold" }</b>{ " it: a push button" }
            </p>
        },
        power => html! {
            <p class="caption asleep">
                { marks::power(power) }<b>{ power.name() }</b><br />{ words::wake_hint(scene) }
            </p>
        },
    }
}
