//! Draws the board: all its pins, on the drawing of the selected board.

pub mod input;
mod launchxl;
pub mod row;
mod touch;
mod wires;

use std::rc::Rc;

use pinscope_core::{Mode, PinId, Power, Profile};
use pinscope_protocol::{Endpoint, why_no_wire};
use yew::{
    AttrValue, Callback, Html, MouseEvent, PointerEvent, Properties, classes, function_component, html, use_node_ref,
};

use crate::animation::{Animations, Kind};
use crate::controls::restricted;
use crate::geometry::{HolePosition, pad_position, supply_holes};
use crate::menu::{self, Menu};
use crate::press::{Drag, Hole};
use crate::scene::{PadView, Scene};
use crate::symbols;
use crate::text;
use input::{BoardInput, InputCallbacks};
use row::Row;

/// The drawing of the LaunchPad without its pads.
const LAUNCHXL: AttrValue = AttrValue::Static(include_str!("board/launchxl.svg"));

/// The name of all pads, with the keys that act on a pad.
const PADS_LABEL: &str = "Pins; arrow keys move from pad to pad, Space clicks a pad, holding Space presses its button, \
                          Enter opens its menu";

/// Width of a drawing, in its units.
const WIDTH: i32 = 276;

/// Properties of the board.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct Props {
    /// The drawing of the WiPy without its pads, as SVG.
    pub wipy: AttrValue,
    /// The last frame, once there is one.
    pub scene: Option<Scene>,
    /// The selected pin.
    pub selected: PinId,
    /// The pin that the pointer is over.
    pub hovered: Option<PinId>,
    /// The pin whose pad the hint of the first minute points at.
    pub hint_at: Option<PinId>,
    /// The animations that were started until now.
    pub animations: Rc<Animations>,
    /// The wire that is being dragged.
    pub drag: Option<Drag>,
    /// The press keeps the finger, which then does not scroll the page.
    pub keeps_touch: bool,
    /// The reason why no wire ends at the hole where one was dropped last.
    pub refusal: Option<AttrValue>,
    /// The last edge that did not wake the sleeping board, with the reason.
    pub ignored_edge: Option<AttrValue>,
    /// The open menu.
    pub menu: Option<menu::OpenMenu>,
    /// Called with each input at the board.
    pub on_input: Callback<BoardInput>,
    /// Called with each choice in a pad's menu.
    pub on_choice: Callback<menu::Choice>,
    /// Called with the pin that the pointer is over.
    pub on_hover: Callback<Option<PinId>>,
    /// Called when the reset button is pressed.
    pub on_reset: Callback<()>,
}

/// Draws the board.
#[function_component]
pub fn Board(props: &Props) -> Html {
    let zone = use_node_ref();
    touch::use_still_touch(&zone, props.keeps_touch);
    let power = props.scene.as_ref().map_or(Power::Active, Scene::power);
    let (class, drawing) = match props.scene.as_ref().map(|scene| scene.profile()) {
        Some(Profile::Launchxl) => ("board launchxl", LAUNCHXL),
        Some(Profile::Wipy | Profile::WipySilicon) | None => ("board wipy", props.wipy.clone()),
    };
    html! {
        <section ref={zone} class="board-zone" aria-label="Board" data-power={power.name()}>
            <div {class}>
                { Html::from_html_unchecked(drawing) }
                { for props.scene.as_ref().map(|scene| live(props, scene)) }
            </div>
            { for props.scene.as_ref().map(|scene| caption(props, scene)) }
            { shapes() }
        </section>
    }
}

/// Draws the part of the board that changes.
fn live(props: &Props, scene: &Scene) -> Html {
    let on = InputCallbacks::new(&props.on_input);
    let reset = props.on_reset.reform(|_: MouseEvent| ());
    let profile = scene.profile();
    html! {
        <>
            <svg
                class="pads" viewBox="0 0 276 496" role="group"
                aria-label={PADS_LABEL}
                onpointerdown={on.pointerdown} onpointerup={on.pointerup} onpointermove={on.pointermove}
                onpointercancel={on.pointerlost.clone()} onlostpointercapture={on.pointerlost}
                onclick={on.click} oncontextmenu={on.contextmenu}
                onpointerover={props.on_hover.reform(|event: PointerEvent| input::pointed_at(&event))}
                onpointerout={props.on_hover.reform(|_| None)}
                onkeydown={on.keydown} onkeyup={on.keyup} onfocusin={on.focusin} onfocusout={on.focusout}
            >
                <defs>
                    <pattern
                        id="hatch" width="5.6" height="5.6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"
                    >
                        <path d="M1.4 0V5.6" />
                    </pattern>
                    <pattern id="upright" width="5.6" height="5.6" patternUnits="userSpaceOnUse">
                        <path d="M2.8 0V5.6" />
                    </pattern>
                </defs>
                { if profile == Profile::Launchxl {
                    launchxl::parts(scene)
                } else {
                    html! { <path class="leader" d="M185 -7V-16H290" /> }
                } }
                { for supply_holes(profile).map(|hole| supply(props, hole)) }
                { wires::wires(props, scene) }
                { for PinId::ALL.map(|pin| html! {
                    <Row
                        key={pin.name()} view={PadView::new(scene, pin)} position={pad_position(profile, pin)}
                        is_selected={pin == props.selected}
                        is_hovered={props.hovered == Some(pin)}
                        is_aimed_at={props.drag.is_some_and(|drag| drag.over == Some(Hole::End(Endpoint::Pin(pin))))}
                        pulse={props.animations.count(Kind::Interrupt, pin)}
                        clash={props.animations.count(Kind::Contention, pin)}
                    />
                }) }
                // `if let` keeps its position among the children while it is empty; `for` would make Yew create
                // the others again.
                if let Some((pin, seq)) = props.animations.woke {
                    { wake_ring(pad_position(profile, pin), seq) }
                }
            </svg>
            if let Some(pin) = props.hint_at {
                { hint_ring(pad_position(profile, pin)) }
            }
            { restricted(scene.stimuli_refusal(), html! {
                <>
                    <button class="reset" onclick={reset} aria-label="Reset the chip" title={text::reset_title(scene)} />
                    { more(props, profile) }
                </>
            }) }
            if let Some(open) = props.menu {
                <Menu scene={scene.clone()} {open} on_choice={props.on_choice.clone()} />
            }
        </>
    }
}

/// Draws a dark ring that grows and fades when the board wakes.
fn wake_ring(HolePosition { x, y, .. }: HolePosition, seq: u64) -> Html {
    html! { <g key={seq} class="dawn"><circle cx={x.to_string()} cy={y.to_string()} r="600" /></g> }
}

/// Draws the ring with which the hint of the first minute points at a pad.
fn hint_ring(HolePosition { x, y, .. }: HolePosition) -> Html {
    html! { <div key={format!("{x} {y}")} class="hint-ring" style={format!("--left:{x};--top:{y}")} /> }
}

/// Draws a hole of the supply. A wire can be dropped on it.
fn supply(props: &Props, (name, label, position): (&'static str, &'static str, HolePosition)) -> Html {
    let HolePosition { x, y, side, hit_width } = position;
    let end = Endpoint::from_name(name);
    let is_aimed_at = end.is_some_and(|end| props.drag.is_some_and(|drag| drag.over == Some(Hole::End(end))));
    let title = why_no_wire(name).map_or_else(|| format!("Drag from a pad to {name}: a wire"), str::to_owned);
    html! {
        <g
            class={classes!("row", "supply", side.classes(), is_aimed_at.then_some("aimed"))}
            transform={format!("translate({x} {y})")} data-supply={name}
        >
            <title>{ title }</title>
            <rect
                class="target" x={(-hit_width).to_string()} y="-14" width={(2 * hit_width).to_string()} height="28"
            />
            <path class="brackets" d={row::BRACKETS} />
            <g class="slot name"><text y="5">{ name }</text></g>
            <g class="slot label"><text y="4.5">{ text::header_label(label) }</text></g>
        </g>
    }
}

/// Draws the button that opens the selected pad's menu on touch screens.
fn more(props: &Props, profile: Profile) -> Html {
    let pin = props.selected;
    html! {
        <button
            class="more" data-act="menu" aria-haspopup="menu" aria-label={format!("Menu of {}", pin.name())}
            style={format!("--top:{}", pad_position(profile, pin).y)}
            onclick={props.on_input.reform(move |_: MouseEvent| BoardInput::OpenMenu(pin))}
        >{ "•••" }</button>
    }
}

/// Draws the shapes of the modes, as a short legend.
fn shapes() -> Html {
    let modes = [Mode::In, Mode::Out, Mode::OpenDrain, Mode::Alt];
    let rows = modes.map(|mode| html! { <li>{ symbols::shape(mode) }{ mode.name() }</li> });
    html! { <ul class="shapes" aria-label="Shapes of the modes">{ for rows }</ul> }
}

/// Draws hints on how to use the board, and on which pins would wake it. If none would wake it, the sleep buttons have
/// a warning.
fn caption(props: &Props, scene: &Scene) -> Html {
    if let Some(refusal) = &props.refusal {
        return html! { <p class="caption refusal" role="alert">{ refusal }</p> };
    }
    let hint = (!text::is_without_wakers(scene)).then(|| text::wake_hint(scene));
    let hint = html! { <span class="hint">{ hint }</span> };
    match scene.power() {
        Power::Active if let Some(refusal) = scene.stimuli_refusal() => html! {
            <p class="caption"><span>{ refusal.to_owned() }</span>{ hint }</p>
        },
        Power::Active => html! { <p class="caption">{ press_hints(scene, props.selected) }{ hint }</p> },
        power => html! {
            <p class="caption asleep">
                <span>{ symbols::power(power) }<b>{ power.name() }</b></span>
                { hint }
                { for props.ignored_edge.as_ref().map(|edge| html! {
                    <span class="hint" data-ignored="">{ edge }</span>
                }) }
            </p>
        },
    }
}

/// Draws hints on what presses at the pads do.
fn press_hints(scene: &Scene, selected: PinId) -> Html {
    let refusal = text::click_refusal(scene, selected);
    // The refusal takes several lines, and leaves no room for the next one.
    let (click, tap) = if refusal.is_some() { ("Click", "Tap") } else { ("Click a pad", "Tap a pad") };
    let hold = refusal.is_none().then(|| html! { <span><b>{ "Hold" }</b>{ " it: a push button" }</span> });
    html! {
        <>
            <span class={refusal.is_some().then_some("refused")}>
                <b class="by-mouse">{ click }</b><b class="by-finger">{ tap }</b><b class="by-key">{ "Space" }</b>
                { refusal.unwrap_or_else(|| ": a clean edge".to_owned()) }
            </span>
            { hold }
            <span class="by-pointer">
                <b class="by-mouse">{ "Drag" }</b><b class="by-finger">{ "Hold, then drag" }</b>
                { " to pad, GND, 3V3: wire" }
            </span>
            <span class="by-key"><b>{ "Enter" }</b>{ " its menu; arrow keys: the other pads" }</span>
        </>
    }
}
