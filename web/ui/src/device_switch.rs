//! Connects a real board in place of the emulated one, whose engine is suspended meanwhile and then continues as it
//! was.

use pinscope_protocol::{Frame, Reply, Request};
use wasm_bindgen::prelude::JsValue;
use yew::Context;

use crate::app::{App, Msg};
use crate::engine_client::{self, EngineClient, EngineMessage};
use crate::log::ThrottledLog;
use crate::notice::Notice;
use crate::timeline;

/// Shown when the program that connects a real board cannot be loaded, or has stopped.
const STOPPED: &str =
    "The connection program could not be loaded, or it has stopped. Check your network and try again.";

/// The engine of the emulated board, and the part of the page's state that belongs to it.
#[derive(Debug)]
pub struct SuspendedEngine {
    engine: EngineClient,
    is_running: bool,
    time_ns: u64,
    next_seq: u64,
    log: ThrottledLog,
    timeline: timeline::State,
    notice: Notice,
    /// Frames that were on their way when the engine was suspended.
    frames: Vec<Frame>,
    /// Calls that came before the connection program was ready, beginning with the one that connects.
    pending_calls: Vec<JsValue>,
    is_device_ready: bool,
}

/// Returns a call that disconnects the real board. It has no number, because nothing waits for its answer.
pub fn disconnect_call() -> JsValue {
    engine_client::object("name", &"disconnect".into())
}

impl App {
    /// Suspends the emulated board and starts the program that connects a real one, which `call` asks for.
    pub(crate) fn connect(&mut self, ctx: &Context<Self>, call: JsValue) {
        let Ok(device) = EngineClient::start(engine_client::DEVICE_SCRIPT, ctx.link().callback(Msg::Device)) else {
            // The engine answers this call with a refusal.
            return self.forward(&call);
        };
        let is_running = self.scene.as_ref().is_some_and(|scene| scene.snapshot.running);
        self.send(Request::Run(false));
        if let Some(engine) = self.engine.replace(device) {
            self.suspended = Some(SuspendedEngine {
                engine,
                is_running,
                time_ns: std::mem::take(&mut self.time_ns),
                next_seq: std::mem::take(&mut self.next_seq),
                log: std::mem::take(&mut self.log),
                timeline: self.timeline.clone(),
                notice: std::mem::take(&mut self.notice),
                frames: Vec::new(),
                pending_calls: vec![call],
                is_device_ready: false,
            });
        }
        self.timeline.reset();
    }

    /// Forwards a call to the connection program, once that is ready.
    pub(crate) fn call_device(&mut self, call: JsValue) {
        match &mut self.suspended {
            Some(suspended) if !suspended.is_device_ready => suspended.pending_calls.push(call),
            _ => self.forward(&call),
        }
    }

    /// Returns the calls that have waited for the connection program; later ones do not wait.
    fn take_pending_calls(&mut self) -> Vec<JsValue> {
        let Some(suspended) = &mut self.suspended else { return Vec::new() };
        suspended.is_device_ready = true;
        std::mem::take(&mut suspended.pending_calls)
    }

    /// Resumes the emulated board. Returns whether it was suspended.
    pub(crate) fn disconnect(&mut self, ctx: &Context<Self>) -> bool {
        let Some(suspended) = self.suspended.take() else { return false };
        self.engine = Some(suspended.engine);
        self.time_ns = suspended.time_ns;
        self.next_seq = suspended.next_seq;
        self.log = suspended.log;
        self.notice = suspended.notice;
        self.timeline.restore(suspended.timeline);
        self.refusal = None;
        for frame in suspended.frames {
            self.show_frame(ctx, frame);
        }
        self.send(Request::Run(suspended.is_running));
        self.resend_views();
        self.send(Request::FrameShown);
        true
    }

    /// Sends the timeline's viewport and what the open tabs show, to an engine that does not know them yet.
    pub(crate) fn resend_views(&mut self) {
        self.send(self.timeline.view_request());
        self.send(Request::Subscribe(self.layout.watched()));
    }

    /// Handles a message of the emulated board's engine. Returns whether the page has to be rendered again.
    pub(crate) fn on_engine_message(&mut self, ctx: &Context<Self>, message: EngineMessage) -> bool {
        match (&mut self.suspended, message) {
            (Some(suspended), EngineMessage::Reply(Reply::Frame(frame))) => {
                suspended.frames.push(*frame);
                false
            }
            (_, message) => self.on_message(ctx, message),
        }
    }

    /// Handles a message of the connection program. Returns whether the page has to be rendered again.
    pub(crate) fn on_device_message(&mut self, ctx: &Context<Self>, message: EngineMessage) -> bool {
        match &message {
            EngineMessage::Failed(_) => {
                let calls = self.take_pending_calls();
                self.disconnect(ctx);
                // The engine answers these calls with a refusal.
                calls.iter().for_each(|call| self.forward(call));
                self.notice = Notice { example: None, text: STOPPED.into() };
                true
            }
            EngineMessage::Reply(Reply::Ready { .. }) if self.suspended.is_some() => {
                let calls = self.take_pending_calls();
                calls.iter().for_each(|call| self.forward(call));
                self.resend_views();
                self.on_message(ctx, message)
            }
            EngineMessage::Reply(_) | EngineMessage::Answer(_) | EngineMessage::Trace(_)
                if self.suspended.is_some() =>
            {
                self.on_message(ctx, message)
            }
            EngineMessage::Reply(_) | EngineMessage::Answer(_) | EngineMessage::Trace(_) => false,
        }
    }
}
