//! The simulated time that each action of a program takes.
//!
//! Nothing else makes a program take time, so this table decides which interrupts coalesce while a script is busy. It
//! is the same on the host, under Node and in the page.

/// One row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// The action, as the page names it.
    pub action: &'static str,
    /// The simulated time that it takes, in nanoseconds.
    pub ns: u64,
    /// The source of the figure.
    pub source: &'static str,
}

/// The source of a figure that nobody has measured on a board.
const ESTIMATE: &str = "estimate";

/// A statement of a script, without what it calls.
pub const STATEMENT: Cost = Cost { action: "statement", ns: 2_000, source: ESTIMATE };
/// A turn of a loop, beside the statements in it.
pub const LOOP_TURN: Cost = Cost { action: "loop turn", ns: 2_000, source: ESTIMATE };
/// A call that reads or writes the level of a pin.
pub const PIN_CALL: Cost = Cost { action: "pin call", ns: 4_000, source: ESTIMATE };
/// A call that reads the ticks.
pub const TICK_CALL: Cost = Cost { action: "tick call", ns: 4_000, source: ESTIMATE };
/// The way from an interrupt to the first statement of its handler.
pub const HANDLER_ENTRY: Cost = Cost { action: "handler entry", ns: 12_000, source: ESTIMATE };
/// Any other call of a module of the board.
pub const BOARD_CALL: Cost = Cost { action: "other call of a board module", ns: 4_000, source: ESTIMATE };
/// An access to a register of the real-time clock, after which TI's driver waits.
pub const CLOCK_ACCESS: Cost = Cost { action: "access to the real-time clock", ns: 200_000, source: "TI's driver" };
/// The start of the board after a pin has ended HIBERNATE.
pub const START_AFTER_HIBERNATE: Cost = Cost { action: "start after HIBERNATE", ns: 1_000_000_000, source: ESTIMATE };

/// Every row.
pub const COSTS: [Cost; 8] =
    [STATEMENT, LOOP_TURN, PIN_CALL, TICK_CALL, HANDLER_ENTRY, BOARD_CALL, CLOCK_ACCESS, START_AFTER_HIBERNATE];
