//! Draws the jumper wires over the board, the edges that travel along them, the buttons between two points, and the
//! wire that is being dragged.

use pinscope_core::{PadLevel, PinId};
use pinscope_protocol::{Button, Driver, DriverSource, Endpoint};
use yew::{AttrValue, Html, classes, html};

use super::Props;
use crate::animation::Kind;
use crate::geometry::{HolePosition, end_position, pad_position};
use crate::press::Drag;
use crate::scene::Scene;

/// Draws all wires and buttons.
pub fn wires(props: &Props, scene: &Scene) -> Html {
    let laid = |drag: Drag| {
        let (from, (x, y)) = (pad_position(scene.profile(), drag.pin), drag.at);
        let line = format!("M{} {}L{x} {y}", from.x, from.y);
        html! { <g class="wire laid"><path class="casing" d={line.clone()} /><path class="core" d={line} /></g> }
    };
    html! {
        <>
            <g class="wires">{ for PinId::ALL.into_iter().map(|pin| button(scene, pin)) }</g>
            <g class="wires">{ for scene.all_wires().map(|(pin, end)| wire(props, scene, pin, end)) }</g>
            <g class="wires">{ for props.drag.map(laid) }</g>
        </>
    }
}

fn wire(props: &Props, scene: &Scene, pin: PinId, end: Endpoint) -> Html {
    let path: AttrValue = path(curve(scene, pin, end)).into();
    let edges = props.animations.count(Kind::Edge, pin);
    // An edge travels from the end whose driver is the strongest.
    let strongest = scene.drivers.get(pin.index()).and_then(|drivers| drivers.iter().max_by_key(by_current));
    let comes_from_end = strongest.is_some_and(|driver| place(driver) == end);
    html! {
        <g key={format!("{pin}-{end}")} class={classes!("wire", level(scene, pin))} data-wire={format!("{pin}-{end}")}>
            <path class="casing" d={path.clone()} /><path class="core" d={path.clone()} />
            if edges > 0 {
                <circle
                    key={edges} r="4.5" class={classes!("traveller", comes_from_end.then_some("back"))}
                    style={format!("offset-path:path('{path}')")}
                />
            }
        </g>
    }
}

/// Draws the button of a pin if its other end was set: a line with a switch in its middle.
fn button(scene: &Scene, pin: PinId) -> Html {
    let outside = scene.outside(pin);
    let Some(end) = outside.button_end else { return html! {} };
    let is_closed = matches!(outside.button, Some(Button::Closed(_)));
    let (state, blade) = if is_closed { (level(scene, pin), "M-7 0H7") } else { ("open", "M-7 0L6 -8") };
    let curve = curve(scene, pin, end);
    let path: AttrValue = path(curve).into();
    let (x, y) = middle(curve);
    html! {
        <g key={format!("button-{pin}")} class={classes!("contact", state)} data-contact={format!("{pin}-{end}")}>
            <path class="casing" d={path.clone()} /><path class="core" d={path} />
            <g transform={format!("translate({x} {y})")}>
                <rect class="gap" x="-10" y="-6" width="20" height="12" />
                <path class="blade" d={blade} /><circle cx="-7" r="2.6" /><circle cx="7" r="2.6" />
            </g>
        </g>
    }
}

fn level(scene: &Scene, pin: PinId) -> &'static str {
    scene.snapshot.status(pin).level.map_or("unknown", PadLevel::name)
}

fn by_current(driver: &&Driver) -> u32 {
    driver.microamps
}

/// Returns the place of a driver.
const fn place(driver: &Driver) -> Endpoint {
    match driver.source {
        DriverSource::Chip(pin) | DriverSource::Pull(pin) | DriverSource::External(pin) => Endpoint::Pin(pin),
        DriverSource::Rail => Endpoint::Rail(driver.level),
    }
}

/// The horizontal position at which wires run up and down. It is beside the chip, so that the chip's name stays
/// readable.
const SHAFT: i32 = 176;

/// The four points of a Bézier curve.
type Curve = [(i32, i32); 4];

fn curve(scene: &Scene, pin: PinId, end: Endpoint) -> Curve {
    let from = pad_position(scene.profile(), pin);
    between(from, end_position(scene.profile(), end, from))
}

/// Returns a curve that leaves both holes towards the middle of the board and stays on the board.
fn between(a: HolePosition, b: HolePosition) -> Curve {
    let bend = (18 + ((a.x - b.x).abs() + (a.y - b.y).abs()) * 3 / 10).min(110);
    let goes_across = a.side.wire_direction() != b.side.wire_direction();
    let towards = |hole: HolePosition| match hole.side.wire_direction() {
        (right, 0) => (if goes_across { SHAFT } else { hole.x + right * bend }, hole.y),
        (_, down) => (hole.x, hole.y + down * bend),
    };
    [(a.x, a.y), towards(a), towards(b), (b.x, b.y)]
}

fn path([(ax, ay), (bx, by), (cx, cy), (dx, dy)]: Curve) -> String {
    format!("M{ax} {ay}C{bx} {by} {cx} {cy} {dx} {dy}")
}

fn middle([a, b, c, d]: Curve) -> (i32, i32) {
    let middle = |a: i32, b: i32, c: i32, d: i32| (a + 3 * b + 3 * c + d) / 8;
    (middle(a.0, b.0, c.0, d.0), middle(a.1, b.1, c.1, d.1))
}

#[cfg(test)]
mod tests {
    use pinscope_core::{PinId, Profile};
    use pinscope_protocol::Endpoint;

    use super::between;
    use crate::geometry::{end_position, pad_position};

    #[test]
    fn every_wire_stays_on_the_board() {
        for profile in Profile::ALL {
            for a in PinId::ALL {
                for b in Endpoint::all().filter(|&b| b != Endpoint::Pin(a)) {
                    let from = pad_position(profile, a);
                    let to = end_position(profile, b, from);
                    assert_ne!((from.x, from.y), (to.x, to.y), "{a} to {b}: the end has a hole of its own");
                    let curve = between(from, to);
                    assert!(curve.iter().all(|(x, _)| (0..=276).contains(x)), "{a} to {b}: {curve:?}");
                }
            }
        }
    }
}
