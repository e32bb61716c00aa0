//! The messages about the script, from the engine to the page.

use pinscope_core::PinId;
use serde::{Deserialize, Serialize};

/// An event of the script.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ScriptEvent {
    /// The script has started from its first line.
    Started,
    /// The script has printed this text.
    Output(String),
    /// The script waits at this line, counted from 1, for something that cannot happen by itself, because time is
    /// paused or the board sleeps. 0 means that it no longer waits.
    Blocked {
        /// The line, counted from 1. 0 means that the script continues.
        line: u32,
        /// The line on which a handler has interrupted the script, or 0.
        interrupted: u32,
    },
    /// The script has ended, with this error if there was one.
    Finished(Option<String>),
    /// A bench was opened that contains this script, which may be empty. The script is not started. The bench may have
    /// other files than before.
    Loaded(String),
    /// The example with this name was opened. If it has a script, the page knows it.
    Example(String),
    /// The interpreter for typed text has started.
    PromptStarted,
    /// The script does something else than before. A change that lasts only a moment is not reported.
    Status(ScriptStatus),
    /// The handler of a pin has failed with this error.
    HandlerFailed {
        /// The pin.
        pin: PinId,
        /// The traceback, whose last line is the error.
        error: String,
    },
    /// The script uses another file from now on. Each file has a number; the script itself has the number 0. The lines
    /// of a file are counted from its number times [`LINES_PER_FILE`].
    FileUsed {
        /// The number.
        number: u32,
        /// The name.
        name: String,
    },
    /// The file `boot.py` has failed with this error, and the script begins nevertheless.
    BootFailed(String),
    /// A script has written files. The text says which of them the bench cannot keep, and is empty if it keeps all.
    FilesWritten(String),
    /// This acts on the board after the script has ended, as a sentence about the script: `its timer goes on`. It is empty
    /// if nothing does.
    StillActive(String),
    /// An image has become the program of the board.
    ImageStarted,
}

/// The distance between the numbers of the first lines of two files.
pub const LINES_PER_FILE: u32 = 1 << 20;

/// The state of a script that has started and has not ended. A line of 0 is typed text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ScriptStatus {
    /// It runs.
    Running,
    /// It has called a function that waits this long.
    Waiting {
        /// The line of the call.
        line: u32,
        /// The time of the whole wait, in simulated milliseconds, or 0 if it has no limit.
        ms: u32,
    },
    /// The board sleeps until one of these pins wakes it.
    Asleep(Vec<PinId>),
    /// Simulated time is paused.
    Paused {
        /// The line that runs when time continues.
        line: u32,
    },
    /// The board sleeps until the alarm of the real-time clock, or one of these pins, wakes it.
    AsleepUntilAlarm(Vec<PinId>),
}
