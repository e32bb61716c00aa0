//! The engine: an emulated board that receives messages and the real time, and returns messages for the page.

use std::collections::VecDeque;
use std::mem;

use pinscope_core::{Command, Profile};
use pinscope_emulator::examples::{EXAMPLES, START};
use pinscope_emulator::playground::Goal;
use pinscope_emulator::{Change, Files, ImageReference, Lesson, Playground};
use pinscope_protocol::{Call, END_OF_TIME_NS, Reply, Request, Watched};

pub use crate::answers::Answer;
use crate::answers::Value;
use crate::autosave::Autosave;
use crate::error::ApiError;
use crate::frame_scheduler::FrameScheduler;
use crate::ignored_edges::IgnoredEdgeFinder;
use crate::image::ImageSession;
use crate::real_time::RealTimePacer;
use crate::script::ScriptSession;
use crate::timeline::{self, Timeline};

/// Maximum number of timers that fire in one turn, so that messages do not wait too long.
pub(crate) const MAX_TIMERS: u32 = 20_000;
/// Real time for which a call of `advance` may keep other calls waiting, in milliseconds.
const ADVANCE_PRIORITY_MS: f64 = 50.0;

/// An emulated board with its clock, and the state of the messages to the page.
pub struct Engine {
    pub(crate) playground: Playground,
    pub(crate) pacer: RealTimePacer,
    /// The messages that were not processed yet, oldest first.
    inbox: VecDeque<Message>,
    /// The call of `advance` that is under way.
    pub(crate) advance: Option<Advance>,
    /// The number of the call of `step` that is under way.
    pub(crate) step_call: Option<f64>,
    pub(crate) autosave: Autosave,
    /// The files beside the script.
    pub(crate) files: Files,
    /// The settings with which the page shows the bench.
    pub(crate) lesson: Lesson,
    /// The image that the bench was opened with, until an image is started.
    pub(crate) wanted_image: Option<ImageReference>,
    pub(crate) frames: FrameScheduler,
    pub(crate) ignored_edges: IgnoredEdgeFinder,
    pub(crate) timeline: Timeline,
    /// The optional part that frames carry.
    pub(crate) subscription: Option<Watched>,
    pub(crate) script: ScriptSession,
    pub(crate) image: ImageSession,
    /// The calls that the interpreter has to carry out after this turn, the oldest first.
    pub(crate) interpreter_calls: Vec<InterpreterCall>,
}

/// A message to the engine.
#[derive(Debug)]
pub enum Message {
    /// A request of the page.
    Request(Request),
    /// A call of `window.pinscope`.
    Call(Call),
}

impl Message {
    /// Returns whether the message ends a call of `advance`, so that nothing can be asked for that takes the page out
    /// of reach.
    fn ends_advance(&self) -> bool {
        match self {
            Self::Request(request) => matches!(
                request,
                Request::Run(_)
                    | Request::ResetChip
                    | Request::NewBench(_)
                    | Request::Example(_)
                    | Request::Reopen { .. }
                    | Request::Restore(_)
                    | Request::BeginAgain
            ),
            Self::Call(call) => {
                matches!(call.name.as_str(), "pause" | "stop" | "reset" | "board" | "load" | "open" | "example")
            }
        }
    }
}

/// An action that the worker has to carry out for the engine.
#[derive(Debug)]
pub enum Output {
    /// Send this reply to the page.
    Reply(Reply),
    /// Send this answer to `window.pinscope`.
    Answer(Answer),
    /// Pass this call to the interpreter.
    Interpret(InterpreterCall),
}

/// A call of `window.pinscope` that the interpreter carries out.
#[derive(Debug, PartialEq, Eq)]
pub struct InterpreterCall {
    /// `python`, which runs a script, `type`, which passes on a line that was typed at the prompt, or `firmware`, which
    /// connects the panel for images.
    pub name: String,
    /// The script, the line, or the name of the channel to the panel.
    pub text: String,
}

/// A call of `advance`.
#[derive(Clone, Copy, Debug)]
pub struct Advance {
    /// The simulated time at which it ends, in nanoseconds.
    pub end_ns: u64,
    /// The number of the call.
    pub call: f64,
    /// The real time at which it was begun, in milliseconds, once that is known.
    pub began_ms: Option<f64>,
}

impl Default for Engine {
    /// Returns an engine that runs the start-up example. It sends no frame before the page has asked for one, so that
    /// the page can open another bench first.
    fn default() -> Self {
        let (playground, _) = Playground::load(&START.bench());
        Self {
            autosave: Autosave::new(playground.bench()),
            playground,
            pacer: RealTimePacer::new(),
            inbox: VecDeque::new(),
            advance: None,
            step_call: None,
            files: Files::default(),
            lesson: Lesson::default(),
            wanted_image: None,
            frames: FrameScheduler::new(),
            ignored_edges: IgnoredEdgeFinder::default(),
            timeline: Timeline::default(),
            subscription: None,
            script: ScriptSession::default(),
            image: ImageSession::default(),
            interpreter_calls: Vec::new(),
        }
    }
}

impl Engine {
    /// Queues a message for the next [`Engine::poll`].
    pub fn enqueue(&mut self, message: Message) {
        if !matches!(message, Message::Request(Request::FrameShown | Request::Query(_))) {
            self.frames.mark_urgent();
        }
        self.inbox.push_back(message);
    }

    /// Does the work that is due at `now_ms` of real time while no script runs, and returns what the worker has to
    /// carry out.
    pub fn poll(&mut self, now_ms: f64) -> Vec<Output> {
        if self.is_interpreter_starting() {
            self.pacer.stand_still_until(now_ms);
        } else if !self.runs_image() {
            self.proceed(Goal::Never, now_ms);
        }
        self.take_turn(now_ms)
    }

    /// Receives messages while a script runs, which moves simulated time itself.
    pub fn poll_in_script(&mut self, now_ms: f64) -> Vec<Output> {
        self.send_unrequested_frames(now_ms);
        self.script.is_in_turn = true;
        let outputs = self.take_turn(now_ms);
        self.script.is_in_turn = false;
        self.clear_spending_limit();
        outputs
    }

    fn take_turn(&mut self, now_ms: f64) -> Vec<Output> {
        let mut outputs = Vec::new();
        while self.may_receive(now_ms, &mut outputs) {
            self.pacer.pause_if_happened(self.playground.machine());
            match self.inbox.pop_front() {
                Some(Message::Request(request)) => outputs.extend(self.request(request)),
                Some(Message::Call(call)) => outputs.extend(self.call(call).map(Output::Answer)),
                None => break,
            }
        }
        if let Some(id) = self.step_call.take_if(|_| !self.pacer.is_stepping()) {
            outputs.push(Output::Answer(Answer { id, outcome: Ok(Value::Null) }));
        }
        let replies = [
            self.changed_bench(now_ms),
            self.changed_activity(),
            self.autosave.take_replaced(),
            self.autosave.take_opened(),
            self.autosave.take_notice(),
            self.autosave.take_lesson(),
            self.autosave.take_script(),
            self.autosave.take_image(),
            self.checkpoint_with_frame(now_ms),
            self.frame(now_ms),
        ];
        outputs.extend(replies.into_iter().flatten().map(Output::Reply));
        outputs.extend(self.interpreter_calls.drain(..).map(Output::Interpret));
        outputs
    }

    /// Returns whether work is left that needs neither a message nor real time to pass.
    pub fn is_busy(&self) -> bool {
        self.advance.is_some() || self.pacer.is_stepping()
    }

    /// Returns whether messages may be processed, which wait while a call of `advance` is under way. Answers that call
    /// if simulated time has reached its end, or if a message wants to end it.
    fn may_receive(&mut self, now_ms: f64, outputs: &mut Vec<Output>) -> bool {
        let Some(Advance { end_ns, call, began_ms }) = &mut self.advance else { return true };
        let began_ms = *began_ms.get_or_insert(now_ms);
        if self.playground.machine().time_ns() < *end_ns && !self.inbox.iter().any(Message::ends_advance) {
            if now_ms - began_ms > ADVANCE_PRIORITY_MS {
                self.answer_questions(outputs);
            }
            return false;
        }
        outputs.push(Output::Answer(Answer { id: *call, outcome: Ok(Value::Null) }));
        self.advance = None;
        self.pacer.resume_from_now();
        self.pacer.skip_events(self.playground.machine());
        self.frames.mark_changed();
        true
    }

    /// Executes the calls that only ask for something, before those that were made earlier.
    fn answer_questions(&mut self, outputs: &mut Vec<Output>) {
        for message in mem::take(&mut self.inbox) {
            match message {
                Message::Request(Request::FrameShown) => self.frames.acknowledge(),
                Message::Call(call) if call.is_question() => outputs.extend(self.call(call).map(Output::Answer)),
                message => self.inbox.push_back(message),
            }
        }
    }

    fn request(&mut self, request: Request) -> Option<Output> {
        if !matches!(request, Request::FrameShown | Request::Query(_)) {
            self.frames.mark_changed();
        }
        match request {
            Request::Command(command) => return self.command(command).map(Output::Reply),
            Request::Stimulus(stimulus) => self.playground.stimulus(stimulus),
            Request::Run(running) => self.pacer.run(running),
            Request::Speed(speed) => self.pacer.set_speed(speed),
            Request::Step(until) => self.pacer.step(until, self.playground.machine()),
            Request::StopOn(until) => self.pacer.stop_on(until, self.playground.machine()),
            Request::ResetChip => self.playground.reset_chip(),
            Request::EndActivity => self.end_activity(),
            Request::NewBench(profile) => self.new_bench(profile),
            Request::Example(index) => {
                if let Some(example) = EXAMPLES.get(index) {
                    self.open_example(example);
                }
            }
            Request::Reopen { bench, left } => self.reopen(*bench, left),
            Request::SetUpAgain(on) => self.playground.set_up_again(on),
            Request::ClearCounts(pin) => self.playground.clear_counts(pin),
            Request::View(viewport) => self.timeline.set_viewport(viewport),
            Request::Replay { call, changes } => {
                let outcome = self.replay(changes).map(|()| Value::Null);
                return Some(Output::Answer(Answer { id: call, outcome }));
            }
            Request::FrameShown => self.frames.acknowledge(),
            Request::Poke { addr, value } => {
                let refused = self.playground.poke(addr, value).err()?;
                return Some(Output::Reply(Reply::PokeRefused { message: refused.to_string() }));
            }
            Request::Subscribe(watched) => self.subscription = watched,
            Request::Restore(checkpoint) => self.restore(&checkpoint),
            Request::BeginAgain => self.begin_again(),
            Request::Query(query) => {
                let answer = self.playground.machine().trace(|trace| timeline::answer(trace, query));
                return Some(Output::Reply(Reply::Trace(answer)));
            }
        }
        None
    }

    fn command(&mut self, command: Command) -> Option<Reply> {
        let refused = self.playground.command(command).err()?;
        Some(Reply::Refused { command, message: refused.to_string() })
    }

    fn call(&mut self, call: Call) -> Option<Answer> {
        self.frames.mark_changed();
        let id = call.id;
        self.execute(call).transpose().map(|outcome| Answer { id, outcome })
    }

    /// Replays a recording from now on, in place of the one that is being replayed.
    fn replay(&mut self, changes: Vec<Change>) -> Result<(), ApiError> {
        let last_ns = changes.last().map_or(0, |change| change.time_ns);
        if last_ns > END_OF_TIME_NS.saturating_sub(self.time_ns()) {
            return Err(ApiError::new(
                "TimeTooLate",
                format!(
                    "the recording takes {last_ns} ns, but it is {} ns and simulated time ends at 2^53 - 1 ns: begin \
                     again at 0 first",
                    self.time_ns()
                ),
            ));
        }
        self.playground.replay(changes);
        Ok(())
    }

    /// Replaces the bench by an empty one with this board, which runs from time 0. The script and its files are kept.
    pub(crate) fn new_bench(&mut self, profile: Profile) {
        self.report_replaced(None);
        let mut playground = Playground::new(profile);
        playground.set_source(self.playground.source().to_owned());
        self.start(playground);
        self.autosave.report_opened(None);
    }

    /// Begins again at time 0 with the same bench and script.
    fn begin_again(&mut self) {
        let bench = self.playground.bench();
        self.start(Playground::load(&bench).0);
        self.autosave.report_opened(None);
    }

    /// Continues with this board, whose time runs. Removes the notice about the previous bench.
    pub(crate) fn start(&mut self, playground: Playground) {
        self.playground = playground;
        self.pacer = RealTimePacer::new();
        self.frames.restart_at(0);
        self.timeline.restart();
        self.autosave.show_notice(None, "");
    }

    pub(crate) fn time_ns(&self) -> u64 {
        self.playground.machine().time_ns()
    }
}

#[cfg(test)]
mod tests;
