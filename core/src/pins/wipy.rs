//! The WiPy 1.0: what its silkscreen prints beside each pin, and the wake pins its manual lists.

use super::PinId;

/// Header labels in the order of [`PinId::ALL`]; HBL is the heartbeat LED.
pub(super) const LABELS: [&str; PinId::COUNT] = [
    "L2", "L3", "L4", "L5", "L6", "L7", "L8", "L9", "L10", "L11", "L12", "L13", "L14", "R4", "R5", "R6", "R7", "R8",
    "R9", "R10", "R11", "R12", "R13", "R14", "HBL",
];

/// Wake lines 0 to 5 as MicroPython's manual lists the pins. It names GP10 for line 2.
pub(super) const MANUAL_WAKE_PINS: [PinId; 6] =
    [PinId::GP2, PinId::GP4, PinId::GP10, PinId::GP17, PinId::GP11, PinId::GP24];

/// Wake lines 0 to 5 as the chip wires them: line 2 is GP13 (TI's driver constants, and the pins the port lists).
pub(super) const SILICON_WAKE_PINS: [PinId; 6] =
    [PinId::GP2, PinId::GP4, PinId::GP13, PinId::GP17, PinId::GP11, PinId::GP24];
