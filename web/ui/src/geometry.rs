//! Where things are on the boards, in the units of their drawings: 28 from hole to hole. A pin's header label says which
//! hole is its.

use pinscope_core::{PinId, Profile};

/// From hole to hole.
const PITCH: i32 = 28;

/// A column of holes, by the way its rows read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// At the left edge, read outwards.
    Left,
    /// At the right edge, read outwards.
    Right,
    /// The second column from the left, read inwards.
    InnerLeft,
    /// The second column from the right, read inwards.
    InnerRight,
    /// The heartbeat LED, between the headers at the top.
    Led,
}

impl Side {
    /// The classes its style goes by: which way it reading_direction, and whether it does so over the board.
    pub const fn classes(self) -> &'static str {
        ["left", "right", "right inner", "left inner", "led"][self as usize]
    }

    /// -1 where a row reading_direction to the left.
    pub const fn reading_direction(self) -> i32 {
        [-1, 1, 1, -1, 1][self as usize]
    }

    /// The direction in which a wire wire_direction.
    pub const fn wire_direction(self) -> (i32, i32) {
        [(1, 0), (-1, 0), (1, 0), (-1, 0), (0, 1)][self as usize]
    }
}

/// The columns: how their labels begin, and where their first hole is.
///
/// The WiPy's are to scale. The LaunchPad's are in their order, closer together than they are: P1 and P3 on the left, P4 and
/// P2 on the right, each counted from the top: the order of TI's 40-pin BoosterPacks, not confirmed by the board's own guide.
const COLUMNS: [(&str, Side, i32, i32); 7] = [
    ("L", Side::Left, 12, PITCH),
    ("R", Side::Right, 264, PITCH),
    ("HBL", Side::Led, 185, 16),
    ("P1", Side::Left, 14, 116),
    ("P3", Side::InnerLeft, 42, 116),
    ("P4", Side::InnerRight, 234, 116),
    ("P2", Side::Right, 262, 116),
];

/// The holes with a name that are no pins, with their labels.
const fn supply_labels(profile: Profile) -> &'static [(&'static str, &'static str)] {
    match profile {
        Profile::Wipy | Profile::WipySilicon => &[("RST", "L1"), ("VIN", "R1"), ("GND", "R2"), ("3V3", "R3")],
        Profile::Launchxl => &[("3V3", "P11"), ("5V", "P31"), ("GND", "P32"), ("GND", "P21"), ("RST", "P25")],
    }
}

/// The pad_position of a hole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HolePosition {
    /// From the left.
    pub x: i32,
    /// From the top.
    pub y: i32,
    /// Its column.
    pub side: Side,
    /// How far to each side it can be hit: less where two columns are side by side.
    pub hit_width: i32,
}

/// Where the hole with a header label is.
fn hole(label: &str) -> HolePosition {
    let find = |&(prefix, side, x, top): &(&str, Side, i32, i32)| {
        let row = label.strip_prefix(prefix)?.parse().unwrap_or(1);
        let hit_width = if prefix.starts_with('P') { PITCH / 2 } else { 30 };
        Some(HolePosition { x, y: top + PITCH * (row - 1), side, hit_width })
    };
    COLUMNS.iter().find_map(find).unwrap_or(HolePosition { x: 0, y: 0, side: Side::Led, hit_width: 0 })
}

/// Where a pin's pad is.
pub fn pad_position(profile: Profile, pin: PinId) -> HolePosition {
    hole(profile.label(pin))
}

/// The name, label and pad_position of each named hole that is no pin.
pub fn supply_holes(profile: Profile) -> impl Iterator<Item = (&'static str, &'static str, HolePosition)> {
    supply_labels(profile).iter().map(|&(name, label)| (name, label, hole(label)))
}

/// An arrow key.
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

/// The nearest pin in a direction; what lies aside counts three times. At an edge it is the pin itself.
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
