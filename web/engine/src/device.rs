//! A real board at the end of a cable, run in a Web Worker in place of the engine: takes what the page asks, speaks the
//! link, tells what there is to see. It answers the same messages, so that the page need not know which of them it has.

mod calls;
mod command_queue;
mod frames;
mod history;
mod serial;
mod texts;
mod transport;
pub mod worker;

use std::collections::VecDeque;

use pinscope_core::link::serial::{DeviceInfo, LinkDecoder, Received, Request as Asked, RequestKind};
use pinscope_core::{Command, Error, Power, Response, SleepMode};
use pinscope_emulator::trace::waveform::{TraceIndex, Viewport};

use crate::error::ApiError;
use crate::session::{Answer, Message};
use crate::vcd::Task;
use pinscope_protocol::{Reply, Request, Watched};

use command_queue::{Asker, CommandQueue, Outcome};
use history::Record;

/// How a board is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// A WebSocket of the server that the page is from.
    Bridge,
    /// Web Serial, on a port the person has chosen.
    Serial,
}

impl Way {
    /// The way called `"bridge"` or `"serial"`.
    pub fn from_name(name: &str) -> Option<Self> {
        [("bridge", Self::Bridge), ("serial", Self::Serial)].into_iter().find(|way| way.0 == name).map(|way| way.1)
    }
}

/// How often a board that has not said who it is, or has fallen silent, is asked, in milliseconds.
const ASK_EVERY_MS: f64 = 500.0;
/// A silence that ends whatever was under way: half a frame.
const QUIET_MS: f64 = 100.0;
/// A silence in which a board that is about to sleep has fallen asleep.
const ASLEEP_MS: f64 = 300.0;
/// A board that says nothing for so long does not answer any more; awake, it speaks each 40 ms.
const SILENT_MS: f64 = 1_500.0;
/// How long to wait before a line that was lost is opened again.
const AGAIN_MS: f64 = 1_000.0;
/// How long a call that connects waits for a board.
const PATIENCE_MS: f64 = 5_000.0;

/// Where the line stands.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Line {
    /// It is to be opened at this time, in milliseconds.
    Shut(f64),
    /// It is being opened, or is open.
    Open { is_up: bool },
}

/// Something for the worker to do.
pub enum Out {
    /// To tell the page.
    Reply(Reply),
    /// To answer `window.pinscope`.
    Answer(Answer),
    /// To have a file written, for whoever wants it.
    Task(Task, Asker),
    /// To open the line, closing the one there is.
    Open(Way),
    /// To send this to the board.
    Send(Asked),
}

/// The board, as far as it has told.
pub struct Cable {
    way: Way,
    line: Line,
    /// The emulator that the board runs in, if the bridge names one.
    emulator: Option<String>,
    decoder: LinkDecoder,
    info: Option<DeviceInfo>,
    /// Whether it was ever received.
    was_heard: bool,
    /// Whether it has said something in lines since it said who it is.
    speaks_to_person: bool,
    record: Record,
    commands: CommandQueue,
    /// What came in and has not been looked at.
    inbox: VecDeque<Message>,
    /// The calls that connect, and until when they wait.
    connecting: Vec<(f64, f64)>,
    /// When something was received, when the board was asked, and when it was asked for everything, in milliseconds.
    heard_ms: f64,
    asked_ms: f64,
    renewed_ms: f64,
    /// What the page was told of the board last.
    said: String,
    /// What the page wants to be shown.
    view: Option<Viewport>,
    watched: Option<Watched>,
    index: TraceIndex,
    untold: u64,
    changed: bool,
    painted: bool,
}

/// Not connected: it waits to be told which way to go.
impl Default for Cable {
    fn default() -> Self {
        Self {
            way: Way::Bridge,
            line: Line::Shut(f64::INFINITY),
            emulator: None,
            decoder: LinkDecoder::new(),
            info: None,
            was_heard: false,
            speaks_to_person: false,
            record: Record::default(),
            commands: CommandQueue::default(),
            inbox: VecDeque::new(),
            connecting: Vec::new(),
            heard_ms: 0.0,
            asked_ms: f64::NEG_INFINITY,
            renewed_ms: f64::NEG_INFINITY,
            said: String::new(),
            view: None,
            watched: None,
            index: TraceIndex::default(),
            untold: 0,
            changed: true,
            painted: false,
        }
    }
}

impl Cable {
    /// Takes a message in. It is carried out at the next [`Cable::work`].
    pub fn take(&mut self, message: Message) {
        self.inbox.push_back(message);
    }

    /// The line is open.
    pub fn opened(&mut self, now_ms: f64) {
        self.line = Line::Open { is_up: true };
        self.emulator = None;
        self.decoder = LinkDecoder::new();
        (self.heard_ms, self.asked_ms) = (now_ms, f64::NEG_INFINITY);
        self.changed = true;
    }

    /// The board runs in an emulator, which the bridge names.
    pub fn set_emulator(&mut self, name: String) {
        self.emulator = Some(name);
        self.changed = true;
    }

    /// The line could not be opened, or is lost.
    pub fn ended(&mut self, now_ms: f64) -> Vec<Out> {
        self.line = Line::Shut(now_ms + AGAIN_MS);
        self.record.lose();
        self.info = None;
        self.changed = true;
        self.drop_errands("the line to the board was lost before it answered: it may have done it or not")
    }

    /// Bytes have come.
    pub fn hear(&mut self, bytes: &[u8], now_ms: f64) -> Vec<Out> {
        let silence_ms = now_ms - std::mem::replace(&mut self.heard_ms, now_ms);
        let mut out = Vec::new();
        for &byte in bytes {
            if let Some(received) = self.decoder.push(byte) {
                self.take_in(received, silence_ms, &mut out);
            }
        }
        out
    }

    /// Does what there is to do at `now_ms` of real time and says what is to be told.
    pub fn work(&mut self, now_ms: f64) -> Vec<Out> {
        let mut out = Vec::new();
        while let Some(message) = self.inbox.pop_front() {
            match message {
                Message::Request(request) => self.request(request, &mut out),
                Message::Call(call) => self.call(call, now_ms, &mut out),
            }
        }
        self.keep_in_touch(now_ms, &mut out);
        if self.is_speaking(now_ms) {
            out.extend(self.commands.next(now_ms).map(Out::Send));
        }
        let outcome = self.commands.give_up(now_ms, self.is_asleep());
        out.extend(outcome.and_then(conclude));
        self.connecting.retain(|&(id, until_ms)| {
            let waits = now_ms < until_ms;
            if !waits {
                let error = ApiError::new("NoBoard", self.said.clone());
                out.push(Out::Answer(Answer { id, outcome: Err(error) }));
            }
            waits
        });
        self.tell(now_ms, &mut out);
        out
    }
}

/// The parts of it.
impl Cable {
    fn take_in(&mut self, received: Received, silence_ms: f64, out: &mut Vec<Out>) {
        match received {
            Received::DeviceInfo(info) => self.greet(info, silence_ms, out),
            Received::Response { seq, result } => match self.commands.answered(seq, result) {
                Some(outcome) => out.extend(conclude(outcome)),
                // Of a sleep it took the board longer to give up than the page to take it for asleep.
                None => out.extend(stayed_awake(result)),
            },
            Received::Event(event) if self.info.is_some() => self.record.event(event),
            Received::Snapshot if self.info.is_some() => {
                if self.record.snapshot(self.decoder.snapshot()) {
                    self.index = TraceIndex::default();
                }
            }
            // It speaks to a person: after a reset, or because somebody asked it to.
            Received::Text(_) => self.speaks_to_person = true,
            Received::Event(_) | Received::Snapshot | Received::Corrupt => {}
        }
        self.changed = true;
    }

    fn greet(&mut self, info: DeviceInfo, silence_ms: f64, out: &mut Vec<Out>) {
        if self.was_heard && info.time_ns < self.decoder.snapshot().time_ns.max(self.record.board_ns()) {
            let gap_ns = (silence_ms.max(0.0) * 1e6) as u64;
            self.record.reset(info.reset, gap_ns, info.time_ns);
            out.extend(self.drop_errands("the board was reset before it answered"));
        }
        self.was_heard = true;
        let foreign = texts::foreign(&info);
        for (id, _) in self.connecting.drain(..) {
            let outcome = match &foreign {
                None => Ok(wasm_bindgen::JsValue::NULL),
                Some(why) => Err(ApiError::new("OtherVersion", why.clone())),
            };
            out.push(Out::Answer(Answer { id, outcome }));
        }
        (self.info, self.speaks_to_person) = (Some(info), false);
    }

    /// Opens the line again, and asks a board that says nothing.
    fn keep_in_touch(&mut self, now_ms: f64, out: &mut Vec<Out>) {
        let silence_ms = now_ms - self.heard_ms;
        match self.line {
            Line::Shut(again_ms) if now_ms >= again_ms => {
                self.line = Line::Open { is_up: false };
                out.push(Out::Open(self.way));
            }
            Line::Open { is_up: true } => {
                if silence_ms > QUIET_MS {
                    self.decoder.on_idle();
                }
                if silence_ms > ASLEEP_MS {
                    self.record.settle();
                }
                // A byte could be what wakes it: it is left alone until it speaks.
                let is_silent = silence_ms > ASK_EVERY_MS && !self.is_asleep();
                let is_missing = self.info.is_none() || self.speaks_to_person || is_silent;
                if is_missing && now_ms - self.asked_ms > ASK_EVERY_MS {
                    self.asked_ms = now_ms;
                    out.push(Out::Send(Asked { seq: 0, kind: RequestKind::Identify }));
                } else if self.is_speaking(now_ms)
                    && self.decoder.needs_resync()
                    && now_ms - self.renewed_ms > ASK_EVERY_MS
                {
                    self.renewed_ms = now_ms;
                    out.push(Out::Send(Asked { seq: 0, kind: RequestKind::Resync }));
                }
            }
            Line::Shut(_) | Line::Open { .. } => {}
        }
    }

    fn request(&mut self, request: Request, out: &mut Vec<Out>) {
        let real = texts::real(&[]);
        match request {
            Request::Command(command) => out.extend(self.run(command, Asker::Page)),
            Request::FrameShown => self.painted = true,
            Request::View(view) => self.view = Some(view),
            Request::Subscribe(watched) => self.watched = watched,
            Request::ExportVcd => out.push(self.file(Asker::Page)),
            Request::Replay(_) => out.push(Out::Reply(Reply::Replays(Err(real.hands)))),
            Request::Poke { .. } => out.push(Out::Reply(Reply::PokeRefused { message: real.poke })),
            Request::ResetChip => {
                // The page says beside the sleeps why a board stays asleep.
                let command = Command::Sleep { mode: SleepMode::Active };
                out.push(Out::Reply(Reply::Refused { command, message: real.hands }));
            }
            // The page does not offer them.
            Request::Stimulus(_)
            | Request::Run(_)
            | Request::Speed(_)
            | Request::Step(_)
            | Request::StopOn(_)
            | Request::NewBench(_)
            | Request::Example(_)
            | Request::SetUpAgain(_)
            | Request::Restore(_) => {}
        }
        self.changed = true;
    }

    /// Sends a command on its way.
    fn run(&mut self, command: Command, asker: Asker) -> Option<Out> {
        if self.info.as_ref().is_none_or(|info| texts::foreign(info).is_some()) {
            return conclude((command, asker, Err(ApiError::new("NoBoard", self.said.clone()))));
        }
        self.commands.take(command, asker).err().and_then(conclude)
    }

    fn drop_errands(&mut self, why: &str) -> Vec<Out> {
        self.commands.drop_all("NoAnswer", why).into_iter().filter_map(conclude).collect()
    }

    fn is_asleep(&self) -> bool {
        self.info.is_some() && matches!(self.decoder.snapshot().power, Power::Suspended | Power::Hibernate)
    }

    /// Whether the board is there and understood.
    fn is_speaking(&self, now_ms: f64) -> bool {
        let is_heard = now_ms - self.heard_ms < SILENT_MS || self.is_asleep();
        is_heard && self.info.as_ref().is_some_and(|info| texts::foreign(info).is_none())
    }
}

/// Tells whoever asked.
fn conclude((command, asker, result): Outcome) -> Option<Out> {
    match (asker, result) {
        (Asker::Page, Ok(_)) => None,
        (Asker::Page, Err(error)) => Some(Out::Reply(Reply::Refused { command, message: error.message() })),
        (Asker::Call(id), result) => {
            let outcome = result.map(crate::json::answer);
            Some(Out::Answer(Answer { id, outcome }))
        }
    }
}

fn stayed_awake(result: Result<Response, Error>) -> Option<Out> {
    let error = result.err()?;
    let Error::StayedAwake { power } = error else { return None };
    let mode = if power == Power::Hibernate { SleepMode::Hibernate } else { SleepMode::Suspended };
    Some(Out::Reply(Reply::Refused { command: Command::Sleep { mode }, message: error.to_string() }))
}
