//! The board, run in a Web Worker: takes what the page asks, keeps simulated time, tells what there is to see.

use std::collections::VecDeque;

use pinscope_core::{Command, PinId, Profile, Registers as _};
use pinscope_emulator::examples::{EXAMPLES, START};
use pinscope_emulator::trace::waveform::{TraceIndex, Viewport};
use pinscope_emulator::{Playground, Trace, WakeReason, WakeReport};
use wasm_bindgen::JsValue;

use pinscope_protocol::{Frame, Reason, Recorded, Reply, Request, Watched, register_map};

pub use crate::api::{Answer, Call};
use crate::autosave::Autosave;
use crate::checkpoint::CheckpointRecorder;
use crate::error::ApiError;
use crate::real_time::RealTimePacer;
use crate::script::Script;
use crate::vcd::{Asker, Done, Task};

/// Timers that may ring in one turn before other work has its chance.
pub(crate) const TURN: u32 = 20_000;
/// More events between two pictures than this nobody follows.
const MAX_FOLLOWED: u64 = 100;
/// The time from one such picture to the next, in milliseconds.
const REST_MS: f64 = 100.0;
/// Simulated time ends here, in nanoseconds (104 days): the largest number JavaScript tells from its neighbours.
pub const END_OF_TIME_NS: u64 = 1 << 53;

/// The board and what the page has not been told yet.
pub struct Engine {
    pub(crate) playground: Playground,
    pub(crate) pace: RealTimePacer,
    pub(crate) keeper: Autosave,
    /// What waits its turn, in the order it came.
    pub(crate) inbox: VecDeque<Message>,
    /// Where an `advance` that is under way leads, in simulated nanoseconds.
    pub(crate) advancing_to: Option<(u64, f64)>,
    /// Who waits for a file to be read or written, and until the worker has begun that, what it is.
    pub(crate) asker: Option<Asker>,
    pub(crate) task: Option<Task>,
    /// Sequence number of the first event the page has not been told.
    pub(crate) untold: u64,
    /// What part of the record the page looks at, and how to find it.
    pub(crate) view: Option<Viewport>,
    pub(crate) index: TraceIndex,
    /// Whether there is something new to see.
    pub(crate) changed: bool,
    /// Whether the page has shown what it was told last.
    pub(crate) painted: bool,
    /// Whether it has been told another before it showed that, or has shown nothing yet.
    pub(crate) ahead: bool,
    /// Whether somebody has asked for something since the last frame.
    pub(crate) asked: bool,
    /// When the last frame was told, in milliseconds of real time.
    pub(crate) told_ms: f64,
    /// What the page is told only because it asked for it.
    pub(crate) watched: Option<Watched>,
    pub(crate) script: Script,
    pub(crate) recorder: CheckpointRecorder,
    /// What the interpreter is to do next, and the text to do it with.
    pub(crate) to_interpret: Option<(String, String)>,
}

/// Something for the engine to do.
pub enum Message {
    /// From the page.
    Request(Request),
    /// From `window.pinscope`.
    Call(Call),
}

/// Something for the page.
pub enum Out {
    /// To the page.
    Reply(Reply),
    /// To `window.pinscope`.
    Answer(Answer),
    /// To the interpreter: what to do, and the text to do it with.
    Script(String, String),
    /// Not for the page but for the worker to begin; [`Engine::conclude`] must follow.
    Task(Task),
}

impl Engine {
    /// The start-up example, running from now on (`now_ms` of real time). Nothing is shown before the page asks, so that
    /// it can open another bench first.
    pub fn new(now_ms: f64) -> Self {
        let (playground, _) = Playground::load(&START.bench());
        Self {
            keeper: Autosave::new(playground.bench()),
            playground,
            pace: RealTimePacer::new(now_ms),
            inbox: VecDeque::new(),
            advancing_to: None,
            asker: None,
            task: None,
            untold: 0,
            view: None,
            index: TraceIndex::default(),
            changed: true,
            painted: false,
            ahead: true,
            asked: false,
            told_ms: 0.0,
            watched: None,
            script: Script::default(),
            recorder: CheckpointRecorder::default(),
            to_interpret: None,
        }
    }

    /// Takes a message in. It is carried out at the next [`Engine::work`].
    pub fn take(&mut self, message: Message) {
        self.asked |= !matches!(message, Message::Request(Request::FrameShown));
        self.inbox.push_back(message);
    }

    /// Does what there is to do at `now_ms` of real time and says what is to be told.
    pub fn work(&mut self, now_ms: f64) -> Vec<Out> {
        let mut out = Vec::new();
        self.catch_up(now_ms);
        while self.asker.is_none() && self.advance_further(&mut out) {
            self.stop_where_asked();
            match self.inbox.pop_front() {
                Some(Message::Request(request)) => out.extend(self.request(request).map(Out::Reply)),
                Some(Message::Call(call)) => out.extend(self.call(call).map(Out::Answer)),
                None => break,
            }
        }
        let told = [
            self.tell_kept(now_ms),
            self.keeper.take_note(),
            self.keeper.take_script(),
            self.record_with_frame(now_ms),
            self.frame(now_ms),
        ];
        out.extend(told.into_iter().flatten().map(Out::Reply));
        out.extend(self.to_interpret.take().map(|(what, text)| Out::Script(what, text)));
        out.extend(self.task.take().map(Out::Task));
        out
    }

    /// Takes in what has come of an [`Out::Task`], and says it to whoever waits. What came in meanwhile has waited.
    pub fn conclude(&mut self, outcome: Result<Done, ApiError>) -> Option<Out> {
        let asker = self.asker.take()?;
        let outcome = outcome.map(|done| match done {
            Done::Written(file) => (JsValue::from(file), 0),
            Done::Read(changes) => {
                let count = changes.len();
                self.playground.replay(changes);
                (JsValue::NULL, count)
            }
        });
        Some(match asker {
            Asker::Export => {
                let file = outcome.map(|(file, _)| file.as_string().unwrap_or_default());
                Out::Reply(Reply::Vcd(file.map_err(ApiError::message)))
            }
            Asker::Import => Out::Reply(Reply::Replays(outcome.map(|(_, count)| count).map_err(ApiError::message))),
            Asker::Call(id) => Out::Answer(Answer { id, outcome: outcome.map(|(file, _)| file) }),
        })
    }

    /// Whether work is left that need not wait for a message or for real time.
    pub fn is_busy(&self) -> bool {
        self.advancing_to.is_some() || self.pace.is_stepping()
    }
}

/// The parts of a turn.
impl Engine {
    /// Goes on with an `advance` that is under way. Answers whether other work may be done.
    pub(crate) fn advance_further(&mut self, out: &mut Vec<Out>) -> bool {
        let Some((end_ns, id)) = self.advancing_to else { return true };
        let done = self.playground.advance_until(end_ns, TURN);
        self.changed = true;
        if done {
            self.advancing_to = None;
            self.pace.note(self.playground.machine());
            out.push(Out::Answer(Answer { id, outcome: Ok(JsValue::NULL) }));
        }
        done
    }

    pub(crate) fn request(&mut self, request: Request) -> Option<Reply> {
        self.changed |= !matches!(request, Request::FrameShown);
        match request {
            Request::Command(command) => return self.command(command),
            Request::Stimulus(stimulus) => self.playground.stimulus(stimulus),
            Request::Run(running) => self.pace.run(running),
            Request::Speed(speed) => self.pace.set_speed(speed),
            Request::Step(until) => self.pace.step(until, self.playground.machine().time_ns()),
            Request::StopOn(until) => self.pace.stop_on(until, self.playground.machine()),
            Request::ResetChip => self.playground.reset_chip(),
            Request::NewBench(profile) => self.new_bench(profile),
            Request::Example(place) => EXAMPLES.get(place).into_iter().for_each(|example| self.put_up_example(example)),
            Request::SetUpAgain(on) => self.playground.set_up_again(on),
            Request::View(view) => self.view = Some(view),
            Request::ExportVcd => self.want(self.recorded(), Asker::Export),
            Request::Replay(text) => self.want(Task::Read(text), Asker::Import),
            Request::FrameShown => (self.painted, self.ahead) = (true, false),
            Request::Poke { addr, value } => {
                let refused = self.playground.poke(addr, value).err()?;
                return Some(Reply::PokeRefused { message: refused.to_string() });
            }
            Request::Subscribe(watched) => self.watched = watched,
            Request::Restore(remains) => self.go_on_from(&remains),
        }
        None
    }

    pub(crate) fn command(&mut self, command: Command) -> Option<Reply> {
        let refused = self.playground.command(command).err()?;
        Some(Reply::Refused { command, message: refused.to_string() })
    }

    /// Has the worker do something with a file. Nothing else is taken in until that is done.
    pub(crate) fn want(&mut self, task: Task, asker: Asker) {
        (self.task, self.asker) = (Some(task), Some(asker));
    }

    /// Everything recorded, to be written.
    pub(crate) fn recorded(&self) -> Task {
        let machine = self.playground.machine();
        let (profile, now_ns) = (machine.peek_board().profile, machine.time_ns());
        Task::Write(machine.trace(|trace| pinscope_protocol::encode(&Recorded { trace, profile, now_ns })))
    }

    pub(crate) fn call(&mut self, call: Call) -> Option<Answer> {
        self.changed = true;
        let id = call.id;
        match self.carry_out(call) {
            Ok(None) => None,
            Ok(Some(value)) => Some(Answer { id, outcome: Ok(value) }),
            Err(error) => Some(Answer { id, outcome: Err(error) }),
        }
    }

    /// A new bench with this board: nothing attached, nothing armed, time 0, running. The script stays beside it.
    pub(crate) fn new_bench(&mut self, profile: Profile) {
        let mut playground = Playground::new(profile);
        playground.set_source(self.playground.source().to_owned());
        self.begin(playground);
    }

    /// Goes on with this board from time 0, running. What was said of the bench before no longer holds.
    pub(crate) fn begin(&mut self, playground: Playground) {
        self.playground = playground;
        self.pace.start_over();
        self.untold = 0;
        self.index = TraceIndex::default();
        self.keeper.say(None, "");
    }

    /// Whether there is something new to see and the page has shown the last. What somebody has asked for need not wait
    /// for that: it goes ahead, once. Where more happens than anybody can follow, the page has a rest between pictures,
    /// unless somebody has asked for something. A handler of the script goes before a picture, which takes longer.
    pub(crate) fn has_a_frame(&self, now_ms: f64) -> bool {
        let happened = self.playground.machine().trace(Trace::next) - self.untold;
        let is_recent = now_ms - self.told_ms < REST_MS;
        let (rests, yields) = (happened > MAX_FOLLOWED && is_recent, self.has_to_attend() && is_recent);
        self.changed && !yields && if self.asked { self.painted || !self.ahead } else { self.painted && !rests }
    }

    /// What there is to see.
    pub(crate) fn frame(&mut self, now_ms: f64) -> Option<Reply> {
        if !self.has_a_frame(now_ms) {
            return None;
        }
        self.ahead = !self.painted;
        (self.painted, self.changed, self.asked, self.told_ms) = (false, false, false, now_ms);
        let machine = self.playground.machine();
        let events = machine.trace(|trace| {
            let first = self.untold.max(trace.next().saturating_sub(Frame::MAX_EVENTS));
            self.untold = trace.next();
            trace.since(first).collect()
        });
        let (view, now_ns) = (self.view, machine.time_ns());
        let timeline = view.map(|view| machine.trace(|trace| self.index.waveform(trace, view, now_ns)));
        Some(Reply::Frame(Box::new(Frame {
            snapshot: self.playground.snapshot(self.pace.is_running()),
            outside: PinId::ALL.map(|pin| machine.external(pin)).to_vec(),
            drivers: PinId::ALL.map(|pin| machine.drivers(pin)).to_vec(),
            wires: machine.wires(),
            clean: PinId::ALL.into_iter().filter(|&pin| self.playground.bounce(pin).edges == Some(0)).collect(),
            sets_up_again: self.playground.sets_up_again(),
            speed: self.pace.speed(),
            behind_ns: self.pace.behind_ns(),
            stop_on: self.pace.stops_on(),
            events,
            timeline,
            registers: self.watches(Watched::Registers).then(|| {
                let words = machine.peek();
                register_map::registers().map(|register| words.read(register.addr)).collect()
            }),
            reasons: self.watches(Watched::Reasons).then(|| self.playground.wake_report().iter().map(reason).collect()),
            real: None,
        })))
    }

    pub(crate) fn watches(&self, watched: Watched) -> bool {
        self.watched == Some(watched)
    }

    pub(crate) fn time_ns(&self) -> u64 {
        self.playground.machine().time_ns()
    }
}

fn reason(why: &WakeReport) -> Reason {
    Reason { pin: why.pin, sleep: why.sleep, woke: why.reason == WakeReason::Woke, text: why.to_string() }
}
