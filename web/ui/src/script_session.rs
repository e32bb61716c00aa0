//! A script as the page sees it: whether it runs, what it has printed, and how it is stopped.

use std::collections::VecDeque;
use std::mem;

use gloo_timers::callback::Timeout;
use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::{JsError, JsValue};
use yew::Context;

use crate::app::{App, Msg};
use crate::engine_client;
use crate::panels::{Panel, View};
use pinscope_protocol::{Checkpoint, Request, ScriptEvent, TraceChunk};

/// How long a script has to stop by itself, in milliseconds.
const PATIENCE_MS: u32 = 50;
/// The most output that is kept, in bytes; what comes after is counted.
const MOST_SAID: usize = 1 << 20;

/// As many of the latest events are kept, for an engine that has to be replaced.
const MAX_EVENTS: u64 = pinscope_protocol::TRACE_CAPACITY as u64;

/// Of what has to wait until it is over.
const BUSY: (&str, &str) = ("Busy", "a script runs: stop() it first");

/// What a script that was stopped before it began ends with, as one that had begun does.
const STOPPED: &str = "KeyboardInterrupt: ";

/// What a script that did not stop by itself ends with.
const REPLACED: &str =
    "The script did not stop by itself, so its interpreter was replaced. The board is as the script left it.";

/// The script of the board.
#[derive(Debug, Default)]
pub struct State {
    /// How many have been run on this engine; the number of the one that runs.
    runs: i32,
    is_running: bool,
    /// Whether what runs is no more than the prompt, which is there in a moment.
    is_prompting: bool,
    /// The call that waits for the prompt to be there.
    next: Option<JsValue>,
    said: String,
    /// How many bytes of output were left out.
    unsaid: usize,
    /// The call that is answered when it is over.
    asker: Option<JsValue>,
    /// The calls that are answered when it has stopped.
    stoppers: Vec<JsValue>,
    /// Whether the engine has to answer that it has stopped.
    is_stopping: bool,
    patience: Option<Timeout>,
    kept: Kept,
}

/// What it takes to go on if the engine has to be replaced: the bench, registers and time, and what has happened. There
/// is nothing of it before a script has begun.
#[derive(Debug, Default)]
struct Kept {
    bench: String,
    board: Vec<u8>,
    record: VecDeque<TraceChunk>,
}

impl State {
    /// Whether a script runs, or the engine has yet to answer that it does not.
    fn is_busy(&self) -> bool {
        self.is_running || self.is_stopping
    }

    fn said(&mut self, text: &str) {
        let room = MOST_SAID - self.said.len();
        let end = (0..=room.min(text.len())).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
        self.said.push_str(&text[..end]);
        self.unsaid += text.len() - end;
    }

    /// What the script has printed.
    fn output(&self) -> String {
        match self.unsaid {
            0 => self.said.clone(),
            unsaid => format!("{}\n… and {unsaid} more bytes", self.said),
        }
    }
}

impl App {
    /// Carries out a call of `window.pinscope`.
    pub(crate) fn call(&mut self, ctx: &Context<Self>, call: JsValue) {
        match field(&call, "name").as_string().as_deref() {
            // A real board takes all of them: it says what it cannot do.
            _ if self.parked.is_some() => self.call_cable(call),
            Some("python" | "type") => self.run_script(&call),
            Some("stop") => self.stop_script(ctx, &call),
            Some("script") => self.put_script(&call),
            Some("connect") if self.script.is_busy() => refuse(&call, BUSY.0, BUSY.1),
            Some("connect") => self.connect(ctx, call),
            _ => self.pass_on(&call),
        }
    }

    /// Takes in what the engine tells of the script. Answers whether there is something new to see.
    pub(crate) fn hear_script(&mut self, news: ScriptEvent) -> bool {
        match news {
            ScriptEvent::Started => {
                self.script.is_running = true;
                self.script.kept = Kept::default();
                tell("begins", &JsValue::NULL);
            }
            ScriptEvent::Output(text) => {
                if let Some(engine) = &self.engine {
                    engine.heard_output(text.encode_utf16().count());
                }
                self.script.said(&text);
                tell("said", &text.into());
            }
            ScriptEvent::Blocked(line) => tell("stands", &line.into()),
            ScriptEvent::Finished(error) => self.script_over(error.as_deref()),
            ScriptEvent::Example(name) => tell("example", &name.into()),
            // One that came with a bench is shown, and waits for somebody to run it.
            ScriptEvent::Loaded(script) => {
                let is_there = !script.is_empty();
                tell("beside", &script.into());
                return is_there && self.look(View { open: Panel::Script, ..self.panels.view });
            }
        }
        false
    }

    /// The engine has carried out a call. Answers whether it was one of the script's, which is answered later.
    pub(crate) fn hear_stopped(&mut self, answer: &JsValue) -> bool {
        let id = field(answer, "id");
        let is_stop = self.script.stoppers.iter().any(|stop| field(stop, "id") == id);
        if is_stop {
            self.script.is_stopping = false;
            self.answer_stop();
        }
        is_stop
    }

    /// A script that should have stopped has not: its worker is replaced. While the interpreter is still loading that is
    /// waited for, since it ends by itself.
    pub(crate) fn replace_engine(&mut self, ctx: &Context<Self>) {
        let Kept { bench, board, record } = mem::take(&mut self.script.kept);
        if board.is_empty() {
            self.script.patience = Some(patience(ctx));
            return;
        }
        self.engine = crate::app::start_engine(ctx);
        self.ask(Request::Restore(Box::new(Checkpoint { bench, board, record: record.into() })));
        self.ask(self.timeline.view());
        self.ask(Request::Subscribe(self.panels.view.open.watches()));
        self.script.runs = 0;
        self.script.is_stopping = false;
        self.script_over(Some(REPLACED));
    }

    /// Keeps what it takes to go on if the engine has to be replaced: as much as the engine keeps itself.
    pub(crate) fn keep_record(&mut self, bench: Option<String>, board: Vec<u8>, piece: TraceChunk) {
        let Kept { bench: kept, record, .. } = &mut self.script.kept;
        *kept = bench.unwrap_or_else(|| mem::take(kept));
        record.push_back(piece);
        let next = record.back().map_or(0, |last| last.first + last.count);
        while record.front().is_some_and(|oldest| oldest.first + oldest.count + MAX_EVENTS <= next) {
            record.pop_front();
        }
        self.script.kept.board = board;
    }

    /// Puts a script beside the bench, where the panel shows it.
    fn put_script(&mut self, call: &JsValue) {
        let script = field(&field(call, "args"), "0");
        if script.is_string() {
            tell("beside", &script);
        }
        self.pass_on(call);
    }

    fn run_script(&mut self, call: &JsValue) {
        if self.script.is_running {
            if self.script.is_prompting && self.script.next.is_none() {
                self.script.next = Some(call.clone());
            } else {
                refuse(call, BUSY.0, BUSY.1);
            }
            return;
        }
        let State { runs, kept, .. } = mem::take(&mut self.script);
        // What is typed goes on with the script there is, if there is one.
        let is_typed = field(call, "name") == "type";
        let kept = if is_typed { kept } else { Kept::default() };
        let is_prompting = is_typed && field(&field(call, "args"), "0") == "";
        let asker = Some(call.clone());
        self.script = State { runs: runs + 1, is_running: true, is_prompting, asker, kept, ..State::default() };
        if let Some(engine) = &mut self.engine {
            engine.open_ring();
        }
        self.pass_on(call);
    }

    /// Asks the script to stop, and waits a moment whether it does.
    fn stop_script(&mut self, ctx: &Context<Self>, call: &JsValue) {
        if let Some(next) = self.script.next.take() {
            conclude(&next, "", Some(STOPPED));
        }
        self.script.stoppers.push(call.clone());
        self.script.is_stopping = true;
        if let Some(engine) = &self.engine {
            engine.stop_script(self.script.runs);
        }
        self.pass_on(call);
        self.script.patience.get_or_insert_with(|| patience(ctx));
    }

    fn script_over(&mut self, error: Option<&str>) {
        self.script.is_running = false;
        tell("over", &error.map_or(JsValue::NULL, JsValue::from));
        if let Some(call) = self.script.asker.take() {
            conclude(&call, &self.script.output(), error);
        }
        self.answer_stop();
        if let Some(next) = self.script.next.take() {
            self.run_script(&next);
        }
    }

    fn answer_stop(&mut self) {
        if !self.script.is_running && !self.script.is_stopping {
            self.script.patience = None;
            self.script.stoppers.drain(..).for_each(|call| answer(&call, "value", &JsValue::NULL));
        }
    }

    /// Passes a call on, to whichever board there is.
    pub(crate) fn pass_on(&mut self, call: &JsValue) {
        if let Some(engine) = &mut self.engine {
            engine.call(call);
        }
    }
}

fn patience(ctx: &Context<App>) -> Timeout {
    let link = ctx.link().clone();
    Timeout::new(PATIENCE_MS, move || link.send_message(Msg::Impatient))
}

/// Tells the script panel, which is loaded when it is first shown.
pub fn tell(what: &str, value: &JsValue) {
    let news = Object::new();
    set(&news, what, value);
    engine_client::tell_boot(engine_client::SCRIPT, &news);
}

/// Answers a call that has run a script.
fn conclude(call: &JsValue, stdout: &str, error: Option<&str>) {
    let value = Object::new();
    set(&value, "stdout", &stdout.into());
    set(&value, "error", &error.map_or(JsValue::NULL, JsValue::from));
    answer(call, "value", &value);
}

/// Answers a call in place of the engine.
fn answer(call: &JsValue, key: &str, value: &JsValue) {
    let answer = Object::new();
    set(&answer, "id", &field(call, "id"));
    set(&answer, key, value);
    engine_client::tell_boot(engine_client::ANSWER, &answer);
}

fn refuse(call: &JsValue, kind: &str, message: &str) {
    let error: JsValue = JsError::new(message).into();
    let _ = Reflect::set(&error, &"kind".into(), &kind.into());
    answer(call, "error", &error);
}

fn field(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

fn set(object: &Object, name: &str, value: &JsValue) {
    // A plain object takes every property.
    let _ = Reflect::set(object, &name.into(), value);
}
