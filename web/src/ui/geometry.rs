//! Where things are on the board, in the units of `pcb.svg`: 11.02 a millimetre, 28 from hole to hole.

use pinscope_core::PinId;

/// From hole to hole.
const PITCH: i32 = 28;
/// Holes a column.
const ROWS: usize = 14;

/// A side of the board.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The left header.
    Left,
    /// The right header.
    Right,
    /// The heartbeat LED, between them at the top.
    Led,
}

impl Side {
    /// The class its style goes by.
    pub const fn name(self) -> &'static str {
        ["left", "right", "led"][self as usize]
    }

    /// -1 where outwards is to the left.
    pub const fn outwards(self) -> i32 {
        [-1, 1, 1][self as usize]
    }
}

/// A hole that is no pin.
#[derive(Clone, Copy, Debug)]
pub struct Supply {
    /// What the board prints.
    pub name: &'static str,
    /// Its header label.
    pub label: &'static str,
    /// Its side.
    pub side: Side,
    /// Its row, from 0.
    pub row: usize,
}

/// The holes that are no pins.
pub const SUPPLIES: [Supply; 4] = [
    Supply { name: "RST", label: "L1", side: Side::Left, row: 0 },
    Supply { name: "VIN", label: "R1", side: Side::Right, row: 0 },
    Supply { name: "GND", label: "R2", side: Side::Right, row: 1 },
    Supply { name: "3V3", label: "R3", side: Side::Right, row: 2 },
];

/// First row of each header that is a pin, and the place of that pin in [`PinId::ALL`].
const LEFT: (usize, usize) = (1, 0);
const RIGHT: (usize, usize) = (3, 13);

/// An arrow key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Towards the top.
    Up,
    /// Towards the antenna.
    Down,
    /// To the left.
    Left,
    /// To the right.
    Right,
}

/// The side a pin is on, and its row from 0.
pub const fn place(pin: PinId) -> (Side, usize) {
    match pin.index() {
        24 => (Side::Led, 0),
        index if index < RIGHT.1 => (Side::Left, LEFT.0 + index),
        index => (Side::Right, RIGHT.0 + index - RIGHT.1),
    }
}

/// The middle of a hole, or of the LED.
pub const fn middle(side: Side, row: usize) -> (i32, i32) {
    let y = PITCH + PITCH * row as i32;
    match side {
        Side::Left => (12, y),
        Side::Right => (264, y),
        Side::Led => (185, 16),
    }
}

/// The pin one step from `pin`. At an edge it is the pin itself; the LED is above both headers.
pub fn neighbour(pin: PinId, direction: Direction) -> PinId {
    use Direction::{Down, Left, Right, Up};
    match (place(pin), direction) {
        ((Side::Led, _), Up) => pin,
        ((Side::Led, _), Left) => at(Side::Left, 0),
        ((Side::Led, _), Down | Right) => at(Side::Right, 0),
        ((Side::Left, row), Up) if row == LEFT.0 => PinId::GP25,
        ((Side::Right, row), Up) if row == RIGHT.0 => PinId::GP25,
        ((side, row), Up) => at(side, row - 1),
        ((side, row), Down) => at(side, row + 1),
        ((_, row), Left) => at(Side::Left, row),
        ((_, row), Right) => at(Side::Right, row),
    }
}

/// The pin at a row of a side, or the nearest one there is.
fn at(side: Side, row: usize) -> PinId {
    let (first, index) = if side == Side::Left { LEFT } else { RIGHT };
    PinId::ALL[index + row.clamp(first, ROWS - 1) - first]
}
