//! The worker around the engine: its messages, its clock, and its turns.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_timers::callback::{Interval, Timeout};
use js_sys::{Object, Reflect, Uint8Array};
use pinscope_emulator::examples::EXAMPLES;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use super::{Answer, Call, Engine, Message, Out};
use crate::protocol::{self, BUILD, Reply};

/// How often simulated time follows real time when no message comes, in milliseconds.
const TICK_MS: u32 = 10;

/// Runs the engine in this worker for as long as the worker lives.
pub fn run() {
    let worker = Rc::new(Worker { scope: js_sys::global().unchecked_into(), engine: RefCell::default() });
    *worker.engine.borrow_mut() = Some(Engine::new(worker.now_ms()));

    let receiver = worker.clone();
    let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| receiver.receive(&event.data()));
    worker.scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();

    post(&worker.scope, &Reply::Ready { build: BUILD.to_owned() });
    post(&worker.scope, &Reply::Examples(EXAMPLES.iter().map(|example| example.name.to_owned()).collect()));
    worker.clone().turn();
    Interval::new(TICK_MS, move || worker.clone().turn()).forget();
}

struct Worker {
    scope: DedicatedWorkerGlobalScope,
    engine: RefCell<Option<Engine>>,
}

impl Worker {
    fn receive(self: &Rc<Self>, data: &JsValue) {
        if let Some(message) = read(data) {
            self.with_engine(|engine| engine.take(message));
            self.clone().turn();
        }
    }

    fn turn(self: Rc<Self>) {
        let now_ms = self.now_ms();
        let out = self.with_engine(|engine| engine.work(now_ms)).unwrap_or_default();
        for out in out {
            self.put(out);
        }
        if self.with_engine(|engine| engine.is_busy()).unwrap_or(false) {
            Timeout::new(0, move || self.turn()).forget();
        }
    }

    fn put(self: &Rc<Self>, out: Out) {
        match out {
            Out::Reply(reply) => post(&self.scope, &reply),
            Out::Answer(reply) => answer(&self.scope, reply),
            Out::Task(task) => {
                let worker = self.clone();
                task.begin(move |outcome| {
                    let out = worker.with_engine(|engine| engine.conclude(outcome)).flatten();
                    out.into_iter().for_each(|out| worker.put(out));
                    worker.turn();
                });
            }
        }
    }

    fn with_engine<T>(&self, work: impl FnOnce(&mut Engine) -> T) -> Option<T> {
        self.engine.borrow_mut().as_mut().map(work)
    }

    fn now_ms(&self) -> f64 {
        self.scope.performance().map_or(0.0, |performance| performance.now())
    }
}

/// A message is `{request}` from the page or `{call: {id, name, args}}` from `window.pinscope`.
pub(crate) fn read(data: &JsValue) -> Option<Message> {
    let field = |name: &str| Reflect::get(data, &name.into()).ok().filter(|value| !value.is_undefined());
    let request = field("request").and_then(|bytes| protocol::decode(&Uint8Array::new(&bytes).to_vec()));
    request.map(Message::Request).or_else(|| field("call").map(|call| Message::Call(Call::from(&call))))
}

/// Posts a reply to the page.
pub(crate) fn post(scope: &DedicatedWorkerGlobalScope, reply: &Reply) {
    send(scope, "reply", &Uint8Array::from(protocol::encode(reply).as_slice()));
}

/// Posts an answer to `window.pinscope`.
pub(crate) fn answer(scope: &DedicatedWorkerGlobalScope, Answer { id, outcome }: Answer) {
    let message = Object::new();
    let (key, value) = match outcome {
        Ok(value) => ("value", value),
        Err(error) => ("error", error.to_js()),
    };
    // Setting a field of a plain object cannot fail.
    let _ = Reflect::set(&message, &"id".into(), &id.into());
    let _ = Reflect::set(&message, &key.into(), &value);
    send(scope, "answer", &message);
}

fn send(scope: &DedicatedWorkerGlobalScope, kind: &str, content: &JsValue) {
    let message = Object::new();
    let _ = Reflect::set(&message, &kind.into(), content);
    // The page may be gone; then nobody is there to tell.
    let _ = scope.post_message(&message);
}
