//! The messages between the page and the engine, and the facts about the chip that the page shows.
//!
//! Messages are encoded with postcard, which numbers variants and fields by their order. Therefore new variants and
//! fields are only appended.

mod argument;
mod blocks;
mod call;
mod checkpoint;
mod left_bench;
pub mod register_map;
pub mod ring;
mod script_event;
pub mod setup_code;
mod supply;
mod trace_query;

pub use argument::{Argument, MAX_SAFE_INTEGER, number_text};
pub use blocks::{BlockReason, Blocks};
pub use call::{Call, STIMULUS_CALLS};
pub use checkpoint::{Checkpoint, TraceChunk};
pub use left_bench::{BenchView, LeftBench};
use pinscope_core::{Command, Event, EventKind, Level, PinId, Profile, SleepMode, Snapshot};
pub use pinscope_emulator::lesson::MAX_TASK_CHARS;
pub use pinscope_emulator::playground::STORM_PAUSE_NS;
pub use pinscope_emulator::playground::costs::{COSTS, Cost};
pub use pinscope_emulator::trace::DEFAULT_CAPACITY as TRACE_CAPACITY;
pub use pinscope_emulator::trace::pulse::Pulse;
pub use pinscope_emulator::trace::vcd::MAX_BYTES as MAX_VCD_BYTES;
pub use pinscope_emulator::trace::waveform;
pub use pinscope_emulator::{
    Alarm, AnalogInput, Bounce, Button, Change, ClockSignal, Driver, DriverSource, Endpoint, External, ImageReference,
    Lesson, Part, Signal, Stimulus, VoltageShape, VoltageSource, stronger_side,
};
pub use script_event::{LINES_PER_FILE, ScriptEvent, ScriptStatus};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
pub use supply::why_no_wire;
pub use trace_query::{TraceAnswer, TraceQuery};
use waveform::{Viewport, Waveform};

/// The end of simulated time, in nanoseconds (104 days). Up to this number JavaScript represents every integer exactly.
pub const END_OF_TIME_NS: u64 = argument::MAX_SAFE_INTEGER;

/// The name of the example that the page starts with.
pub const FIRST_EXAMPLE: &str = pinscope_emulator::examples::START.name;

/// A request of the page to the engine.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Request {
    /// Executes a command, as software on the board would. If it is refused, [`Reply::Refused`] follows.
    Command(Command),
    /// Applies a stimulus to the board from outside.
    Stimulus(Stimulus),
    /// Lets simulated time run (`true`) or pauses it.
    Run(bool),
    /// Sets the speed of simulated time, as a multiple of real time.
    Speed(f64),
    /// Advances simulated time as fast as possible until this happens, then pauses it.
    Step(Until),
    /// Pauses simulated time each time this happens. `None` switches that off.
    StopOn(Option<Until>),
    /// Presses the reset button of the board, which resets the chip only.
    ResetChip,
    /// Replaces the bench by an empty one with this board.
    NewBench(Profile),
    /// Opens the example with this index in [`Reply::Examples`].
    Example(usize),
    /// Sets whether the accepted commands are executed again after a reset.
    SetUpAgain(bool),
    /// Selects the part of the trace that the timeline shows. From now on each [`Frame`] carries it.
    View(Viewport),
    /// Replays a recording from now on. The VCD program makes this request for a call of `replay`, which is answered.
    Replay {
        /// The number of the call.
        call: f64,
        /// The changes of the recording. Their times count from now.
        changes: Vec<Change>,
    },
    /// Acknowledges the last frame: it is on the screen, and the next may be sent.
    FrameShown,
    /// Writes a word to the bus, as software would. If it is refused, [`Reply::PokeRefused`] follows.
    Poke {
        /// The address to write to.
        addr: u32,
        /// The word to write.
        value: u32,
    },
    /// Selects the optional part that frames carry from now on.
    Subscribe(Option<Watched>),
    /// Continues from the state of an engine that had to be replaced.
    Restore(Box<Checkpoint>),
    /// Begins again at time 0 with the same bench and script.
    BeginAgain,
    /// Asks a question about the trace. [`Reply::Trace`] follows.
    Query(TraceQuery),
    /// Sets the counts of the pin's interrupt to 0. The interrupt stays armed.
    ClearCounts(PinId),
    /// Opens a bench again. [`Reply::Replaced`] follows with the bench that it replaces.
    Reopen {
        /// The bench.
        bench: Box<LeftBench>,
        /// The number of the replaced bench in the history of the page.
        left: u32,
    },
    /// Ends what still acts on the board after the script has ended, as a soft reset does.
    EndActivity,
}

/// The parts of a frame that are sent only to a page that shows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Watched {
    /// The values of registers, in [`Frame::registers`].
    Registers,
    /// The reasons why pins did or did not wake the board, in [`Frame::reasons`].
    Reasons,
}

/// An event to wait for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Until {
    /// A change of the level of this pad, or of any pad.
    Edge(Option<PinId>),
    /// A served interrupt of this pin, or of any pin.
    Interrupt(Option<PinId>),
    /// The next statement of the script.
    Line,
}

impl Until {
    /// Returns true if an event of this kind ends the wait.
    pub fn is(self, kind: &EventKind) -> bool {
        let (pin, is_awaited) = match self {
            Self::Edge(pin) => (pin, matches!(kind, EventKind::Level { .. })),
            Self::Interrupt(pin) => (pin, matches!(kind, EventKind::Irq { .. })),
            // No event of the board tells that a statement begins.
            Self::Line => return false,
        };
        is_awaited && (pin.is_none() || pin == kind.pin())
    }
}

/// A message of the engine to the page.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Reply {
    /// The engine has started. The page compares the engine's build with its own.
    Ready {
        /// The engine's [`BUILD`].
        build: String,
    },
    /// The present state of the board. At most one is sent for each [`Request::FrameShown`], and one more as soon as
    /// the page has asked for something.
    Frame(Box<Frame>),
    /// The names of the examples.
    Examples(Vec<String>),
    /// A notice about the bench or the connected board, which replaces the previous notice. An empty text removes it.
    Notice {
        /// The name of the example that was opened, if the notice is about an example.
        example: Option<String>,
        /// One or two sentences.
        text: String,
    },
    /// The bench has changed. The page stores the bench as this text.
    BenchChanged(String),
    /// A command was refused.
    Refused {
        /// The command.
        command: Command,
        /// The reason.
        message: String,
    },
    /// An event of the script.
    Script(ScriptEvent),
    /// The newest part of the [`Checkpoint`]. It is sent when a script starts, and before each frame while there is a
    /// script.
    Checkpoint {
        /// The bench, as the text of a link, if it has changed.
        bench: Option<String>,
        /// The registers and the time, encoded.
        board: Vec<u8>,
        /// The events since the last chunk.
        chunk: TraceChunk,
    },
    /// A write to the bus was refused.
    PokeRefused {
        /// The reason.
        message: String,
    },
    /// The physical board was disconnected. The page resumes the emulated one.
    Disconnected,
    /// Another bench was opened, or the present one begins again, so the timeline starts over.
    Opened(Option<BenchView>),
    /// The answer to [`Request::Query`].
    Trace(TraceAnswer),
    /// Another bench was opened, which is shown in this way. It comes before the event about its script.
    Lesson(Lesson),
    /// A bench was replaced by the one that [`Reply::Opened`] is about, which follows.
    Replaced {
        /// The replaced bench with its script, as the text of a link.
        bench: String,
        /// Its number in the history of the page, if [`Request::Reopen`] has replaced it.
        left: Option<u32>,
    },
    /// Another bench was opened, on which this image ran. It comes after the event about its script.
    Image(Option<ImageReference>),
}

/// Everything that the page shows, at one moment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    /// The registers of the board and the status of each pin.
    pub snapshot: Snapshot,
    /// The external circuit at each pad, in the order of `PinId::ALL`.
    pub outside: Vec<External>,
    /// The drivers of each pad's net with their strengths, in the order of `PinId::ALL`.
    pub drivers: Vec<Vec<Driver>>,
    /// The jumper wires.
    pub wires: Vec<(PinId, PinId)>,
    /// The pins whose buttons do not bounce.
    pub clean: Vec<PinId>,
    /// True if the accepted commands are executed again after a reset.
    pub sets_up_again: bool,
    /// The speed of simulated time, as a multiple of real time.
    pub speed: f64,
    /// The time by which simulated time is behind that speed, in simulated nanoseconds.
    pub behind_ns: u64,
    /// The pin that has ended HIBERNATE, while the board still starts.
    pub starting: Option<PinId>,
    /// The event that pauses simulated time.
    pub stop_on: Option<Until>,
    /// The latest events since the last frame, at most [`Frame::MAX_EVENTS`], each with its sequence number.
    pub events: Vec<(u64, Event)>,
    /// The part of the trace that the page has selected with [`Request::View`].
    pub timeline: Option<Waveform>,
    /// The values of the registers of [`register_map`], in its order, if they are watched.
    pub registers: Option<Vec<u32>>,
    /// The reasons why pins did or did not wake the board, if they are watched.
    pub reasons: Option<Vec<Reason>>,
    /// The limits of a physical board. `None` for the emulated one.
    pub real: Option<DeviceLimits>,
    /// The jumper wires to rails.
    pub rail_wires: Vec<(PinId, Level)>,
    /// The number of times that each pin's interrupt was served since the last press of the pin began, in the order of
    /// `PinId::ALL`. It is `None` for a pin that was not pressed yet.
    pub served_since_press: Vec<Option<u32>>,
    /// The edges since the last frame that came while the board slept and did not wake it, the oldest first.
    pub ignored_edges: Vec<IgnoredEdges>,
    /// The state of the blocks that the snapshot does not contain.
    pub blocks: Blocks,
    /// The reasons why blocks did or did not wake the board, if the reasons are watched.
    pub block_reasons: Option<Vec<BlockReason>>,
}

impl Frame {
    /// Maximum number of events in one frame.
    pub const MAX_EVENTS: u64 = 1000;
}

/// Edges of one direction on one pin that came while the board slept and did not wake it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IgnoredEdges {
    /// The sequence number of the first edge's event.
    pub seq: u64,
    /// The time of the last edge, in simulated nanoseconds.
    pub time_ns: u64,
    /// The pin.
    pub pin: PinId,
    /// The level after the edge.
    pub level: Level,
    /// The number of edges.
    pub times: u32,
    /// The direction and the reason, as the rest of a sentence about the pin: `rose; it is not armed for this sleep`.
    pub text: String,
}

/// The reasons why some actions are impossible on a physical board, each in a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceLimits {
    /// The reason why nothing can be attached to a pad and no button can be pressed, if that is so.
    pub stimuli: Option<String>,
    /// The reason why time cannot be paused, stepped or sped up, and why the bench cannot be shared or replaced.
    pub simulation: String,
    /// The reason why no word can be written to the bus.
    pub poke: String,
    /// The pins that carry the link, each with the reason why it cannot be used.
    pub reserved: Vec<(PinId, String)>,
}

/// The reason why a pin did or did not wake the board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// The pin.
    pub pin: PinId,
    /// The mode of the last sleep. `None` if the board has not slept.
    pub sleep: Option<SleepMode>,
    /// True if the pin woke the board.
    pub woke: bool,
    /// The reason, in a sentence.
    pub text: String,
}

/// A trace for the VCD program to write as a file.
#[derive(Debug, Serialize, Deserialize)]
pub struct TraceExport<T> {
    /// The [`Trace`](pinscope_emulator::Trace), or a reference to it.
    pub trace: T,
    /// The board that it was recorded on.
    pub profile: Profile,
    /// The end of the trace, in simulated nanoseconds.
    pub now_ns: u64,
}

/// The identity of the build. The page compares its own with the engine's, because a browser may have cached an older
/// file. `cargo xtask build` gives each build a different value.
pub const BUILD: &str = match option_env!("PINSCOPE_BUILD") {
    Some(build) => build,
    None => env!("CARGO_PKG_VERSION"),
};

/// Returns a message as the bytes that are posted.
pub fn encode(message: &impl Serialize) -> Vec<u8> {
    // Plain data can always be written to a buffer that grows.
    postcard::to_allocvec(message).unwrap_or_default()
}

/// Returns the message in `bytes`, unless they were encoded by another build.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    postcard::from_bytes(bytes).ok()
}
