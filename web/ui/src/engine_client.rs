//! Connects the page to an engine in its worker, and to the scripts of the page by events of the window.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_timers::callback::Interval;
use js_sys::Uint8Array;
use wasm_bindgen::prelude::JsValue;
use web_sys::{CustomEvent, CustomEventInit, MessagePort};
use yew::Callback;

use pinscope_protocol::ring::{Packet, Writer};
use pinscope_protocol::{Call, Reply, Request};

use crate::module_worker::ModuleWorker;

/// Event from `boot.js`: a call of `window.pinscope`.
pub const CALL: &str = "pinscope:call";
/// Event to `boot.js`: the answer to a call.
pub const ANSWER: &str = "pinscope:answer";
/// Event to `boot.js`: the engine runs and accepts calls.
pub const READY: &str = "pinscope:ready";
/// Event to `boot.js`: the engine is of another build than the page, which is then reloaded once.
pub const MISMATCH: &str = "pinscope:mismatch";
/// Event to `boot.js`: the engine could not be started, or has stopped. The page then shows a message.
pub const FAILED: &str = "pinscope:failed";

/// Event to `storage.js`: the bench has changed. Its detail is the bench as text.
pub const BENCH_CHANGED: &str = "pinscope:kept";
/// Event to `storage.js`: the stored bench has to be removed.
pub const FORGET_BENCH: &str = "pinscope:forget";
/// Event from `boot.js`: the engine has stopped, and a person has asked to start it again.
pub const RESTART: &str = "pinscope:again";

/// Event to `panel_loader.js`: something has happened to the script.
pub const SCRIPT: &str = "pinscope:script";

/// Event to `panel_loader.js`: a bench was opened. Its detail is the image that ran on it, as `{name, hash}`, or null.
pub const IMAGE: &str = "pinscope:image";

/// The script that starts the engine of the emulated board in a worker.
pub const ENGINE_SCRIPT: &str = "./engine_worker.js";
/// The script that starts the connection to a real board in a worker.
pub const DEVICE_SCRIPT: &str = "./device_worker.js";

/// Time between two attempts to write packets that the ring has no room for, in milliseconds.
const FLUSH_INTERVAL_MS: u32 = 5;

/// A message from an engine.
#[derive(Debug)]
pub enum EngineMessage {
    /// A reply to the page.
    Reply(Reply),
    /// The answer to a call, for `boot.js`.
    Answer(JsValue),
    /// The trace for a call of `vcd`, as `{id, trace}`. The page has it written as a file.
    Trace(JsValue),
    /// The worker has stopped, or its message cannot be decoded.
    Failed(String),
}

/// An engine in its worker.
#[derive(Debug)]
pub struct EngineClient {
    worker: Rc<ModuleWorker>,
    /// Carries everything once a script has run, because a worker that runs a script receives no messages.
    ring: Option<Rc<RefCell<Writer>>>,
    /// Writes the packets that the ring had no room for. An engine that has nothing to report sends no message that
    /// would show that there is room again.
    flushing: Option<Interval>,
}

impl EngineClient {
    /// Starts a worker with the given script.
    ///
    /// # Errors
    /// Returns the browser's error if it cannot start a worker.
    pub fn start(program: &str, on_message: Callback<EngineMessage>) -> Result<Self, JsValue> {
        let on_error = on_message.reform(|message: Option<String>| {
            EngineMessage::Failed(message.unwrap_or_else(|| "the engine could not be loaded".to_owned()))
        });
        let worker = ModuleWorker::start(program, on_message.reform(|message: JsValue| parse(&message)), on_error)?;
        Ok(Self { worker: Rc::new(worker), ring: None, flushing: None })
    }

    /// Sends a request.
    pub fn send(&mut self, request: &Request) {
        self.send_encoded(pinscope_protocol::encode(request));
    }

    /// Sends a request that is already encoded.
    pub fn send_encoded(&mut self, bytes: Vec<u8>) {
        match &self.ring {
            Some(_) => self.write(&Packet::Request(bytes)),
            None => self.post("request", &Uint8Array::from(bytes.as_slice())),
        }
    }

    /// Sends a call of `window.pinscope` through the same channel as requests, so that their order is kept.
    pub fn call(&mut self, call: &JsValue) {
        match &self.ring {
            Some(_) => self.write(&Packet::Call(pinscope_protocol::encode(&Call::from_js(call)))),
            None => self.post("call", call),
        }
    }

    /// Opens the ring, which reaches the worker while it is busy, where the browser allows shared memory.
    pub fn open_ring(&mut self) {
        let is_isolated = js_sys::Reflect::get(&js_sys::global(), &"crossOriginIsolated".into());
        if self.ring.is_none() && is_isolated.is_ok_and(|isolated| isolated.is_truthy()) {
            let ring = Writer::new();
            self.post("ring", ring.buffer());
            self.ring = Some(Rc::new(RefCell::new(ring)));
        }
    }

    /// Gives the worker its end of a cable between the emulated board and the connection program. `None` takes it back.
    pub fn connect_cable(&self, port: Option<&MessagePort>) {
        let message = object("cable", port.map_or(&JsValue::NULL, |port| port));
        match port {
            Some(port) => self.worker.transfer(&message, port),
            None => self.worker.post(&message),
        }
    }

    /// Returns whether the page can reach the worker while it runs a script.
    pub fn has_ring(&self) -> bool {
        self.ring.is_some()
    }

    /// Asks the script run with number `run` to stop.
    pub fn stop_script(&self, run: i32) {
        if let Some(ring) = &self.ring {
            ring.borrow().stop(run);
        }
    }

    /// Acknowledges `count` more characters (UTF-16) of a script's output.
    pub fn ack_output(&self, count: usize) {
        if let Some(ring) = &self.ring {
            ring.borrow().ack_output(count);
        }
    }

    /// Writes packets to the ring that it had no room for before.
    pub fn flush(&mut self) {
        if let Some(ring) = &self.ring {
            flush(ring, &self.worker);
            if !ring.borrow().is_behind() {
                self.flushing = None;
            }
        }
    }

    /// Writes a packet to the ring.
    fn write(&mut self, packet: &Packet) {
        let Some(ring) = self.ring.clone() else { return };
        ring.borrow_mut().write(packet);
        wake(&self.worker);
        if ring.borrow().is_behind() && self.flushing.is_none() {
            let worker = self.worker.clone();
            self.flushing = Some(Interval::new(FLUSH_INTERVAL_MS, move || flush(&ring, &worker)));
        }
    }

    fn post(&self, key: &str, value: &JsValue) {
        self.worker.post(&object(key, value));
    }
}

/// Writes packets to the ring that it had no room for before.
fn flush(ring: &RefCell<Writer>, worker: &ModuleWorker) {
    if ring.borrow().is_behind() {
        ring.borrow_mut().flush();
        wake(worker);
    }
}

/// Makes an idle worker read the ring.
fn wake(worker: &ModuleWorker) {
    worker.post(&object("wake", &JsValue::TRUE));
}

/// Dispatches an event on the window, for the scripts of the page.
pub fn dispatch(kind: &str, detail: &JsValue) {
    let init = CustomEventInit::new();
    init.set_detail(detail);
    let event = CustomEvent::new_with_event_init_dict(kind, &init);
    if let (Some(window), Ok(event)) = (web_sys::window(), event) {
        let _ = window.dispatch_event(&event);
    }
}

/// Parses a message that a worker has posted.
fn parse(message: &JsValue) -> EngineMessage {
    let part = |key: &str| js_sys::Reflect::get(message, &key.into()).ok().filter(|part| !part.is_undefined());
    if let Some(answer) = part("answer") {
        return EngineMessage::Answer(answer);
    }
    if let Some(trace) = part("trace") {
        return EngineMessage::Trace(trace);
    }
    match part("reply").and_then(|bytes| pinscope_protocol::decode(&Uint8Array::new(&bytes).to_vec())) {
        Some(reply) => EngineMessage::Reply(reply),
        None => EngineMessage::Failed("the engine's message cannot be read".to_owned()),
    }
}

/// Returns a plain object with one property.
pub fn object(key: &str, value: &JsValue) -> JsValue {
    let object = js_sys::Object::new();
    // Setting a property of a plain object cannot fail.
    let _ = js_sys::Reflect::set(&object, &key.into(), value);
    object.into()
}
