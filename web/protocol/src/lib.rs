//! The messages between the page and the engine, and the facts about the chip that the page shows.

pub mod register_map;
#[cfg(target_arch = "wasm32")]
pub mod ring;
pub mod setup_code;

use pinscope_core::{Command, Event, EventKind, PinId, Profile, SleepMode, Snapshot};
pub use pinscope_emulator::playground::STORM_PAUSE_NS;
pub use pinscope_emulator::trace::DEFAULT_CAPACITY as TRACE_CAPACITY;
pub use pinscope_emulator::trace::vcd::MAX_BYTES as MAX_VCD_BYTES;
pub use pinscope_emulator::trace::waveform;
pub use pinscope_emulator::{Bounce, Button, Change, ClockSignal, Driver, DriverSource, External, Stimulus};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use waveform::{Viewport, Waveform};

/// From the page to the engine.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Request {
    /// Software does something. A refusal comes back as [`Reply::Refused`].
    Command(Command),
    /// Hands do something.
    Stimulus(Stimulus),
    /// Simulated time runs, or stands still.
    Run(bool),
    /// How many times faster than real time simulated time runs.
    Speed(f64),
    /// Simulated time goes on, as fast as it can, until this happens, and then stands still.
    Step(Until),
    /// Simulated time stands still as soon as this happens, each time it does.
    StopOn(Option<Until>),
    /// The reset button on the board: resets the chip only.
    ResetChip,
    /// A new bench with this board.
    NewBench(Profile),
    /// An example, by its place in [`Reply::Examples`].
    Example(usize),
    /// Whether the bench's list of settings is applied again after a reset.
    SetUpAgain(bool),
    /// What part of the record the timeline shows; each [`Frame`] carries it from now on.
    View(Viewport),
    /// Everything recorded as a VCD file, which comes back as [`Reply::Vcd`].
    ExportVcd,
    /// Hands do what this VCD file says. How that went comes back as [`Reply::Replays`].
    Replay(String),
    /// The last frame is on the screen; the next may come.
    FrameShown,
    /// Software writes a word to the bus. A refusal comes back as [`Reply::PokeRefused`].
    Poke {
        /// Where to.
        addr: u32,
        /// The word.
        value: u32,
    },
    /// Frames are to bring this, too.
    Subscribe(Option<Watched>),
    /// Go on where an engine had to be replaced.
    Restore(Box<Checkpoint>),
}

/// What is left of an engine that had to be replaced, because a script on it did not stop.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Checkpoint {
    /// The bench, as text.
    pub bench: String,
    /// Registers and time at the last frame, encoded.
    pub board: Vec<u8>,
    /// What had happened, the oldest first.
    pub record: Vec<TraceChunk>,
}

/// A piece of the record.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TraceChunk {
    /// The sequence number of its first event.
    pub first: u64,
    /// How many events it has.
    pub count: u64,
    /// The events, encoded.
    pub events: Vec<u8>,
}

/// What frames bring only when asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Watched {
    /// [`Frame::registers`].
    Registers,
    /// [`Frame::reasons`].
    Reasons,
}

/// Something to wait for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Until {
    /// A change of level, of any pad or of this one.
    Edge(Option<PinId>),
    /// An interrupt that is served, of any pin or of this one.
    Interrupt(Option<PinId>),
}

impl Until {
    /// Whether an event of this kind is what was waited for.
    pub fn is(self, kind: &EventKind) -> bool {
        let (pin, is_it) = match self {
            Self::Edge(pin) => (pin, matches!(kind, EventKind::Level { .. })),
            Self::Interrupt(pin) => (pin, matches!(kind, EventKind::Irq { .. })),
        };
        is_it && (pin.is_none() || pin == kind.pin())
    }
}

/// From the engine to the page.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Reply {
    /// The engine runs. Its build is compared with the page's.
    Ready {
        /// Identifies the build.
        build: String,
    },
    /// What there is to see now. At most one comes for each one painted, and one more as soon as somebody asks for
    /// something.
    Frame(Box<Frame>),
    /// The examples' names.
    Examples(Vec<String>),
    /// Something to say of the bench that was opened; nothing any more if it is empty.
    Notice {
        /// The example it is, if it is one.
        example: Option<String>,
        /// A sentence or two.
        text: String,
    },
    /// The bench has changed: what to keep of it.
    BenchChanged(String),
    /// A command was refused.
    Refused {
        /// The command.
        command: Command,
        /// The core's words.
        message: String,
    },
    /// Everything recorded, as a VCD file, or why there is none.
    Vcd(Result<String, String>),
    /// How many changes of pins are being replayed, or why the file was refused.
    Replays(Result<usize, String>),
    /// Something of the script.
    Script(ScriptEvent),
    /// When a script begins, and before each frame while there is one: what it takes to go on if this engine has to be
    /// replaced. The bench comes when it has changed.
    Checkpoint {
        /// The bench, as text.
        bench: Option<String>,
        /// Registers and time, encoded.
        board: Vec<u8>,
        /// What has happened.
        piece: TraceChunk,
    },
    /// A word was refused.
    PokeRefused {
        /// The core's words.
        message: String,
    },
    /// The board at the end of the cable has been let go; the emulated one is to come back.
    Disconnected,
}

/// What is told of a script.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ScriptEvent {
    /// It has begun, from its top.
    Started,
    /// It has printed this.
    Output(String),
    /// It waits on this line, counted from 1, for what does not come by itself: time or the board stands still. 0 is over.
    Blocked(u32),
    /// It has ended; with this, if not by itself.
    Finished(Option<String>),
    /// A bench was put up with this script beside it, which may be empty. Nobody has run it.
    Loaded(String),
    /// This example was put up. Its script, if it has one, is the page's to show.
    Example(String),
}

/// Everything the page shows, at one moment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    /// The board.
    pub snapshot: Snapshot,
    /// What is attached to each pad, in the order of `PinId::ALL`.
    pub outside: Vec<External>,
    /// Who drives each pad's net and how strongly, in the order of `PinId::ALL`.
    pub drivers: Vec<Vec<Driver>>,
    /// The jumper wires.
    pub wires: Vec<(PinId, PinId)>,
    /// The pins whose buttons do not bounce.
    pub clean: Vec<PinId>,
    /// Whether the bench's list of settings is applied again after a reset.
    pub sets_up_again: bool,
    /// How many times faster than real time simulated time is to run.
    pub speed: f64,
    /// By how much it has fallen behind that, in simulated nanoseconds.
    pub behind_ns: u64,
    /// What makes it stand still.
    pub stop_on: Option<Until>,
    /// What happened since the last frame, with its sequence number; at most [`Frame::MAX_EVENTS`], the latest.
    pub events: Vec<(u64, Event)>,
    /// The part of the record the page looks at, once it has said which.
    pub timeline: Option<Waveform>,
    /// The registers of the catalog, in its order, if they are watched.
    pub registers: Option<Vec<u32>>,
    /// Why pins did or did not wake the board, if that is watched.
    pub reasons: Option<Vec<Reason>>,
    /// What cannot be done, if the board is a real one.
    pub real: Option<DeviceLimits>,
}

/// A board at the end of a cable: why some things cannot be done to it from here, each in a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceLimits {
    /// Nothing can be attached to its pads, and nobody can press its buttons.
    pub hands: String,
    /// Its time cannot be stopped, stepped or sped up, and it is no bench to be passed on or replaced.
    pub bench: String,
    /// No word can be written to its bus.
    pub poke: String,
    /// The pins that carry the link, and why they are taken.
    pub taken: Vec<(PinId, String)>,
}

/// Why a pin did or did not wake the board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// The pin.
    pub pin: PinId,
    /// The sleep it is about; `None` if the board has not slept.
    pub sleep: Option<SleepMode>,
    /// Whether it woke the board.
    pub woke: bool,
    /// The reason, in words.
    pub text: String,
}

impl Frame {
    /// More events than this are not told in one frame.
    pub const MAX_EVENTS: u64 = 1000;
}

/// From the engine to the vcd program: a record, and what it is of.
#[derive(Debug, Serialize, Deserialize)]
pub struct Recorded<T> {
    /// The record, [`Trace`](pinscope_emulator::Trace).
    pub trace: T,
    /// Which board's.
    pub profile: Profile,
    /// Until when, in simulated nanoseconds.
    pub now_ns: u64,
}

/// From the vcd program to the engine: what a file says of pins, or the name of what is wrong with it, and the words.
pub type Recording = Result<Vec<Change>, (String, String)>;

/// Identifies the build, so that a page and an engine of different builds notice. `cargo xtask build` gives each its own.
pub const BUILD: &str = match option_env!("PINSCOPE_BUILD") {
    Some(build) => build,
    None => env!("CARGO_PKG_VERSION"),
};

/// A message as the bytes that are posted.
pub fn encode(message: &impl Serialize) -> Vec<u8> {
    // Plain data into a growing buffer: nothing can be missing.
    postcard::to_allocvec(message).unwrap_or_default()
}

/// The message that `bytes` hold, if they hold one of this build.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    postcard::from_bytes(bytes).ok()
}
