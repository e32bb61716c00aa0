//! Connects a real board in place of the emulated one, whose engine is suspended meanwhile and then continues as it
//! was.
//!
//! The board can also be the firmware on the emulated board, over a cable. Then the engine goes on, the cable is between
//! its worker and the connection program's, and stimuli still reach the emulated board.

use js_sys::Array;
use pinscope_protocol::{Frame, Reply, Request, STIMULUS_CALLS};
use wasm_bindgen::prelude::JsValue;
use web_sys::{MessageChannel, MessagePort};
use yew::Context;

use crate::app::{App, Msg};
use crate::calls::{self, field};
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
    /// The firmware on the emulated board is connected by a cable.
    has_cable: bool,
    /// The connection program's end of the cable, until that program is ready.
    pending_port: Option<MessagePort>,
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
        let wants_cable = wants_cable(&call);
        self.send(Request::Run(wants_cable));
        if let Some(engine) = self.engine.replace(device) {
            let pending_port = if wants_cable { connect_cable(&engine).ok() } else { None };
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
                has_cable: wants_cable,
                pending_port,
            });
        }
        self.timeline.reset();
    }

    /// Forwards a call to the connection program, once that is ready. A stimulus goes to an emulated board that is
    /// connected by a cable.
    pub(crate) fn call_device(&mut self, call: JsValue) {
        let name = field(&call, "name").as_string().unwrap_or_default();
        let is_stimulus = STIMULUS_CALLS.contains(&&*name);
        match &mut self.suspended {
            Some(suspended) if name == "connect" && suspended.has_cable != wants_cable(&call) => {
                calls::refuse(&call, "Busy", "another board is connected: disconnect it first");
            }
            Some(SuspendedEngine { engine, has_cable: true, .. }) if is_stimulus => engine.call(&call),
            Some(suspended) if !suspended.is_device_ready => suspended.pending_calls.push(call),
            _ => self.forward(&call),
        }
    }

    /// Returns the engine that `request` is for: that of the board that is shown, or that of the emulated board if the
    /// request is a stimulus and a cable is connected.
    pub(crate) fn engine_for(&mut self, request: &Request) -> Option<&mut EngineClient> {
        match (&mut self.suspended, request) {
            (Some(SuspendedEngine { engine, has_cable: true, .. }), Request::Stimulus(_) | Request::ResetChip) => {
                Some(engine)
            }
            _ => self.engine.as_mut(),
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
        if suspended.has_cable {
            suspended.engine.connect_cable(None);
        }
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
                suspended.receive(*frame);
                false
            }
            (_, message) => self.on_message(ctx, message),
        }
    }

    /// Handles a message of the connection program. Returns whether the page has to be rendered again.
    pub(crate) fn on_device_message(&mut self, ctx: &Context<Self>, mut message: EngineMessage) -> bool {
        if let (EngineMessage::Reply(Reply::Frame(frame)), Some(suspended)) = (&mut message, &self.suspended) {
            suspended.add_circuit(frame);
        }
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
                let port = self.suspended.as_mut().and_then(|suspended| suspended.pending_port.take());
                if let (Some(port), Some(device)) = (port, &self.engine) {
                    device.connect_cable(Some(&port));
                }
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

impl SuspendedEngine {
    /// Keeps a frame until the emulated board is shown again. An engine that goes on gets an acknowledgement at once, and
    /// of its frames only the last one is kept, with the latest events of all.
    fn receive(&mut self, mut frame: Frame) {
        if self.has_cable {
            self.engine.send(&Request::FrameShown);
            if let Some(mut before) = self.frames.pop() {
                before.events.append(&mut frame.events);
                let surplus = before.events.len().saturating_sub(Frame::MAX_EVENTS as usize);
                frame.events = before.events.split_off(surplus);
            }
        }
        self.frames.push(frame);
    }

    /// Adds the circuit at the pads of the emulated board to a frame of the connection program, which does not know it.
    fn add_circuit(&self, frame: &mut Frame) {
        let Some(emulated) = self.frames.last().filter(|_| self.has_cable) else { return };
        frame.outside.clone_from(&emulated.outside);
        frame.drivers.clone_from(&emulated.drivers);
        frame.wires.clone_from(&emulated.wires);
        frame.rail_wires.clone_from(&emulated.rail_wires);
        frame.clean.clone_from(&emulated.clean);
        frame.blocks.analog.clone_from(&emulated.blocks.analog);
    }
}

/// Returns whether a call of `connect` asks for a cable to the firmware on the emulated board.
fn wants_cable(call: &JsValue) -> bool {
    Array::from(&field(call, "args")).get(0) == "image"
}

/// Connects one end of a cable to the emulated board of `engine`, and returns the other end.
fn connect_cable(engine: &EngineClient) -> Result<MessagePort, JsValue> {
    let channel = MessageChannel::new()?;
    engine.connect_cable(Some(&channel.port1()));
    Ok(channel.port2())
}
