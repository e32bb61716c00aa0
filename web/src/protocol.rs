//! What page and engine say to each other, every message of it.

use pinscope_core::{Command, Event, Profile, Snapshot};
use pinscope_emulator::{Driver, Outside, Stimulus};
use serde::{Deserialize, Serialize};

/// From the page to the engine.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Request {
    /// Software does something. A refusal comes back as [`Reply::Refused`].
    Command(Command),
    /// Hands do something.
    Stimulus(Stimulus),
    /// Simulated time runs, or stands still.
    Run(bool),
    /// The reset button on the board: resets the chip only.
    ResetChip,
    /// A new bench with this board.
    NewBench(Profile),
    /// Whether the bench's list of settings is applied again after a reset.
    SetUpAgain(bool),
    /// The last frame is on the screen; the next may come.
    Painted,
}

/// From the engine to the page.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Reply {
    /// The engine runs. Its build is compared with the page's.
    Ready {
        /// Identifies the build.
        build: String,
    },
    /// What there is to see now. At most one comes for each one painted.
    Frame(Box<Frame>),
    /// A command was refused.
    Refused {
        /// The command.
        command: Command,
        /// The core's words.
        message: String,
    },
}

/// Everything the page shows, at one moment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    /// The board.
    pub snapshot: Snapshot,
    /// What is attached to each pad, in the order of `PinId::ALL`.
    pub outside: Vec<Outside>,
    /// Who drives each pad's net and how strongly, in the order of `PinId::ALL`.
    pub drivers: Vec<Vec<Driver>>,
    /// Whether the bench's list of settings is applied again after a reset.
    pub sets_up_again: bool,
    /// What happened since the last frame, with its sequence number; at most [`Frame::MOST_EVENTS`], the latest.
    pub events: Vec<(u64, Event)>,
}

impl Frame {
    /// More events than this are not told in one frame.
    pub const MOST_EVENTS: u64 = 1000;
}

/// Identifies the build, so that a page and an engine of different builds notice. `cargo xtask build` gives each its own.
pub const BUILD: &str = match option_env!("PINSCOPE_BUILD") {
    Some(build) => build,
    None => env!("CARGO_PKG_VERSION"),
};
