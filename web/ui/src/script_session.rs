//! Runs and stops scripts, collects their output, and replaces an engine that does not stop.

use std::collections::VecDeque;
use std::mem;

use gloo_timers::callback::Timeout;
use pinscope_protocol::{Checkpoint, Request, ScriptEvent, TraceChunk};
use wasm_bindgen::prelude::JsValue;
use yew::Context;

use crate::app::{App, Msg};
use crate::calls::{answer, answer_run, field, refuse};
use crate::engine_client::EngineClient;
use crate::first_minute::FirstMinute;
use crate::panel_events;

/// Time that a script has to notice that it has to stop, in milliseconds. Then its engine is replaced.
const STOP_TIMEOUT_MS: u32 = 50;
/// Time that a script has to end after it has noticed, in milliseconds. Then its engine is replaced. It includes the
/// time for its own cleanup (`MAX_CLEANUP_MS` in `host_module.js`).
const END_TIMEOUT_MS: u32 = 1500;
/// Maximum size of the output that is kept, in bytes; the rest is only counted.
const MAX_OUTPUT_BYTES: usize = 1 << 20;

/// Maximum number of events that are kept for an engine that has to be replaced.
const MAX_EVENTS: u64 = pinscope_protocol::TRACE_CAPACITY as u64;

/// Kind and message of the error for calls that have to wait until the script has ended.
const BUSY: (&str, &str) = ("Busy", "a script runs: stop() it first");

/// Error of a script that was stopped before it began. It is the same as that of a script that was stopped later.
const STOPPED: &str = "KeyboardInterrupt: ";

/// Error of a script that did not stop by itself.
const REPLACED: &str =
    "The script did not stop by itself, so its interpreter was replaced. The board is as the script left it.";

/// State of the script session.
#[derive(Debug, Default)]
pub struct State {
    /// Number of runs on this engine, which is the number of the present run.
    runs: i32,
    is_running: bool,
    /// The present run only starts the prompt, which takes a moment.
    is_prompting: bool,
    /// The text of the script that has run last on this engine.
    text: Option<JsValue>,
    /// The parts of the script that act on the board after it has ended, as a sentence, for a panel that is shown later.
    pub activity: String,
    /// A call that waits for the prompt.
    queued_call: Option<JsValue>,
    output: String,
    /// Number of bytes of output that were left out.
    omitted_bytes: usize,
    /// The call that is answered when the script has ended.
    run_call: Option<JsValue>,
    /// The calls that are answered when the script has stopped.
    stop_calls: Vec<JsValue>,
    /// The engine has not confirmed yet that the script has stopped.
    is_stopping: bool,
    stop_timeout: Option<Timeout>,
    /// There is none until the script has begun: what the engine sends before belongs to the script before.
    saved: Option<SavedEngine>,
}

/// Everything that is needed to continue if the engine has to be replaced. It is empty until the first checkpoint.
#[derive(Debug, Default)]
struct SavedEngine {
    bench: String,
    /// Registers and time, encoded.
    board: Vec<u8>,
    record: VecDeque<TraceChunk>,
}

impl State {
    /// Returns whether a script runs, or the engine has not confirmed yet that it has stopped.
    fn is_busy(&self) -> bool {
        self.is_running || self.is_stopping
    }

    /// Appends text to the output, as far as [`MAX_OUTPUT_BYTES`] allows.
    fn append_output(&mut self, text: &str) {
        let room = MAX_OUTPUT_BYTES - self.output.len();
        let end = (0..=room.min(text.len())).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
        self.output.push_str(&text[..end]);
        self.omitted_bytes += text.len() - end;
    }

    /// Returns the output of the script, and the size of what was left out.
    fn output(&self) -> String {
        match self.omitted_bytes {
            0 => self.output.clone(),
            omitted => format!("{}\n… and {omitted} more bytes", self.output),
        }
    }

    /// Stores a checkpoint of the engine, with as many events as the engine keeps itself.
    pub fn store_checkpoint(&mut self, bench: Option<String>, board: Vec<u8>, chunk: TraceChunk) {
        let Some(SavedEngine { bench: saved_bench, board: saved_board, record }) = &mut self.saved else { return };
        if let Some(bench) = bench {
            *saved_bench = bench;
        }
        *saved_board = board;
        let next = chunk.first + chunk.count;
        record.push_back(chunk);
        while record.front().is_some_and(|oldest| oldest.first + oldest.count + MAX_EVENTS <= next) {
            record.pop_front();
        }
    }
}

impl App {
    /// Handles a call of `window.pinscope`. The view changes when the engine replies.
    pub(crate) fn on_call(&mut self, ctx: &Context<Self>, call: JsValue) -> bool {
        match field(&call, "name").as_string().as_deref() {
            // A script can always be stopped. All other calls wait while a file is read.
            Some(name) if name != "stop" && self.vcd.is_reading() => self.vcd.hold(call),
            // A real board receives every call, and refuses what it cannot do.
            _ if self.suspended.is_some() => self.call_device(call),
            Some("python" | "type") => self.run_script(&call),
            Some("stop") => self.stop_script(ctx, &call),
            Some("script") => self.show_script(&call),
            Some("file") => self.show_file(&call),
            Some("share" | "bench") => self.share_bench(&call),
            Some("replay") => self.read_vcd(ctx, call),
            Some("connect") if self.script.is_busy() => refuse(&call, BUSY.0, BUSY.1),
            Some("connect") => self.connect(ctx, call),
            _ => self.forward(&call),
        }
        false
    }

    /// Handles an event of the script. Returns whether the page has to be rendered again.
    pub(crate) fn on_script_event(&mut self, ctx: &Context<Self>, event: ScriptEvent) -> bool {
        match event {
            ScriptEvent::Started => {
                self.begin_run(ctx);
                panel_events::send("started", self.script.text.as_ref().unwrap_or(&JsValue::NULL));
                return self.change_first_minute(FirstMinute::on_script_started);
            }
            ScriptEvent::PromptStarted => self.begin_run(ctx),
            ScriptEvent::Output(text) => {
                if let Some(engine) = &self.engine {
                    engine.ack_output(text.encode_utf16().count());
                }
                self.script.append_output(&text);
                panel_events::send("output", &text.into());
            }
            ScriptEvent::Blocked { line, interrupted } => panel_events::send_blocked(line, interrupted),
            ScriptEvent::Status(status) => panel_events::send_status(&status),
            ScriptEvent::HandlerFailed { pin, error } => panel_events::send_handler_error(pin, &error),
            ScriptEvent::Finished(error) => self.on_script_finished(error.as_deref()),
            ScriptEvent::FileUsed { number, name } => panel_events::send_file_used(number, &name),
            ScriptEvent::BootFailed(error) => panel_events::send("bootFailed", &error.into()),
            ScriptEvent::FilesWritten(lost) => panel_events::send("filesWritten", &lost.into()),
            ScriptEvent::StillActive(text) => {
                panel_events::send("stillActive", &text.as_str().into());
                self.script.activity = text;
            }
            ScriptEvent::ImageStarted => return self.change_first_minute(FirstMinute::on_image_started),
            ScriptEvent::Example(name) => {
                self.layout.take_keeps_tabs();
                panel_events::send("example", &name.into());
                return self.show_parts(false);
            }
            // A script that came with a bench is shown, and waits until a person runs it.
            ScriptEvent::Loaded(script) => {
                let has_script = !script.is_empty();
                panel_events::send("loaded", &script.into());
                return self.show_parts(has_script) | self.show_loaded_script(has_script);
            }
        }
        false
    }

    /// Handles the engine's answer to a call of `stop`: the script has noticed that it has to stop. The call is
    /// answered once the script has ended too. Returns `false` for answers to other calls.
    pub(crate) fn complete_stop(&mut self, ctx: &Context<Self>, answer: &JsValue) -> bool {
        let id = field(answer, "id");
        let is_stop = self.script.stop_calls.iter().any(|stop| field(stop, "id") == id);
        if is_stop {
            self.script.is_stopping = false;
            self.script.stop_timeout = Some(start_stop_timeout(ctx, END_TIMEOUT_MS));
            self.answer_stop_calls();
        }
        is_stop
    }

    /// Ends the present run if `answer` is the engine's answer to its call. The engine answers such a call only to
    /// refuse it, and a refused call is not counted as a run.
    pub(crate) fn end_refused_run(&mut self, answer: &JsValue) {
        let id = field(answer, "id");
        if self.script.run_call.take_if(|call| field(call, "id") == id).is_some() {
            self.script.runs -= 1;
            self.end_run();
        }
    }

    /// Replaces an engine whose script has not stopped in time. An engine that is still loading its interpreter is
    /// given more time, because it stops by itself afterwards. Returns whether the page has to be rendered again.
    pub(crate) fn replace_engine(&mut self, ctx: &Context<Self>) -> bool {
        if self.script.stop_calls.is_empty() {
            // The script has ended while this message was on its way.
            return false;
        }
        let saved = self.script.saved.take_if(|saved| !saved.board.is_empty());
        let Some(SavedEngine { bench, board, record }) = saved else {
            self.script.stop_timeout = Some(start_stop_timeout(ctx, STOP_TIMEOUT_MS));
            return false;
        };
        self.engine = crate::app::start_engine(ctx);
        self.send(Request::Restore(Box::new(Checkpoint { bench, board, record: record.into() })));
        self.resend_views();
        self.script.runs = 0;
        self.script.text = None;
        self.script.is_stopping = false;
        self.on_script_finished(Some(REPLACED));
        false
    }

    /// Shows a script in the panel.
    fn show_script(&mut self, call: &JsValue) {
        let script = field(&field(call, "args"), "0");
        if script.is_string() {
            panel_events::send("written", &script);
        }
        self.forward(call);
    }

    /// Shows in the panel that a call changes a file.
    fn show_file(&mut self, call: &JsValue) {
        let args = field(call, "args");
        let text = field(&args, "1");
        if text.is_string() || text.is_null() {
            panel_events::send_file(&field(&args, "0"), &text);
        }
        self.forward(call);
    }

    /// Returns the bench as the text of a link. While a script runs that the page cannot reach, it is the bench of the
    /// last checkpoint, if the call has no arguments that only the engine understands.
    fn share_bench(&mut self, call: &JsValue) {
        let is_reachable = !self.script.is_running || self.engine.as_ref().is_some_and(EngineClient::has_ring);
        let is_plain = field(&field(call, "args"), "0").is_undefined();
        let saved = self.script.saved.as_ref().filter(|saved| !is_reachable && is_plain && !saved.bench.is_empty());
        match saved {
            Some(SavedEngine { bench, .. }) => answer(call, "value", &bench.as_str().into()),
            None => self.forward(call),
        }
    }

    fn begin_run(&mut self, ctx: &Context<Self>) {
        self.script.is_running = true;
        self.script.saved = Some(SavedEngine::default());
        // A script that was asked to stop before it began could not notice it until now.
        if self.script.is_stopping {
            self.script.stop_timeout = Some(start_stop_timeout(ctx, STOP_TIMEOUT_MS));
        }
    }

    fn run_script(&mut self, call: &JsValue) {
        if self.script.is_running {
            if self.script.is_prompting && self.script.queued_call.is_none() {
                self.script.queued_call = Some(call.clone());
            } else {
                refuse(call, BUSY.0, BUSY.1);
            }
            return;
        }
        let State { runs, saved, text, .. } = mem::take(&mut self.script);
        // A line typed at the prompt continues the script that has run before, if there is one.
        let is_typed = field(call, "name") == "type";
        let given = field(&field(call, "args"), "0");
        let is_prompting = is_typed && given == "";
        let (saved, text) = if is_typed { (saved, text) } else { (None, Some(given)) };
        let run_call = Some(call.clone());
        let runs = runs + 1;
        self.script = State { runs, is_running: true, is_prompting, text, run_call, saved, ..State::default() };
        if let Some(engine) = &mut self.engine {
            engine.open_ring();
        }
        self.forward(call);
    }

    /// Asks the script to stop, and starts the timeout after which its engine is replaced. If the script has ended, this
    /// ends what still acts on the board.
    fn stop_script(&mut self, ctx: &Context<Self>, call: &JsValue) {
        if !self.script.is_busy() {
            self.send(Request::EndActivity);
        }
        for call in self.script.queued_call.take().into_iter().chain(self.vcd.take_held_runs()) {
            answer_run(&call, "", Some(STOPPED));
        }
        self.script.stop_calls.push(call.clone());
        self.script.is_stopping = true;
        if let Some(engine) = &self.engine {
            engine.stop_script(self.script.runs);
        }
        self.forward(call);
        self.script.stop_timeout.get_or_insert_with(|| start_stop_timeout(ctx, STOP_TIMEOUT_MS));
    }

    fn on_script_finished(&mut self, error: Option<&str>) {
        panel_events::send("finished", &error.map_or(JsValue::NULL, JsValue::from));
        if let Some(call) = self.script.run_call.take() {
            answer_run(&call, &self.script.output(), error);
        }
        self.end_run();
    }

    /// Completes the calls that have waited for the end of the present run.
    fn end_run(&mut self) {
        self.script.is_running = false;
        self.answer_stop_calls();
        if let Some(queued) = self.script.queued_call.take() {
            self.run_script(&queued);
        }
    }

    /// Completes the calls of `stop`, once the script has ended and the engine has confirmed that.
    fn answer_stop_calls(&mut self) {
        if !self.script.is_busy() {
            self.script.stop_timeout = None;
            self.script.stop_calls.drain(..).for_each(|call| answer(&call, "value", &JsValue::NULL));
        }
    }

    /// Forwards a call to whichever board is shown.
    pub(crate) fn forward(&mut self, call: &JsValue) {
        if let Some(engine) = &mut self.engine {
            engine.call(call);
        }
    }
}

fn start_stop_timeout(ctx: &Context<App>, timeout_ms: u32) -> Timeout {
    let link = ctx.link().clone();
    Timeout::new(timeout_ms, move || link.send_message(Msg::StopTimeout))
}

#[cfg(test)]
mod tests {
    use super::{MAX_EVENTS, MAX_OUTPUT_BYTES, SavedEngine, State};
    use pinscope_protocol::TraceChunk;

    fn chunk(first: u64, count: u64) -> TraceChunk {
        TraceChunk { first, count, events: Vec::new() }
    }

    #[test]
    fn output_beyond_the_limit_is_counted_and_no_character_is_cut() {
        let mut script = State::default();
        script.append_output(&"a".repeat(MAX_OUTPUT_BYTES - 1));
        script.append_output("µs");
        assert!(script.output().ends_with("a\n… and 3 more bytes"));
        script.append_output("b");
        assert!(script.output().ends_with("ab\n… and 3 more bytes"), "one byte still had room");
    }

    /// Returns the state of a script that has begun.
    fn begun() -> State {
        State { saved: Some(SavedEngine::default()), ..State::default() }
    }

    #[test]
    fn a_checkpoint_without_a_bench_keeps_the_bench_before() {
        let mut script = begun();
        script.store_checkpoint(Some("bench".to_owned()), vec![1], chunk(0, 1));
        script.store_checkpoint(None, vec![2], chunk(1, 1));
        let saved = script.saved.expect("a checkpoint");
        assert_eq!((saved.bench.as_str(), saved.board.as_slice()), ("bench", &[2][..]));
    }

    #[test]
    fn a_checkpoint_of_the_script_before_is_ignored() {
        let mut script = State::default();
        script.store_checkpoint(Some("bench".to_owned()), vec![1], chunk(0, 1));
        assert!(script.saved.is_none());
    }

    #[test]
    fn events_that_the_engine_would_have_dropped_are_dropped() {
        let mut script = begun();
        let firsts = |script: &State| -> Vec<u64> {
            script.saved.iter().flat_map(|saved| &saved.record).map(|chunk| chunk.first).collect()
        };
        script.store_checkpoint(None, Vec::new(), chunk(0, 10));
        script.store_checkpoint(None, Vec::new(), chunk(10, MAX_EVENTS - 1));
        assert_eq!(firsts(&script), [0, 10], "the last event of the first chunk is still among the latest");
        script.store_checkpoint(None, Vec::new(), chunk(MAX_EVENTS + 9, 1));
        assert_eq!(firsts(&script), [10, MAX_EVENTS + 9]);
    }
}
