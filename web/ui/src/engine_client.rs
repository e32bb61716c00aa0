//! The two neighbours of the page's program: the engine in its worker, and the promises of `window.pinscope`.

use js_sys::Uint8Array;
use wasm_bindgen::prelude::{Closure, JsCast as _, JsValue};
use web_sys::{
    CustomEvent, CustomEventInit, ErrorEvent, Event, EventTarget, MessageEvent, Worker, WorkerOptions, WorkerType,
};
use yew::Callback;

use pinscope_protocol::ring::{Packet, Writer};
use pinscope_protocol::{self, Reply, Request};

/// A call of `window.pinscope`, from `boot.js`.
pub const CALL: &str = "pinscope:call";
/// Its answer, to `boot.js`.
pub const ANSWER: &str = "pinscope:answer";
/// The engine runs: calls may come.
pub const READY: &str = "pinscope:ready";
/// The engine is of another build than the page; `boot.js` reloads the page, once.
pub const MISMATCH: &str = "pinscope:mismatch";
/// The engine does not run, or no longer; `boot.js` says so in the page.
pub const FAILED: &str = "pinscope:failed";

/// The bench as text, to `keep.js`.
pub const KEPT: &str = "pinscope:kept";
/// From `boot.js`: the engine has stopped and is to start again.
pub const AGAIN: &str = "pinscope:again";

/// News of the script, to `script.js`.
pub const SCRIPT: &str = "pinscope:script";

/// The script that starts the engine.
pub const ENGINE: &str = "./worker.js";
/// The script that starts what takes its place while a real board is connected.
pub const CABLE: &str = "./cable_loader.js";

/// What comes from the engine.
#[derive(Debug)]
pub enum EngineMessage {
    /// A message for the page.
    Reply(Reply),
    /// The answer to a call, for `boot.js`.
    Answer(JsValue),
    /// It stopped, or said something that makes no sense.
    Failed(String),
}

/// The engine's worker. Dropped, it ends.
#[derive(Debug)]
pub struct EngineClient {
    worker: Worker,
    /// What carries everything once a script has run, since then the worker may be too busy for messages.
    ring: Option<Writer>,
    _message: Closure<dyn FnMut(MessageEvent)>,
    _error: Closure<dyn FnMut(Event)>,
}

impl EngineClient {
    /// Starts one of the two.
    ///
    /// # Errors
    /// What the browser says where it cannot start a worker.
    pub fn start(program: &str, heard: Callback<EngineMessage>) -> Result<Self, JsValue> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(program, &options)?;
        let message = {
            let heard = heard.clone();
            Closure::<dyn FnMut(_)>::new(move |event: MessageEvent| heard.emit(read(&event.data())))
        };
        let error = Closure::<dyn FnMut(_)>::new(move |event: Event| heard.emit(EngineMessage::Failed(why(&event))));
        worker.set_onmessage(Some(message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(error.as_ref().unchecked_ref()));
        Ok(Self { worker, ring: None, _message: message, _error: error })
    }

    /// Callbacks a request of the page.
    pub fn ask(&mut self, request: &Request) {
        let bytes = pinscope_protocol::encode(request);
        match &mut self.ring {
            Some(ring) => {
                ring.write(&Packet::Request(bytes));
                self.knock();
            }
            None => self.post("request", &Uint8Array::from(bytes.as_slice())),
        }
    }

    /// Passes a call of `window.pinscope` on, in the same channel, so that order is kept.
    pub fn call(&mut self, call: &JsValue) {
        match (&mut self.ring, js_sys::JSON::stringify(call)) {
            (Some(ring), Ok(text)) => {
                ring.write(&Packet::Call(text.into()));
                self.knock();
            }
            _ => self.post("call", call),
        }
    }

    /// From now on the worker can be reached while it is busy, where the browser shares memory.
    pub fn open_ring(&mut self) {
        let is_isolated = js_sys::Reflect::get(&js_sys::global(), &"crossOriginIsolated".into());
        if self.ring.is_none() && is_isolated.is_ok_and(|isolated| isolated.is_truthy()) {
            let ring = Writer::new();
            self.post("ring", ring.buffer());
            self.ring = Some(ring);
        }
    }

    /// Asks run number `run` of a script to stop.
    pub fn stop_script(&self, run: i32) {
        if let Some(ring) = &self.ring {
            ring.stop(run);
        }
    }

    /// So many more characters of a script's output have been taken in.
    pub fn heard_output(&self, count: usize) {
        if let Some(ring) = &self.ring {
            ring.ack_output(count);
        }
    }

    /// Writes what the ring had no room for.
    pub fn flush(&mut self) {
        if let Some(ring) = &mut self.ring
            && ring.is_behind()
        {
            ring.flush();
            self.knock();
        }
    }

    /// An idle worker is to look into the ring.
    fn knock(&self) {
        self.post("knock", &JsValue::TRUE);
    }

    fn post(&self, key: &str, value: &JsValue) {
        // Both kinds are plain data, which can always be posted.
        let message = object(key, value);
        let _ = self.worker.post_message(&message);
    }
}

impl Drop for EngineClient {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

/// Tells `boot.js` something.
pub fn tell_boot(kind: &str, detail: &JsValue) {
    let init = CustomEventInit::new();
    init.set_detail(detail);
    let event = CustomEvent::new_with_event_init_dict(kind, &init);
    if let (Some(window), Ok(event)) = (web_sys::window(), event) {
        let _ = window.dispatch_event(&event);
    }
}

/// A listener that goes when it is dropped.
#[derive(Debug)]
pub struct Listener {
    target: EventTarget,
    kind: &'static str,
    closure: Closure<dyn FnMut(Event)>,
}

impl Listener {
    /// Listens on `target` for events of `kind`.
    pub fn new(target: EventTarget, kind: &'static str, heard: impl FnMut(Event) + 'static) -> Self {
        let closure = Closure::<dyn FnMut(_)>::new(heard);
        // Adding a listener fails only where there is no target.
        let _ = target.add_event_listener_with_callback(kind, closure.as_ref().unchecked_ref());
        Self { target, kind, closure }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let _ = self.target.remove_event_listener_with_callback(self.kind, self.closure.as_ref().unchecked_ref());
    }
}

/// What a worker's error event says. One that could not even be loaded says nothing.
fn why(event: &Event) -> String {
    let message = event.dyn_ref::<ErrorEvent>().map(ErrorEvent::message).filter(|message| !message.is_empty());
    message.unwrap_or_else(|| "the engine could not be loaded".to_owned())
}

fn read(message: &JsValue) -> EngineMessage {
    let part = |key: &str| js_sys::Reflect::get(message, &key.into()).ok().filter(|part| !part.is_undefined());
    if let Some(answer) = part("answer") {
        return EngineMessage::Answer(answer);
    }
    match part("reply").and_then(|bytes| pinscope_protocol::decode(&Uint8Array::new(&bytes).to_vec())) {
        Some(reply) => EngineMessage::Reply(reply),
        None => EngineMessage::Failed("the engine's message cannot be read".to_owned()),
    }
}

/// A plain object with one property.
pub fn object(key: &str, value: &JsValue) -> JsValue {
    let object = js_sys::Object::new();
    // A plain object takes every property.
    let _ = js_sys::Reflect::set(&object, &key.into(), value);
    object.into()
}
