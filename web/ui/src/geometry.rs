//! Computes the positions of the holes on the boards, in the units of their drawings. The hole of a pin follows from
//! the label that its board prints beside it.

use pinscope_core::{PinId, Profile};
use pinscope_protocol::Endpoint;

/// Distance from hole to hole.
const PITCH: i32 = 28;

/// A column of holes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// At the left edge; its rows read outwards.
    Left,
    /// At the right edge; its rows read outwards.
    Right,
    /// The second column from the left; its rows read inwards.
    InnerLeft,
    /// The second column from the right; its rows read inwards.
    InnerRight,
    /// The heartbeat LED, between the headers at the top.
    Led,
}

impl Side {
    /// Returns the classes for the style sheet: the direction in which rows read, and `inner` where they lie over the
    /// board.
    pub const fn classes(self) -> &'static str {
        ["left", "right", "right inner", "left inner", "led"][self as usize]
    }

    /// Returns -1 if rows read to the left, 1 if they read to the right.
    pub const fn reading_direction(self) -> i32 {
        [-1, 1, 1, -1, 1][self as usize]
    }

    /// Returns the direction in which a wire leaves a hole, to the right and down.
    pub const fn wire_direction(self) -> (i32, i32) {
        [(1, 0), (-1, 0), (1, 0), (-1, 0), (0, 1)][self as usize]
    }
}

/// The columns, each with the prefix of its labels and the position of its first hole.
///
/// The WiPy is to scale. The columns of the LaunchPad are closer together than on the real board: P1 and P3 on the
/// left, P4 and P2 on the right, counted from the top. That is the order of TI's 40-pin BoosterPacks; the board's own
/// guide has not confirmed it.
const COLUMNS: [(&str, Side, i32, i32); 7] = [
    ("L", Side::Left, 12, PITCH),
    ("R", Side::Right, 264, PITCH),
    ("HBL", Side::Led, 185, 16),
    ("P1", Side::Left, 14, 116),
    ("P3", Side::InnerLeft, 42, 116),
    ("P4", Side::InnerRight, 234, 116),
    ("P2", Side::Right, 262, 116),
];

/// Returns the name and the label of each hole that has a name but is no pin.
const fn supply_labels(profile: Profile) -> &'static [(&'static str, &'static str)] {
    match profile {
        Profile::Wipy | Profile::WipySilicon => &[("RST", "L1"), ("VIN", "R1"), ("GND", "R2"), ("3V3", "R3")],
        Profile::Launchxl => &[("3V3", "P11"), ("5V", "P31"), ("GND", "P32"), ("GND", "P21"), ("RST", "P25")],
    }
}

/// Position of a hole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HolePosition {
    /// Distance from the left.
    pub x: i32,
    /// Distance from the top.
    pub y: i32,
    /// The column.
    pub side: Side,
    /// Half the width of the area that can be clicked, which is smaller where two columns are side by side.
    pub hit_width: i32,
}

/// Returns the position of the hole with a label.
fn hole(label: &str) -> HolePosition {
    let find = |&(prefix, side, x, top): &(&str, Side, i32, i32)| {
        let row = label.strip_prefix(prefix)?.parse().unwrap_or(1);
        let hit_width = if prefix.starts_with('P') { PITCH / 2 } else { 30 };
        Some(HolePosition { x, y: top + PITCH * (row - 1), side, hit_width })
    };
    COLUMNS.iter().find_map(find).unwrap_or(HolePosition { x: 0, y: 0, side: Side::Led, hit_width: 0 })
}

/// Returns the position of a pin's pad.
pub fn pad_position(profile: Profile, pin: PinId) -> HolePosition {
    hole(profile.label(pin))
}

/// Returns the name, label and position of each hole that has a name but is no pin.
pub fn supply_holes(profile: Profile) -> impl Iterator<Item = (&'static str, &'static str, HolePosition)> {
    supply_labels(profile).iter().map(|&(name, label)| (name, label, hole(label)))
}

/// Returns the position at which a wire from `from` to `end` ends. A rail may have several holes; it is the nearest
/// one.
pub fn end_position(profile: Profile, end: Endpoint, from: HolePosition) -> HolePosition {
    let Endpoint::Pin(pin) = end else {
        let holes = supply_holes(profile).filter(|(name, ..)| *name == end.name()).map(|(.., hole)| hole);
        return holes.min_by_key(|hole| (hole.x - from.x).abs() + (hole.y - from.y).abs()).unwrap_or(from);
    };
    pad_position(profile, pin)
}

/// The direction of an arrow key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Towards the top.
    Up,
    /// Towards the bottom.
    Down,
    /// To the left.
    Left,
    /// To the right.
    Right,
}

/// Returns the nearest pin in a direction, where distance to the side counts three times. At an edge of the board,
/// returns the pin itself.
pub fn neighbour(profile: Profile, pin: PinId, direction: Direction) -> PinId {
    let from = pad_position(profile, pin);
    let distance = |other: &PinId| {
        let to = pad_position(profile, *other);
        let (right, down) = (to.x - from.x, to.y - from.y);
        let (ahead, aside) = match direction {
            Direction::Up => (-down, right),
            Direction::Down => (down, right),
            Direction::Left => (-right, down),
            Direction::Right => (right, down),
        };
        (ahead > 0).then_some(ahead + 3 * aside.abs())
    };
    let reachable = PinId::ALL.into_iter().filter_map(|other| Some((distance(&other)?, other)));
    reachable.min().map_or(pin, |(_, nearest)| nearest)
}

#[cfg(test)]
mod tests {
    use pinscope_core::{PinId, Profile};

    use super::{Direction, neighbour, pad_position, supply_holes};

    const PROFILES: [Profile; 3] = [Profile::Wipy, Profile::WipySilicon, Profile::Launchxl];
    const DIRECTIONS: [Direction; 4] = [Direction::Up, Direction::Down, Direction::Left, Direction::Right];

    #[test]
    fn every_pin_has_a_hole_of_its_own() {
        for profile in PROFILES {
            let pads = PinId::ALL.into_iter().map(|pin| pad_position(profile, pin));
            let holes = pads.chain(supply_holes(profile).map(|(_, _, position)| position));
            let mut positions: Vec<_> = holes.map(|hole| (hole.x, hole.y)).collect();
            positions.sort();
            let count = positions.len();
            positions.dedup();
            assert_eq!(positions.len(), count, "{profile:?}");
            assert!(!positions.contains(&(0, 0)), "every label is known");
        }
    }

    #[test]
    fn arrow_keys_reach_every_pin() {
        for profile in PROFILES {
            let mut reached = vec![PinId::GP10];
            let mut next = 0;
            while let Some(&pin) = reached.get(next) {
                next += 1;
                for neighbour in DIRECTIONS.map(|direction| neighbour(profile, pin, direction)) {
                    if !reached.contains(&neighbour) {
                        reached.push(neighbour);
                    }
                }
            }
            assert_eq!(reached.len(), PinId::COUNT, "{profile:?}");
        }
    }

    #[test]
    fn at_the_edge_of_the_board_the_focus_stays() {
        let leftmost = PinId::ALL.into_iter().filter(|&pin| pad_position(Profile::Wipy, pin).x == 12);
        for pin in leftmost {
            assert_eq!(neighbour(Profile::Wipy, pin, Direction::Left), pin);
        }
    }
}
