//! Draws the jumper wires over the board, the edges that travel along them, and the wire that is being dragged.

use pinscope_core::PadLevel;
use pinscope_protocol::{Driver, DriverSource};
use yew::{AttrValue, Html, classes, html};

use super::Props;
use crate::animation::Kind;
use crate::geometry::{HolePosition, pad_position};
use crate::press::Drag;
use crate::scene::Scene;

/// Draws all wires.
pub fn wires(props: &Props, scene: &Scene) -> Html {
    let wire = |&(a, b)| {
        let at = |pin| pad_position(scene.profile(), pin);
        let path: AttrValue = curve(at(a), at(b)).into();
        let level = scene.snapshot.status(a).level.map_or("unknown", PadLevel::name);
        let edges = props.animations.count(Kind::Edge, a);
        // An edge travels from the pin whose driver is the strongest.
        let strongest = scene.drivers.get(a.index()).and_then(|drivers| drivers.iter().max_by_key(by_current));
        let comes_from_b = strongest.is_some_and(|driver| at_pin(driver) == b);
        html! {
            <g key={format!("{}-{}", a.name(), b.name())} class={classes!("wire", level)}>
                <path class="casing" d={path.clone()} /><path class="core" d={path.clone()} />
                if edges > 0 {
                    <circle
                        key={edges} r="4.5" class={classes!("traveller", comes_from_b.then_some("back"))}
                        style={format!("offset-path:path('{path}')")}
                    />
                }
            </g>
        }
    };
    let laid = |drag: Drag| {
        let (from, (x, y)) = (pad_position(scene.profile(), drag.pin), drag.at);
        let line = format!("M{} {}L{x} {y}", from.x, from.y);
        html! { <g class="wire laid"><path class="casing" d={line.clone()} /><path class="core" d={line} /></g> }
    };
    html! {
        <>
            <g class="wires">{ for scene.wires.iter().map(wire) }</g>
            <g class="wires">{ for props.drag.map(laid) }</g>
        </>
    }
}

fn by_current(driver: &&Driver) -> u32 {
    driver.microamps
}

const fn at_pin(driver: &Driver) -> pinscope_core::PinId {
    match driver.source {
        DriverSource::Chip(pin) | DriverSource::Pull(pin) | DriverSource::External(pin) => pin,
    }
}

/// The horizontal position at which wires run up and down. It is beside the chip, so that the chip's name stays
/// readable.
const SHAFT: i32 = 176;

/// Returns a curve that leaves both holes towards the middle of the board and stays on the board.
fn curve(a: HolePosition, b: HolePosition) -> String {
    let bend = (18 + ((a.x - b.x).abs() + (a.y - b.y).abs()) * 3 / 10).min(110);
    let goes_across = a.side.wire_direction() != b.side.wire_direction();
    let towards = |hole: HolePosition| match hole.side.wire_direction() {
        (right, 0) => (if goes_across { SHAFT } else { hole.x + right * bend }, hole.y),
        (_, down) => (hole.x, hole.y + down * bend),
    };
    let ((ax, ay), (bx, by)) = (towards(a), towards(b));
    format!("M{} {}C{ax} {ay} {bx} {by} {} {}", a.x, a.y, b.x, b.y)
}

#[cfg(test)]
mod tests {
    use pinscope_core::{PinId, Profile};

    use super::curve;
    use crate::geometry::pad_position;

    #[test]
    fn every_wire_stays_on_the_board() {
        for a in PinId::ALL {
            for b in PinId::ALL.into_iter().filter(|&b| b != a) {
                let curve = curve(pad_position(Profile::Wipy, a), pad_position(Profile::Wipy, b));
                let numbers = curve.split(|c: char| !c.is_ascii_digit() && c != '-').filter(|text| !text.is_empty());
                let numbers: Vec<i32> = numbers.map(|number| number.parse().unwrap()).collect();
                let xs = numbers.iter().step_by(2);
                assert!(xs.clone().all(|x| (0..=276).contains(x)), "{} to {}: {curve}", a.name(), b.name());
                assert_eq!(numbers.len(), 8);
            }
        }
    }
}
