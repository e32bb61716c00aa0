//! The VCD files that are read and written for calls of `window.pinscope`. The engine sends its trace to the page and
//! receives a recording from it; between them the page has the VCD worker read or write the file.

use std::collections::VecDeque;

use wasm_bindgen::prelude::JsValue;
use yew::Context;

use crate::app::{App, Msg};
use crate::calls::{self, field};
use crate::engine_client;
use crate::timeline::{StatusMessage, TimelineAction};
use crate::vcd_client::{Replay, VcdClient, VcdMessage};

/// State of the VCD files.
#[derive(Debug, Default)]
pub struct State {
    /// The worker, once a file was wanted.
    client: Option<VcdClient>,
    /// The jobs that the worker has not finished, oldest first.
    jobs: VecDeque<Job>,
    /// Calls that were made while a file is read. They wait, because calls are executed in order.
    held_calls: VecDeque<JsValue>,
    /// The number of the last call of `replay` that was passed on to the engine, and the message that is shown when the
    /// engine accepts it.
    replay: Option<(JsValue, StatusMessage)>,
}

/// A file that is read or written.
#[derive(Debug)]
struct Job {
    /// An object with the `id` of the call.
    call: JsValue,
    is_read: bool,
}

impl State {
    /// Returns true if calls have to wait until a file is read.
    pub fn is_reading(&self) -> bool {
        self.jobs.iter().any(|job| job.is_read)
    }

    /// Holds a call until no file is read.
    pub fn hold(&mut self, call: JsValue) {
        self.held_calls.push_back(call);
    }

    /// Removes the held calls that would run a script, and returns them.
    pub fn take_held_runs(&mut self) -> VecDeque<JsValue> {
        let is_run = |call: &JsValue| matches!(field(call, "name").as_string().as_deref(), Some("python" | "type"));
        let (runs, others) = self.held_calls.drain(..).partition(is_run);
        self.held_calls = others;
        runs
    }
}

impl App {
    /// Has a trace that the engine has sent for a call of `vcd` written as a file.
    pub(crate) fn write_vcd(&mut self, ctx: &Context<Self>, trace: JsValue) {
        self.start_vcd_job(ctx, trace, false, VcdClient::write);
    }

    /// Has the text of a call of `replay` read as a file.
    pub(crate) fn read_vcd(&mut self, ctx: &Context<Self>, call: JsValue) {
        let text = field(&field(&call, "args"), "0");
        if text.is_string() {
            self.start_vcd_job(ctx, call, true, |client, call| client.read(call, &text));
        } else {
            let given = text.js_typeof().as_string().unwrap_or_default();
            let message = format!("replay takes the text of a VCD file as a string, not {given}");
            calls::refuse(&call, "BadArgument", &message);
        }
    }

    fn start_vcd_job(
        &mut self,
        ctx: &Context<Self>,
        call: JsValue,
        is_read: bool,
        start: impl FnOnce(&VcdClient, &JsValue),
    ) {
        let client = match self.vcd.client.take() {
            Some(client) => Ok(client),
            None => VcdClient::start(ctx.link().callback(Msg::Vcd)),
        };
        match client {
            Ok(client) => {
                start(&client, &call);
                self.vcd.client = Some(client);
                self.vcd.jobs.push_back(Job { call, is_read });
            }
            Err(reason) => calls::refuse(&call, "Unavailable", &reason),
        }
    }

    /// Handles a message of the VCD worker. The view changes when the engine answers.
    pub(crate) fn on_vcd_message(&mut self, ctx: &Context<Self>, message: VcdMessage) -> bool {
        match message {
            VcdMessage::Answer(answer) => {
                self.vcd.jobs.pop_front();
                engine_client::dispatch(engine_client::ANSWER, &answer);
            }
            VcdMessage::Replay(Replay { call, request, count, passed_over }) => {
                self.vcd.jobs.pop_front();
                let message = StatusMessage::replays(count, passed_over.as_deref());
                self.vcd.replay = Some((field(&call, "id"), message));
                if let Some(engine) = &mut self.engine {
                    engine.send_encoded(request);
                }
            }
            // Another worker is started when the next file is wanted.
            VcdMessage::Failed(reason) => {
                self.vcd.client = None;
                self.vcd.jobs.drain(..).for_each(|job| calls::refuse(&job.call, "Unavailable", &reason));
            }
        }
        while !self.vcd.is_reading()
            && let Some(call) = self.vcd.held_calls.pop_front()
        {
            self.on_call(ctx, call);
        }
        false
    }

    /// Shows that a recording is replayed, if `answer` says so. Returns whether the page has to be rendered again.
    pub(crate) fn show_replay(&mut self, answer: &JsValue) -> bool {
        let id = field(answer, "id");
        match self.vcd.replay.take_if(|(call, _)| *call == id) {
            Some((_, message)) if field(answer, "error").is_undefined() => {
                self.on_timeline_action(TimelineAction::Follow(true));
                self.on_timeline_action(TimelineAction::ShowStatus(message))
            }
            _ => false,
        }
    }
}
