//! A real board in place of the emulated one, which waits out of sight as it was.

use wasm_bindgen::prelude::JsValue;
use yew::Context;

use crate::app::{App, Msg};
use crate::engine_client::{self, EngineClient, EngineMessage};
use crate::log::ThrottledLog;
use crate::notice::Note;
use crate::timeline;
use pinscope_protocol::{Frame, Reply, Request};

/// Said where the program cannot be loaded or has stopped.
const STOPPED: &str = "What speaks to a board cannot be loaded, or has stopped; it takes a network once.";

/// The emulated board, and what was seen of it.
#[derive(Debug)]
pub struct SuspendedEngine {
    engine: EngineClient,
    is_running: bool,
    time_ns: u64,
    next_seq: u64,
    log: ThrottledLog,
    timeline: timeline::State,
    note: Note,
    /// Its last pictures, those that were on their way.
    frames: Vec<Frame>,
    /// The calls that came before the program was there, the one that connects first.
    waiting: Option<Vec<JsValue>>,
}

/// The call that lets the board go; nobody waits for its answer.
pub fn disconnect() -> JsValue {
    engine_client::object("name", &"disconnect".into())
}

impl App {
    /// Parks the emulated board: this call is for another.
    pub(crate) fn connect(&mut self, ctx: &Context<Self>, call: JsValue) {
        let Ok(cable) = EngineClient::start(engine_client::CABLE, ctx.link().callback(Msg::Cable)) else {
            // The engine refuses to connect.
            return self.pass_on(&call);
        };
        let is_running = self.scene.as_ref().is_some_and(|scene| scene.snapshot.running);
        self.ask(Request::Run(false));
        if let Some(engine) = self.engine.replace(cable) {
            self.parked = Some(SuspendedEngine {
                engine,
                is_running,
                time_ns: std::mem::take(&mut self.time_ns),
                next_seq: std::mem::take(&mut self.next_seq),
                log: std::mem::take(&mut self.log),
                timeline: self.timeline.clone(),
                note: std::mem::take(&mut self.note),
                frames: Vec::new(),
                waiting: Some(vec![call]),
            });
        }
        self.timeline.start_over();
    }

    /// Passes a call on to the cable, once its program is there.
    pub(crate) fn call_cable(&mut self, call: JsValue) {
        match self.parked.as_mut().and_then(|parked| parked.waiting.as_mut()) {
            Some(waiting) => waiting.push(call),
            None => self.pass_on(&call),
        }
    }

    /// Passes on the calls that have waited for the program, or for the news that there is none.
    fn call_waiting(&mut self, calls: Option<Vec<JsValue>>) {
        calls.iter().flatten().for_each(|call| self.pass_on(call));
    }

    /// Brings the emulated board back.
    pub(crate) fn disconnect(&mut self, ctx: &Context<Self>) -> bool {
        let Some(parked) = self.parked.take() else { return false };
        self.engine = Some(parked.engine);
        (self.time_ns, self.next_seq) = (parked.time_ns, parked.next_seq);
        (self.log, self.note) = (parked.log, parked.note);
        self.timeline.put_back(parked.timeline);
        self.refusal = None;
        for frame in parked.frames {
            self.show(ctx, frame);
        }
        self.ask(Request::Run(parked.is_running));
        self.show_again();
        self.ask(Request::FrameShown);
        true
    }

    /// Tells whoever has taken over what is looked at.
    fn show_again(&mut self) {
        self.ask(self.timeline.view());
        self.ask(Request::Subscribe(self.panels.view.open.watches()));
    }

    /// Takes in what the engine said.
    pub(crate) fn hear_engine(&mut self, ctx: &Context<Self>, heard: EngineMessage) -> bool {
        match (&mut self.parked, heard) {
            (Some(parked), EngineMessage::Reply(Reply::Frame(frame))) => {
                parked.frames.push(*frame);
                false
            }
            (_, heard) => self.hear(ctx, heard),
        }
    }

    /// Takes in what the cable said.
    pub(crate) fn hear_cable(&mut self, ctx: &Context<Self>, heard: EngineMessage) -> bool {
        match &heard {
            EngineMessage::Failed(_) => {
                let waiting = self.parked.as_mut().and_then(|parked| parked.waiting.take());
                self.disconnect(ctx);
                // The engine refuses to connect.
                self.call_waiting(waiting);
                self.note = Note { example: None, text: STOPPED.into() };
                true
            }
            EngineMessage::Reply(Reply::Ready { .. }) if self.parked.is_some() => {
                let waiting = self.parked.as_mut().and_then(|parked| parked.waiting.take());
                self.call_waiting(waiting);
                self.show_again();
                self.hear(ctx, heard)
            }
            EngineMessage::Reply(_) | EngineMessage::Answer(_) if self.parked.is_some() => self.hear(ctx, heard),
            EngineMessage::Reply(_) | EngineMessage::Answer(_) => false,
        }
    }
}
